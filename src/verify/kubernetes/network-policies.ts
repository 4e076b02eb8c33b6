import { readerOf } from './label-selector';
import { Lookups } from './lookups';
import { NamespaceLabels } from './namespace-labels';
import { Direction, Transport } from './network-policy';
import { Address, addressOf, contains, Network, networkOf } from './networks';
import { OtherPolicy } from './other-policies';
import { Asked, Found, Match, OtherEnd, PodRules } from './pod-rules';
import { PolicyPod } from './policy-pod';
import { PlugIn, ReadPolicies } from './read-policies';
import { Tribool } from './values';
import { Connection, WireProtocol } from '../connection';
import { kept } from '../kept';
import { ReadObject } from '../read/objects';
import { LayerDecision, LayerVerdict, RuleReference } from '../verdict';

/** What the evaluation of NetworkPolicies depends on besides the objects. */
export interface NetworkPolicyOptions extends PlugIn {
  /** The network plug-in: `cilium`, `calico`, `ovn-kubernetes`, `aws-vpc-cni`, `antrea`, or another.
   * @default - not known: where plug-ins differ, the verdict is unknown */
  readonly cni?: string;
  /** Networks of the nodes.
   * @default - none */
  readonly nodeNetworks?: readonly string[];
  /** Networks of the API server.
   * @default - none */
  readonly apiServer?: readonly string[];
  /** Which pods are the cluster's DNS, and their ports.
   * @default - not known: that a rule by name allows a connection is never certain with Cilium */
  readonly dns?: { readonly namespace: string; readonly selector: Readonly<Record<string, string>>; readonly ports: readonly number[] };
  /** What DNS answers: names, in lower case, with an address each.
   * @default - only what a connection says of itself */
  readonly answers?: Iterable<readonly [name: string, address: string]>;
}

interface Selected {
  readonly rules: PodRules;
  readonly others: readonly OtherPolicy[];
  /** What the network plug-in learns from the pod's DNS. */
  readonly lookups: Lookups;
  /** What is said of connections that no rule allows. */
  readonly closed: LayerVerdict;
  /** Verdicts by the place of the other end, then by protocol and port. */
  readonly byPlace: Map<object, Map<string, LayerVerdict>>;
}

/** Plug-ins that compare blocks with the addresses of pods too; Cilium never does (docs.cilium.io, layer 3 policies, "IP/CIDR based"). */
const COMPARE_PODS = ['antrea', 'aws-vpc-cni', 'calico', 'ovn-kubernetes'];
/** Where the DNS cache of a node listens (kubernetes.io/docs/tasks/administer-cluster/nodelocaldns). */
const NODE_LOCAL_DNS = addressOf('169.254.20.10');
const TRANSPORTS: Readonly<Record<WireProtocol, Transport | undefined>> = { tls: 'TCP', http: 'TCP', tcp: 'TCP', udp: 'UDP', quic: 'UDP', icmp: undefined };

/**
 * Says what NetworkPolicies do with a connection (kubernetes.io/docs/concepts/services-networking/network-policies): policies that select a pod close it for
 * their direction, and their rules add up. With Cilium its own policies are part of it, and with GKE Dataplane V2 its policies by name; other kinds of
 * policies make the verdict unknown for the pods that they select. Whether the network plug-in enforces policies at all is for the caller to know.
 */
export class NetworkPolicies {
  private readonly namespaces: NamespaceLabels;
  private readonly policies: ReadPolicies;
  private readonly pods = new Map<string, PolicyPod>();
  private readonly podsByAddress = new Map<string, PolicyPod>();
  private readonly selected: Readonly<Record<Direction, Map<PolicyPod, Selected>>> = { egress: new Map(), ingress: new Map() };
  private readonly ends = new Map<string, Pick<Asked, 'other' | 'namedPorts' | 'names'>>();
  private readonly nodes: readonly Network[];
  private readonly apiServer: readonly Network[];
  /** Names by the address that DNS gives for them. */
  private readonly names = new Map<string, string[]>();
  private readonly dnsPods: readonly PolicyPod[];

