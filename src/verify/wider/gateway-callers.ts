import { Definition } from '../../cell';
import { EdgeIntegrationCell } from '../../edge-integration-cell';
import { KINDS, Problem, problemOf } from '../../errors';
import { GatewayArrival, principalOf } from '../istio';
import { Layer } from '../layer';
import { SidecarLayer } from '../layers/sidecar-layer';
import { SamplePod } from '../pods';
import { askerOf } from '../probes/collector';
import { Probe } from '../probes/probe';
import { QuestionSet } from '../probes/question-set';

/** Identities that are shown of many. */
const SHOWN = 3;

/** One port and server name of the egress gateway, and the connections of the plan that come in there. */
interface Entrance {
  readonly arrival: GatewayArrival;
  readonly probes: Probe[];
}

/**
 * Whom the egress gateway serves beyond the plan. Sidecars stop such pods before, so that no question gets there; but the gateway is told to know who asks,
 * so that a pod without its sidecar gets no further. Accounts are told apart where the definition names them, else namespaces.
 */
export function gatewayCallers({ definition }: EdgeIntegrationCell, questions: QuestionSet, layers: readonly Layer[]): Problem[] {
  const sidecars = layers.find((layer): layer is SidecarLayer => layer instanceof SidecarLayer);
  if (sidecars === undefined || definition.enforcement !== 'enforce' || !definition.egress.gateway.enabled) return [];
  const { mesh } = sidecars;
  const entrances = new Map<string, Entrance>();
  for (const probe of questions.probes.filter(({ kind, direction, connection }) => kind === 'own' && direction === 'egress' && connection.from.pod !== undefined)) {
    for (const arrival of mesh.arrivalsOf(probe)) {
      const key = `${arrival.pod} ${arrival.port} ${arrival.wire.layers[0]?.serverName}`;
      const entrance = entrances.get(key) ?? { arrival, probes: [] };
      entrances.set(key, entrance);
      entrance.probes.push(probe);
    }
  }
  const pods = questions.pods.filter(({ inMesh, role }) => inMesh && role !== 'gateway');
  return [...entrances.values()].flatMap(({ arrival, probes }) => {
    const mayUse = (pod: SamplePod) => {
      const { origin, from } = askerOf(pod);
      return probes.some(({ connection }) => questions.permissions.permits(origin, { ...connection, from }) !== undefined);
    };
    const users = pods.filter(mayUse);
    const served = strangersTo(users, pods, definition).filter((principal) => mesh.takesFrom(arrival, principal).verdict === 'allow');
    if (served.length === 0) return [];
    const { to, serverName } = probes[0]!.connection;
    const { file, object, path } = mesh.takesFrom(arrival, served[0]!).rule!;
    const who = `${served.slice(0, SHOWN).map((principal) => principal ?? 'nobody in particular').join(', ')}${served.length > SHOWN ? ` and ${served.length - SHOWN} more` : ''}`;
    const message = `must serve those alone that the plan names, got: ${who} at the egress gateway for ${serverName ?? to.host ?? to.address}:${to.port} by ${object} ${path}; let its AuthorizationPolicy name them, as eic synth writes it`;
    return [{ ...problemOf(KINDS.widerThanPlan, '', message), file }];
  });
}

/** Identities of no user, and nobody. A namespace whose accounts the definition does not name is one identity. */
function strangersTo(users: readonly SamplePod[], pods: readonly SamplePod[], { cluster, egress }: Definition): readonly (string | null)[] {
  const isKnown = ({ component }: SamplePod) => egress.componentScope === 'component' && component !== undefined && cluster.components[component]?.serviceAccount !== undefined;
  const identityOf = (pod: SamplePod) => principalOf(pod, cluster.trustDomain);
  const namespaces = new Set(users.filter((pod) => !isKnown(pod)).map(({ namespace }) => namespace));
  const accounts = new Set(users.map(identityOf));
  const others = pods.filter((pod) => !namespaces.has(pod.namespace) && !accounts.has(identityOf(pod))).map(identityOf);
  return [...new Set(others), null];
}
