import { readerOf } from './label-selector';
import { NamespaceLabels } from './namespace-labels';
import { Direction, Transport } from './network-policy';
import { Address, addressOf, contains, Network, networkOf } from './networks';
import { OtherPolicy } from './other-policies';
import { Match, OtherEnd, PodRules } from './pod-rules';
import { PolicyPod } from './policy-pod';
import { ReadPolicies } from './read-policies';
import { Tribool } from './values';
import { Connection, WireProtocol } from '../connection';
import { ReadObject } from '../read/objects';
import { LayerDecision, LayerVerdict, RuleReference } from '../verdict';

/** What the evaluation of NetworkPolicies depends on besides the objects. */
export interface NetworkPolicyOptions {
  /** The network plug-in: `cilium`, `calico`, `ovn-kubernetes`, `aws-vpc-cni`, `antrea`, or another.
   * @default - not known: where plug-ins differ, the verdict is unknown */
  readonly cni?: string;
  /** Networks of the nodes.
   * @default - none */
  readonly nodeNetworks?: readonly string[];
  /** Networks of the API server.
   * @default - none */
  readonly apiServer?: readonly string[];
}

interface Selected {
  readonly rules: PodRules;
  readonly others: readonly OtherPolicy[];
}

/** Plug-ins that compare blocks with the addresses of pods too; Cilium never does (docs.cilium.io, layer 3 policies, "IP/CIDR based"). */
const COMPARE_PODS = ['antrea', 'aws-vpc-cni', 'calico', 'ovn-kubernetes'];
/** Where the DNS cache of a node listens (kubernetes.io/docs/tasks/administer-cluster/nodelocaldns). */
const NODE_LOCAL_DNS = addressOf('169.254.20.10');
const TRANSPORTS: Readonly<Record<WireProtocol, Transport | undefined>> = { tls: 'TCP', http: 'TCP', tcp: 'TCP', udp: 'UDP', quic: 'UDP', icmp: undefined };

/**
 * Says what NetworkPolicies do with a connection (kubernetes.io/docs/concepts/services-networking/network-policies): policies that select a pod close it for
 * their direction, and their rules add up. With Cilium, its policies to entities are part of it; other kinds of policies make the verdict unknown for
 * the pods that they select. Whether the network plug-in enforces policies at all is for the caller to know.
 */
export class NetworkPolicies {
  private readonly namespaces: NamespaceLabels;
  private readonly policies: ReadPolicies;
  private readonly pods = new Map<string, PolicyPod>();
  private readonly podsByAddress = new Map<string, PolicyPod>();
  private readonly selected: Readonly<Record<Direction, Map<PolicyPod, Selected>>> = { egress: new Map(), ingress: new Map() };
  private readonly nodes: readonly Network[];
  private readonly apiServer: readonly Network[];

  /** @param pods who is known to the cluster: connections start and end at them */
  public constructor(objects: readonly ReadObject[], pods: readonly PolicyPod[], private readonly options: NetworkPolicyOptions = {}) {
    const networks = (texts: readonly string[] = []) => texts.map(networkOf).filter((network) => network !== undefined);
    this.nodes = networks(options.nodeNetworks);
    this.apiServer = networks(options.apiServer);
    this.namespaces = new NamespaceLabels(objects);
    this.policies = new ReadPolicies(objects, options.cni === undefined || options.cni === 'cilium');
    for (const pod of pods) {
      this.pods.set(`${pod.namespace}/${pod.name}`, pod);
      if (pod.hostNetwork !== true) for (const address of pod.addresses) this.podsByAddress.set(addressOf(address).key, pod);
    }
  }

  /** What the policies of the pod that connects say. */
  public egress(connection: Connection): LayerVerdict {
    const { from, to } = connection;
    if (from.namespace === undefined || from.pod === undefined) return verdict('absent', 'not-a-pod', 'The connection does not start at a pod.');
    const pod = this.pods.get(`${from.namespace}/${from.pod}`);
    if (pod === undefined) return verdict('unknown', 'pod-not-known', `Nothing is known of the pod ${from.namespace}/${from.pod}.`);
    const called = this.podAt(to.address);
    const address = addressOf(to.address);
    const other = this.otherEnd(address, called === undefined ? undefined : { namespace: called.namespace, labels: readerOf(called.labels) });
    return this.judge(pod, 'egress', other, connection, called === undefined ? null : called.namedPorts);
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
    return this.judge(pod, 'ingress', other, connection, pod.namedPorts);
  }

  private judge(pod: PolicyPod, direction: Direction, other: OtherEnd, { protocol, to: { port } }: Connection, namedPorts: PolicyPod['namedPorts'] | null): LayerVerdict {
    const id = `${pod.namespace}/${pod.name}`;
    if (pod.hostNetwork === true) return verdict('absent', 'host-network', `${id} is on the network of its node; most network plug-ins do not apply policies there.`);
    const { rules, others } = this.selecting(pod, direction);
    const transport = TRANSPORTS[protocol];
    const match = transport === undefined ? undefined : rules.match({ other, transport, port, namedPorts });
    const doubt = others.find(({ isAdditive, isBaseline }) => !(isBaseline && rules.policies.length > 0) && !(isAdditive && match?.isCertain === true));
    if (doubt !== undefined) return ofDoubt(doubt, id);
    if (rules.policies.length === 0) return verdict('allow', 'not-selected', `No policy selects ${id} for ${direction}.`);
    if (transport === undefined) return verdict('cannot-see', 'no-transport', `What policies do with ${protocol.toUpperCase()} is left to the network plug-in.`);
    return match === undefined ? verdict('deny', 'no-rule', `${namesOf(rules)} close ${id} for ${direction}, and no rule of theirs allows it.`) : ofMatch(match);
  }

  private selecting(pod: PolicyPod, direction: Direction): Selected {
    const known = this.selected[direction].get(pod);
    if (known !== undefined) return known;
    const labels = readerOf(pod.labels);
    const selected: Selected = {
      rules: new PodRules(this.policies.selecting(pod.namespace, labels), direction, (namespace) => this.namespaces.of(namespace)),
      others: this.policies.others.filter((policy) => policy.selects(pod, this.namespaces.of(pod.namespace)) !== false),
    };
    this.selected[direction].set(pod, selected);
    return selected;
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
  const text = isCertain ? `${path} of ${id} allows it.` : `${path} of ${id} may allow it, and nothing else does.`;
  return { layer: 'network-policy', verdict: isCertain ? 'allow' : 'unknown', code, text, rule: { file, object: id, path } };
}

function ofDoubt({ object: { file, id, value }, why }: OtherPolicy, pod: string): LayerVerdict {
  const reason = value.apiVersion === 'networking.k8s.io/v1' ? 'not-understood' : 'other-kind';
  return verdict('unknown', reason, `${id} selects ${pod}, or may, and is not understood: ${why}.`, { file, object: id, path: '' });
}

function namesOf({ policies }: PodRules): string {
  const names = policies.slice(0, 3).map(({ object: { id } }) => id);
  return `${names.join(', ')}${policies.length > 3 ? ` and ${policies.length - 3} more` : ''}`;
}