  /** @param pods who is known to the cluster: connections start and end at them */
  public constructor(objects: readonly ReadObject[], pods: readonly PolicyPod[], private readonly options: NetworkPolicyOptions = {}) {
    const networks = (texts: readonly string[] = []) => texts.map(networkOf).filter((network) => network !== undefined);
    this.nodes = networks(options.nodeNetworks);
    this.apiServer = networks(options.apiServer);
    this.namespaces = new NamespaceLabels(objects);
    this.policies = new ReadPolicies(objects, options);
    for (const pod of pods) {
      this.pods.set(`${pod.namespace}/${pod.name}`, pod);
      if (pod.hostNetwork !== true) for (const address of pod.addresses) this.podsByAddress.set(addressOf(address).key, pod);
    }
    for (const [name, address] of options.answers ?? []) {
      const { key } = addressOf(address);
      this.names.set(key, [...this.names.get(key) ?? [], name]);
    }
    const { dns } = options;
    const isDns = ({ namespace, labels }: PolicyPod) => namespace === dns?.namespace && Object.entries(dns.selector).every(([key, value]) => labels[key] === value);
    this.dnsPods = pods.filter(isDns);
  }

  /** What the policies of the pod that connects say. */
  public egress(connection: Connection): LayerVerdict {
    const { from, to } = connection;
    if (from.namespace === undefined || from.pod === undefined) return verdict('absent', 'not-a-pod', 'The connection does not start at a pod.');
    const pod = this.pods.get(`${from.namespace}/${from.pod}`);
    if (pod === undefined) return verdict('unknown', 'pod-not-known', `Nothing is known of the pod ${from.namespace}/${from.pod}.`);
    const { other, namedPorts, names } = kept(this.ends, to.address, () => this.endAt(to.address));
    const judge = () => this.judge(pod, 'egress', connection, { other, namedPorts, lookedUp: to.host, names: to.host === null ? names : [to.host, ...names] });
    const { rules, byPlace } = this.selecting(pod, 'egress');
    const place = rules.placeOf(other);
    return place === undefined ? judge() : kept(kept(byPlace, place, () => new Map<string, LayerVerdict>()), `${connection.protocol} ${to.port}`, judge);
  }

  /** Who is at the address, as rules of the sender see it. */
  private endAt(text: string): Pick<Asked, 'other' | 'namedPorts' | 'names'> {
    const called = this.podAt(text);
    const address = addressOf(text);
    const other = this.otherEnd(address, called === undefined ? undefined : { namespace: called.namespace, labels: readerOf(called.labels) });
    return { other, namedPorts: called === undefined ? null : called.namedPorts, names: this.names.get(address.key) ?? [] };
  }

  /** What the policies of the pod that is called say. */
  public ingress(connection: Connection): LayerVerdict {
    const { from, to } = connection;
    const pod = this.podAt(to.address);
    if (pod === undefined) return verdict('absent', 'not-a-pod', 'The connection does not end at a pod.');
    const caller = from.namespace === undefined || from.pod === undefined ? undefined : this.pods.get(`${from.namespace}/${from.pod}`);
    const { version } = addressOf(to.address);
    const addresses = (from.namespace === undefined ? from.egressAddresses : from.podAddresses ?? caller?.addresses ?? []).map(addressOf);
    const labels = caller === undefined ? () => undefined : readerOf(caller.labels);
    const other = this.otherEnd(addresses.find((address) => address.version === version), from.namespace === undefined ? undefined : { namespace: from.namespace, labels });
    return this.judge(pod, 'ingress', connection, { other, namedPorts: pod.namedPorts, lookedUp: null, names: [] });
  }

  private judge(pod: PolicyPod, direction: Direction, { protocol, to: { port } }: Connection, asked: Pick<Asked, 'other' | 'namedPorts' | 'lookedUp' | 'names'>): LayerVerdict {
    const id = `${pod.namespace}/${pod.name}`;
    if (pod.hostNetwork === true) return verdict('absent', 'host-network', `${id} is on the network of its node; most network plug-ins do not apply policies there.`);
    const { rules, others, lookups, closed } = this.selecting(pod, direction);
    const transport = TRANSPORTS[protocol];
    // A policy that is not understood may let DNS pass beside the proxy.
    const learns = (name: string) => (others.length > 0 ? undefined : lookups.learns(name));
    const found = transport === undefined ? {} : rules.match({ ...asked, transport, port, learns });
    const doubt = others.find(({ isAdditive, isBaseline }) => !(isBaseline && rules.policies.length > 0) && !(isAdditive && found.match?.isCertain === true));
    if (doubt !== undefined) return ofDoubt(doubt, id);
    if (rules.policies.length === 0) return verdict('allow', 'not-selected', `No policy selects ${id} for ${direction}.`);
    if (transport === undefined) return verdict('cannot-see', 'no-transport', `What policies do with ${protocol.toUpperCase()} is left to the network plug-in.`);
    if (found.match !== undefined) return ofMatch(found.match);
    return found.refusal === undefined ? closed : ofRefusal(found.refusal, asked.lookedUp);
  }

