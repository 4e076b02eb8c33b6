import { App, Chart, Yaml } from 'cdk8s';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { CellMesh } from './cell-mesh';
import { unwatchChart } from './checks/watch-chart';

/** A file of manifests. */
export interface ManifestFile {
  readonly file: string;
  readonly text: string;
}

/** Files in the order of a safe first apply: what opens nothing first, what stops traffic outside the pod last. */
const FILES: readonly (readonly [file: string, kinds: readonly string[]])[] = [
  ['00-egress-gateway.yaml', ['Namespace', 'ServiceAccount', 'ConfigMap', 'Deployment', 'Service', 'PodDisruptionBudget']],
  ['10-service-entries.yaml', ['ServiceEntry']],
  ['15-access.yaml', ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']],
  ['20-peer-authentications.yaml', ['PeerAuthentication']],
  ['30-authorization-policies.yaml', ['AuthorizationPolicy']],
  ['40-virtual-hosts.yaml', ['DestinationRule', 'Gateway', 'VirtualService']],
  ['50-sidecars.yaml', ['Sidecar']],
  ['60-network-policies.yaml', ['CiliumNetworkPolicy', 'FQDNNetworkPolicy', 'NetworkPolicy']],
];

/**
 * The manifests of a cell as `eic synth` writes them; files without objects are left out.
 * @throws ValidationError with everything the mesh cannot express
 */
export function renderManifests(cell: EdgeIntegrationCell): ManifestFile[] {
  const chart = new Chart(new App(), cell.name, { disableResourceNameHashes: true });
  new CellMesh(chart, 'Cell', { cell });
  // The checks look for what others put beside our objects; that ours pass them is a test (test/cluster/checks).
  unwatchChart(chart);
  const objects = chart.toJson() as { readonly kind: string }[];
  const unplaced = objects.find(({ kind }) => !FILES.some(([, kinds]) => kinds.includes(kind)));
  if (unplaced !== undefined) throw new Error(`${unplaced.kind} has no place among the files of manifests`);
  return FILES.flatMap(([file, kinds]) => {
    const own = objects.filter(({ kind }) => kinds.includes(kind));
    return own.length === 0 ? [] : [{ file, text: Yaml.stringify(...own) }];
  });
}
