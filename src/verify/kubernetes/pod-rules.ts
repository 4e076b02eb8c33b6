import type { Entity } from './cilium-peers';
import { LabelReader } from './label-selector';
import type { NamePattern } from './name-pattern';
import { Direction, PolicyPeer, PolicyPort, PolicyRule, Transport } from './network-policy';
import { Address, contains, NetworkTable } from './networks';
import { NamedPort } from './policy-pod';
import { Policy } from './read-policies';
import { all, any, Tribool } from './values';
import { kept } from '../kept';

/** The other end of a connection, as rules see it. */
export interface OtherEnd {
  /** Undefined: not known in the version that counts. */
  readonly address: Address | undefined;
  /** Undefined: it is no pod. */
  readonly pod: { readonly namespace: string; readonly labels: LabelReader } | undefined;
  /** Does a block of addresses match it, where it holds its address? */
  readonly takesBlocks: Tribool;
  /** Is it outside of the cluster, where rules by name look? */
  readonly isOutside: Tribool;
  /** Is the address one of the entity? */
  isEntity(entity: Entity): Tribool;
}

/** What a connection asks of rules. */
export interface Asked {
  readonly other: OtherEnd;
  readonly transport: Transport;
  readonly port: number;
  /** Named ports of the pod that is called; null: what is called is no pod. */
  readonly namedPorts: readonly NamedPort[] | undefined | null;
  /** The name that is looked up: where DNS is asked, the question; null: none is known. */
  readonly lookedUp: string | null;
  /** Names for which DNS gives the address. */
  readonly names: readonly string[];
  /** Does the network plug-in know the addresses of the name? */
  learns(name: string): true | undefined;
}

/** A rule that matches, or may. */
export interface Match {
  readonly policy: Policy;
  readonly path: string;
  readonly isCertain: boolean;
  /** Code of why it is not certain; the code of a rule otherwise. */
  readonly code: string;
}

/** What rules say: the one that decides, and one that leads to a DNS proxy which refuses the name. */
export interface Found {
  readonly match?: Match;
  readonly refusal?: Pick<Match, 'policy' | 'path'>;
}

interface Entry {
  readonly policy: Policy;
  readonly rule: PolicyRule;
  readonly order: number;
}
type Block = Extract<PolicyPeer, { network: unknown }>;
type Pods = Extract<PolicyPeer, { pods: unknown }>;
type Name = Extract<PolicyPeer, { name: unknown }>;

/** Rules with one and the same block, as most rules to the Internet have. */
interface SameBlock {
  readonly block: Block;
  readonly entries: Entry[];
}

/** Whom a rule leads to is the other end, or may be; and how that is called. */
type Visit = (entry: Entry, peer: Tribool, doubt: string, code?: string) => void;

const MOST_ADDRESSES = 10_000;

/** The rules of all policies that select one pod in one direction, filed by what they say of the other end. */
export class PodRules {
  /** Policies that close the pod for what no rule allows. */
  public readonly policies: readonly Policy[];
  /** Does any rule look at names? */
  public readonly seesNames: boolean;
  private readonly anybody: Entry[] = [];
  private readonly blocks = new NetworkTable<SameBlock>();
  private readonly allBlocks = new Map<string, SameBlock>();
  private readonly atAddress = new Map<string, readonly Entry[]>();
  /** Lists of rules that several addresses have, so that such addresses have one and the same. */
  private readonly lists = new Map<string, readonly Entry[]>();
  private readonly pods: (Entry & { readonly peer: Pods })[] = [];
  private readonly entities: (Entry & { readonly entity: Entity })[] = [];
  private readonly names: (Entry & { readonly peer: Name })[] = [];

  public constructor(policies: readonly Policy[], direction: Direction, private readonly labelsOfNamespace: (namespace: string) => LabelReader) {
    const own = policies.filter((policy) => policy[direction] !== undefined);
    this.policies = own.filter(({ closes }) => closes !== false);
    let order = 0;
    for (const policy of own) for (const rule of policy[direction] ?? []) this.file({ policy, rule, order: order++ });
    this.seesNames = this.names.length > 0 || own.some((policy) => policy[direction]?.some(({ dns }) => dns !== undefined));
  }

  /** The first rule that allows the connection, else the first that may. */
  public match(asked: Asked): Found {
    let best: { match: Match; order: number } | undefined;
    let refusal: Found['refusal'];
    this.visit(asked, (entry, peer, doubt, code = 'network-policy/rule') => {
      const port = portMatches(entry.rule.ports, asked);
      if (port === false) return;
      const { dns } = entry.rule;
      const isLookedUp = dns === undefined || asked.lookedUp === null ? true : any(dns.map((pattern) => pattern(asked.lookedUp!)));
      if (isLookedUp === false) {
        refusal ??= { policy: entry.policy, path: entry.rule.path };
        return;
      }
      const isCertain = peer === true && port === true && isLookedUp === true;
      if (best !== undefined && (best.match.isCertain === isCertain ? best.order <= entry.order : best.match.isCertain)) return;
      const why = peer === undefined ? doubt : port === undefined ? 'network-policy/port-name-not-known' : 'network-policy/pattern-not-known';
      best = { order: entry.order, match: { policy: entry.policy, path: entry.rule.path, isCertain, code: isCertain ? code : why } };
    });
    return { ...(best === undefined ? {} : { match: best.match }), ...(refusal === undefined ? {} : { refusal }) };
  }