  private selecting(pod: PolicyPod, direction: Direction): Selected {
    const known = this.selected[direction].get(pod);
    if (known !== undefined) return known;
    const labels = readerOf(pod.labels);
    const rules = new PodRules(this.policies.selecting(pod.namespace, labels), direction, (namespace) => this.namespaces.of(namespace));
    const selected: Selected = {
      rules,
      others: this.policies.others.filter((policy) => policy.selects(pod, this.namespaces.of(pod.namespace)) !== false),
      lookups: new Lookups(rules, this.placesOfDns()),
      closed: verdict('deny', 'no-rule', `${namesOf(rules)} close ${pod.namespace}/${pod.name} for ${direction}, and no rule of theirs allows it.`),
      byPlace: new Map(),
    };
    this.selected[direction].set(pod, selected);
    return selected;
  }

  /** Every way to the cluster's DNS. */
  private placesOfDns(): readonly Asked[] {
    const nothing = { lookedUp: null, names: [], learns: () => undefined };
    return this.dnsPods.flatMap(({ namespace, labels, addresses, namedPorts }) => addresses.flatMap((address) => {
      const other = this.otherEnd(addressOf(address), { namespace, labels: readerOf(labels) });
      return (this.options.dns?.ports ?? []).flatMap((port) => (['UDP', 'TCP'] as const).map((transport): Asked => ({ ...nothing, other, transport, port, namedPorts })));
    }));
  }

  private podAt(address: string): PolicyPod | undefined {
    return this.podsByAddress.get(addressOf(address).key);
  }

  private otherEnd(address: Address | undefined, pod: OtherEnd['pod']): OtherEnd {
    const { cni } = this.options;
    const isIn = (networks: readonly Network[]) => address !== undefined && networks.some((network) => contains(network, address));
    const isNode = isIn(this.nodes);
    const takesBlocks = pod !== undefined ? (cni === 'cilium' ? false : cni !== undefined && COMPARE_PODS.includes(cni) ? true : undefined) : !(isNode && cni === 'cilium');
    return {
      address, pod, takesBlocks,
      // Rules by name share the limits of blocks; whether blocks match nodes is a setting of Cilium (docs.cilium.io, "Selecting nodes with CIDR").
      isOutside: pod !== undefined ? false : isNode ? undefined : true,
      isEntity: (entity): Tribool => {
        if (entity === 'kube-apiserver') return this.apiServer.length > 0 || !isNode ? isIn(this.apiServer) : undefined;
        // Which node the pod is on is not known.
        return address?.key === NODE_LOCAL_DNS.key ? true : isNode ? undefined : false;
      },
    };
  }
}

function verdict(decision: LayerDecision, reason: string, text: string, rule: RuleReference | null = null): LayerVerdict {
  return { layer: 'network-policy', verdict: decision, code: `network-policy/${reason}`, text, rule };
}

function ofMatch({ policy: { object: { file, id } }, path, isCertain, code }: Match): LayerVerdict {
  const how = code === 'network-policy/rule-by-name' ? ', since DNS gives the address for a name of its own' : '';
  const text = isCertain ? `${path} of ${id} allows it${how}.` : `${path} of ${id} may allow it, and nothing else does${DOUBTS[code] ?? ''}.`;
  return { layer: 'network-policy', verdict: isCertain ? 'allow' : 'unknown', code, text, rule: { file, object: id, path } };
}

/** What to look at where a rule by name is not certain. */
const DOUBTS: Readonly<Record<string, string>> = {
  'network-policy/names-not-learned': ': the network plug-in learns addresses from DNS that goes through its proxy and nowhere else',
  'network-policy/pattern-not-known': ': the version of Cilium decides what its pattern matches',
};

function ofRefusal({ policy: { object: { file, id } }, path }: NonNullable<Found['refusal']>, name: string | null): LayerVerdict {
  return verdict('deny', 'name-refused', `${path} of ${id} leads to a DNS proxy, and neither it nor another rule looks ${name} up.`, { file, object: id, path });
}

function ofDoubt({ object: { file, id, value }, why }: OtherPolicy, pod: string): LayerVerdict {
  const reason = value.apiVersion === 'networking.k8s.io/v1' ? 'not-understood' : 'other-kind';
  return verdict('unknown', reason, `${id} selects ${pod}, or may, and is not understood: ${why}.`, { file, object: id, path: '' });
}

function namesOf({ policies }: PodRules): string {
  const names = policies.slice(0, 3).map(({ object: { id } }) => id);
  return `${names.join(', ')}${policies.length > 3 ? ` and ${policies.length - 3} more` : ''}`;
}
