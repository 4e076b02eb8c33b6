import { Definition } from '../../cell';
import { NetworkPolicies, podsOfObjects } from '../kubernetes';
import { Layer, LayerAnswer } from '../layer';
import { protectedNamespaces } from '../pods';
import { Probe } from '../probes/probe';
import { ReadObject } from '../read';
import { RESIDUALS } from '../residuals';
import { API_SERVER_POD, CALLER_NAMESPACE } from '../world';
import { CODES } from './codes';

/** The NetworkPolicies of the pod that connects. A deny is proof only where the cluster is said to enforce them. */
export class NetworkPolicyLayer implements Layer {
  public readonly name = 'network-policy';
  public readonly kind = 'network-policy';
  private readonly policies: NetworkPolicies;
  private readonly protected: ReadonlySet<string>;
  private readonly isProven: boolean;

  public constructor(world: readonly ReadObject[], definition: Definition) {
    const { cluster } = definition;
    this.policies = new NetworkPolicies(world, podsOfObjects(world).filter(({ name, namespace }) => name !== API_SERVER_POD && namespace !== CALLER_NAMESPACE), {
      ...(cluster.cni.name === undefined ? {} : { cni: cluster.cni.name }), nodeNetworks: cluster.nodeCidrs, apiServer: cluster.apiServer?.cidrs ?? [],
    });
    this.protected = new Set(protectedNamespaces(definition));
    this.isProven = cluster.cni.networkPolicy === true;
  }

  public judge({ direction, origin, connection, backend }: Probe): LayerAnswer {
    if (direction !== 'egress' || origin.namespace === undefined || !this.protected.has(origin.namespace)) {
      return { layer: this.name, verdict: 'absent', code: 'network-policy/not-on-the-way', text: CODES['network-policy/not-on-the-way']!, rule: null };
    }
    const seen = backend === undefined ? connection : { ...connection, to: { ...connection.to, ...backend } };
    const answer = this.policies.egress(seen);
    return answer.verdict === 'deny' && !this.isProven ? { ...answer, unproven: RESIDUALS.notProven.code } : answer;
  }
}