  /** The same object for all other ends of which nothing counts but the blocks around them, and these are the same. Undefined: there is more to it. */
  public placeOf({ address, pod, takesBlocks, isEntity }: OtherEnd): object | undefined {
    if (address === undefined || pod !== undefined || takesBlocks !== true || this.seesNames) return undefined;
    return this.entities.some(({ entity }) => isEntity(entity) !== false) ? undefined : this.blocksAt(address);
  }

  /** How DNS gets there: by a rule that lets it pass as it is, or may; and what rules that lead to a DNS proxy look up. */
  public dnsRules(asked: Asked): { readonly isPlain: boolean; readonly patterns: readonly NamePattern[] } {
    let isPlain = false;
    const patterns: NamePattern[] = [];
    this.visit(asked, ({ rule }, peer) => {
      const port = portMatches(rule.ports, asked);
      if (port === false) return;
      if (rule.dns === undefined) isPlain = true;
      else if (peer === true && port === true) patterns.push(...rule.dns);
    });
    return { isPlain, patterns };
  }

  /** Rules that lead to the other end, or may, whatever their ports. */
  private visit(asked: Asked, found: Visit): void {
    const { address, pod, takesBlocks, isEntity } = asked.other;
    const consider: Visit = (entry, peer, doubt, code) => {
      if (peer !== false) found(entry, peer, doubt, code);
    };
    for (const entry of this.anybody) consider(entry, true, '');
    if (address === undefined) for (const { entries } of this.allBlocks.values()) for (const entry of entries) consider(entry, undefined, 'network-policy/address-not-known');
    else if (takesBlocks !== false) for (const entry of this.blocksAt(address)) consider(entry, takesBlocks, 'network-policy/block-on-pod');
    if (pod !== undefined) for (const entry of this.pods) consider(entry, this.selects(entry, pod), 'network-policy/labels-not-known');
    for (const entry of this.entities) consider(entry, isEntity(entry.entity), 'network-policy/entity');
    for (const entry of this.names) this.considerName(entry, asked, consider);
  }

  /** A rule by name opens the addresses that DNS gave for such names, to whoever they belong. */
  private considerName(entry: PodRules['names'][number], { other: { isOutside }, names, learns }: Asked, consider: Visit): void {
    const { name: pattern, ownDns } = entry.peer;
    for (const name of names) {
      const isNamed = all([isOutside, pattern(name)]);
      const doubt = isOutside === undefined ? 'network-policy/block-on-pod' : isNamed === undefined ? 'network-policy/pattern-not-known' : 'network-policy/names-not-learned';
      consider(entry, isNamed === true && !ownDns ? learns(name) : isNamed, doubt, 'network-policy/rule-by-name');
    }
  }

  /** Probes ask for few addresses again and again. */
  private blocksAt(address: Address): readonly Entry[] {
    const known = this.atAddress.get(address.key);
    if (known !== undefined) return known;
    const found = this.blocks.at(address).filter(({ block }) => !block.except.some((part) => contains(part, address))).flatMap(({ entries }) => entries);
    const same = kept(this.lists, found.map(({ order }) => order).join(), () => found);
    if (this.atAddress.size >= MOST_ADDRESSES) this.atAddress.clear();
    this.atAddress.set(address.key, same);
    return same;
  }

  private file(entry: Entry): void {
    if (entry.rule.peers === undefined) this.anybody.push(entry);
    for (const peer of entry.rule.peers ?? []) {
      if ('network' in peer) this.fileBlock(peer, entry);
      else if ('entity' in peer) this.entities.push({ ...entry, entity: peer.entity });
      else if ('name' in peer) this.names.push({ ...entry, peer });
      else this.pods.push({ ...entry, peer });
    }
  }

  private fileBlock(block: Block, entry: Entry): void {
    const key = [block.network, ...block.except].map(({ version, value, prefix }) => `${version}/${value}/${prefix}`).join(' ');
    const same = this.allBlocks.get(key);
    if (same !== undefined) {
      same.entries.push(entry);
      return;
    }
    const first: SameBlock = { block, entries: [entry] };
    this.allBlocks.set(key, first);
    this.blocks.add(block.network, first);
  }

  private selects({ policy, peer: { namespaces, pods } }: PodRules['pods'][number], pod: NonNullable<OtherEnd['pod']>): Tribool {
    const inNamespace = namespaces === undefined ? (policy.object.value.metadata.namespace ?? 'default') === pod.namespace : namespaces(this.labelsOfNamespace(pod.namespace));
    return all([inNamespace, pods === undefined ? true : pods(pod.labels)]);
  }
}

function portMatches(ports: readonly PolicyPort[] | undefined, { transport, port, namedPorts }: Asked): Tribool {
  if (ports === undefined) return true;
  let found: Tribool = false;
  for (const { protocol, first, last, name } of ports) {
    if (protocol !== transport) continue;
    if (name === undefined && port >= first && port <= last) return true;
    if (name === undefined || namedPorts === null) continue;
    if (namedPorts === undefined) found = undefined;
    else if (namedPorts.some((one) => one.name === name && one.protocol === protocol && one.port === port)) return true;
  }
  return found;
}
