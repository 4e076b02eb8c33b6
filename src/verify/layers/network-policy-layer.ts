import { Definition, dnsLocation } from '../../cell';
import { kept } from '../kept';
import { NetworkPolicies, podsOfObjects } from '../kubernetes';
import { absent, Layer, LayerAnswer } from '../layer';
import { protectedNamespaces } from '../pods';
import { Probe } from '../probes/probe';
import { QuestionSet } from '../probes/question-set';
import { ReadObject } from '../read';
import { RESIDUALS } from '../residuals';
import { API_SERVER_POD, CALLER_NAMESPACE } from '../world';
import { addressOfReached, Mesh } from './mesh';
import { Connection } from '../connection';
import { isTcp } from '../permissions';
import { LayerVerdict } from '../verdict';

/** The NetworkPolicies of the pod that connects. A deny is proof only where the cluster is said to enforce them. */
export class NetworkPolicyLayer implements Layer {
  public readonly name = 'network-policy';
  public readonly kind = 'network-policy';
  private readonly policies: NetworkPolicies;
  private readonly protected: ReadonlySet<string>;
  private readonly isProven: boolean;
  private readonly unproven = new Map<LayerVerdict, LayerAnswer>();
  private readonly addresses: ReadonlyMap<string, readonly string[]>;

  public constructor(world: readonly ReadObject[], private readonly mesh: Mesh, definition: Definition, { book }: Pick<QuestionSet, 'book'>) {
    const { cluster, egress } = definition;
    const pods = podsOfObjects(world).filter(({ name, namespace }) => name !== API_SERVER_POD && namespace !== CALLER_NAMESPACE);
    this.addresses = new Map(pods.map(({ namespace, name, addresses }) => [`${namespace}/${name}`, addresses]));
    this.policies = new NetworkPolicies(world, pods, {
      ...(cluster.cni.name === undefined ? {} : { cni: cluster.cni.name }), ...(cluster.cni.version === undefined ? {} : { cniVersion: cluster.cni.version }),
      // As `egress.fqdnPolicy: gke` is refused without it, so a cluster of GKE with that value has it.
      dataplaneV2: cluster.platform === 'gke' && egress.fqdnPolicy === 'gke', nodeNetworks: cluster.nodeCidrs, apiServer: cluster.apiServer?.cidrs ?? [],
      dns: dnsLocation(cluster), answers: book.entries,
    });
    this.protected = new Set(protectedNamespaces(definition));
    this.isProven = cluster.cni.networkPolicy === true;
  }

  public judge(probe: Probe): LayerAnswer {
    const { direction, origin, connection, backend } = probe;
    if (direction !== 'egress' || origin.namespace === undefined || !this.protected.has(origin.namespace)) return NOT_ON_THE_WAY;
    const seen = backend === undefined ? connection : { ...connection, to: { ...connection.to, ...backend } };
    const answer = backend === undefined && isTcp(connection.protocol) ? this.alongTheWay(probe, seen) : this.policies.egress(seen);
    return answer.verdict === 'deny' && !this.isProven ? kept(this.unproven, answer, () => ({ ...answer, unproven: RESIDUALS.notProven.code })) : answer;
  }

  /** By egress gateway and SNI proxy each part of the way has policies of its own, at both ends inside the cluster. */
  private alongTheWay(probe: Probe, direct: Connection): LayerVerdict {
    const { hops, reached, verdict } = this.mesh.judge(probe);
    if (!hops.some(({ role }) => role === 'gateway')) return this.policies.egress(direct);
    const answers: LayerVerdict[] = [];
    let { from } = direct;
    for (const { at, port } of hops) {
      const address = this.addresses.get(at)?.[0];
      if (port === undefined || address === undefined) continue;
      const leg: Connection = { ...direct, from, to: { host: null, address, port } };
      answers.push(this.policies.egress(leg), this.policies.ingress(leg));
      const [namespace, pod] = at.split('/') as [string, string];
      from = { namespace, pod, podAddresses: this.addresses.get(at)!, egressAddresses: direct.from.egressAddresses };
    }
    // A neighbour's own address is asked about, though a gateway that resolves names never dials it.
    const address = probe.expected === 'deny' ? direct.to.address : addressOfReached(reached) ?? direct.to.address;
    if (verdict === 'allow') answers.push(this.policies.egress({ ...direct, from, to: { ...direct.to, address } }));
    return answers.find((one) => one.verdict === 'deny') ?? answers.find((one) => one.verdict === 'unknown') ?? answers.at(-1)!;
  }
}

const NOT_ON_THE_WAY = absent('network-policy', 'network-policy/not-on-the-way');
