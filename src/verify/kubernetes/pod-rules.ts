import { EntityRule } from './cilium-policy';
import { LabelReader } from './label-selector';
import { Direction, PolicyPeer, PolicyPort, PolicyRule, Transport } from './network-policy';
import { Address, contains, NetworkTable } from './networks';
import { NamedPort } from './policy-pod';
import { Policy } from './read-policies';
import { all, Tribool } from './values';

/** The other end of a connection, as rules see it. */
export interface OtherEnd {
  /** Undefined: not known in the version that counts. */
  readonly address: Address | undefined;
  /** Undefined: it is no pod. */
  readonly pod: { readonly namespace: string; readonly labels: LabelReader } | undefined;
  /** Does a block of addresses match it, where it holds its address? */
  readonly takesBlocks: Tribool;
  /** Is the address one of the entity? */
  isEntity(entity: EntityRule['entities'][number]): Tribool;
}

/** What a connection asks of rules. */
export interface Asked {
  readonly other: OtherEnd;
  readonly transport: Transport;
  readonly port: number;
  /** Named ports of the pod that is called; null: what is called is no pod. */
  readonly namedPorts: readonly NamedPort[] | undefined | null;
}

/** A rule that matches, or may. */
export interface Match {
  readonly policy: Policy;
  readonly path: string;
  readonly isCertain: boolean;
  /** Code of why it is not certain; the code of a rule otherwise. */
  readonly code: string;
}

interface Entry<Rule> {
  readonly policy: Policy;
  readonly rule: Rule;
  readonly order: number;
}
type Block = Extract<PolicyPeer, { network: unknown }>;
type Pods = Exclude<PolicyPeer, Block>;

/** Rules with one and the same block, as most rules to the Internet have. */
interface SameBlock {
  readonly block: Block;
  readonly entries: Entry<PolicyRule>[];
}

const MOST_ADDRESSES = 10_000;

/** The rules of all policies that select one pod in one direction, filed by what they say of the other end. */
export class PodRules {
  /** Policies that close the pod for what they do not allow. */
  public readonly policies: readonly Policy[];
  private readonly anybody: Entry<PolicyRule>[] = [];
  private readonly blocks = new NetworkTable<SameBlock>();
  private readonly allBlocks = new Map<string, SameBlock>();
  private readonly atAddress = new Map<string, readonly Entry<PolicyRule>[]>();
  private readonly pods: (Entry<PolicyRule> & { readonly peer: Pods })[] = [];
  private readonly entities: Entry<EntityRule>[] = [];

  public constructor(policies: readonly Policy[], direction: Direction, private readonly labelsOfNamespace: (namespace: string) => LabelReader) {
    this.policies = policies.filter((policy) => policy[direction] !== undefined || (direction === 'egress' && policy.entities !== undefined));
    let order = 0;
    for (const policy of this.policies) {
      for (const rule of policy[direction] ?? []) this.file({ policy, rule, order: order++ });
      if (direction === 'egress') for (const rule of policy.entities ?? []) this.entities.push({ policy, rule, order: order++ });
    }
  }

  /** The first rule that allows the connection, else the first that may; undefined: none. */
  public match(asked: Asked): Match | undefined {
    let best: { match: Match; order: number } | undefined;
    const consider = (entry: Entry<{ path: string; ports?: readonly PolicyPort[] | undefined }>, peer: Tribool, doubt: string) => {
      if (peer === false) return;
      const port = portMatches(entry.rule.ports, asked);
      if (port === false) return;
      const isCertain = peer === true && port === true;
      if (best !== undefined && (best.match.isCertain === isCertain ? best.order <= entry.order : best.match.isCertain)) return;
      const code = isCertain ? 'network-policy/rule' : peer === undefined ? doubt : 'network-policy/port-name-not-known';
      best = { order: entry.order, match: { policy: entry.policy, path: entry.rule.path, isCertain, code } };
    };
    const { address, pod, takesBlocks, isEntity } = asked.other;
    for (const entry of this.anybody) consider(entry, true, '');
    if (address === undefined) for (const { entries } of this.allBlocks.values()) for (const entry of entries) consider(entry, undefined, 'network-policy/address-not-known');
    else if (takesBlocks !== false) for (const entry of this.blocksAt(address)) consider(entry, takesBlocks, 'network-policy/block-on-pod');
    if (pod !== undefined) for (const entry of this.pods) consider(entry, this.selects(entry, pod), 'network-policy/labels-not-known');
    for (const entry of this.entities) consider(entry, anyOf(entry.rule.entities.map(isEntity)), 'network-policy/entity');
    return best?.match;
  }

  /** Probes ask for few addresses again and again. */
  private blocksAt(address: Address): readonly Entry<PolicyRule>[] {
    const known = this.atAddress.get(address.key);
    if (known !== undefined) return known;
    const found = this.blocks.at(address).filter(({ block }) => !block.except.some((part) => contains(part, address))).flatMap(({ entries }) => entries);
    if (this.atAddress.size >= MOST_ADDRESSES) this.atAddress.clear();
    this.atAddress.set(address.key, found);
    return found;
  }

  private file(entry: Entry<PolicyRule>): void {
    if (entry.rule.peers === undefined) this.anybody.push(entry);
    for (const peer of entry.rule.peers ?? []) {
      if ('network' in peer) {
        const key = [peer.network, ...peer.except].map(({ version, value, prefix }) => `${version}/${value}/${prefix}`).join(' ');
        const same = this.allBlocks.get(key);
        if (same === undefined) {
          const first: SameBlock = { block: peer, entries: [entry] };
          this.allBlocks.set(key, first);
          this.blocks.add(peer.network, first);
        } else {
          same.entries.push(entry);
        }
      } else {
        this.pods.push({ ...entry, peer });
      }
    }
  }

  private selects({ policy, peer: { namespaces, pods } }: Entry<PolicyRule> & { readonly peer: Pods }, pod: NonNullable<OtherEnd['pod']>): Tribool {
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

function anyOf(values: readonly Tribool[]): Tribool {
  return values.includes(true) ? true : values.includes(undefined) ? undefined : false;
}
