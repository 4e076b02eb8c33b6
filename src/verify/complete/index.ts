import { EdgeIntegrationCell } from '../../edge-integration-cell';
import { KINDS, Problem, problemOf } from '../../errors';
import { FirewallTargets } from '../../read-cell';
import { Layer } from '../layer';
import { firewallLayers } from '../layers/firewall-layer';
import { ReadOutput } from '../read';
import { access } from './access';
import { egressAllows } from './egress-allows';
import { callerLists, peerAuthentications } from './inside';
import { cilium, networkPolicies } from './network-policies';
import { policiesByName } from './policies-by-name';
import { references } from './references';
import { requiredArguments } from './required-arguments';
import { serviceEntries } from './service-entries';
import { sidecars } from './sidecars';
import { virtualHosts } from './virtual-hosts';
import { Lack, Wanted } from './wanted';
import { LayerKind } from '../sight';
import { isOfCell, isOurs } from '../wider/own-objects';

const CLUSTER_CHECKS = [
  serviceEntries, sidecars, networkPolicies, cilium, policiesByName, peerAuthentications, callerLists, egressAllows, virtualHosts, gateway, access,
];

/** The checks of the egress gateway are loaded where there is one. */
function gateway(wanted: Wanted): readonly Lack[] {
  return wanted.definition.egress.gateway.enabled ? (require('./gateway') as typeof import('./gateway')).egressGateway(wanted) : [];
}

type FirewallCheck = (wanted: Wanted, output: ReadOutput, layers: readonly Layer[], targets: FirewallTargets) => readonly Lack[];

/** The checks of a cloud are loaded when there is a firewall of its kind. */
const FIREWALL_CHECKS: Readonly<Partial<Record<LayerKind, () => readonly FirewallCheck[]>>> = {
  'azure-firewall': () => [(require('./azure/flow-rules') as typeof import('./azure/flow-rules')).firewalls, (require('./azure') as typeof import('./azure')).azureFirewalls],
  'gcp-firewall': () => [(require('./gcp') as typeof import('./gcp')).gcpFirewalls],
  'aws-network-firewall': () => [(require('./aws') as typeof import('./aws')).awsGroups],
};

/**
 * What of the plan the objects of ours do not carry, though another rule or layer may hide that from every question: each flow is to have its own part
 * in each kind of object on its way. Says nothing of manifests that are not there, such as beside Terraform alone.
 */
export function narrowerThanPlan({ name, plan, definition }: EdgeIntegrationCell, output: ReadOutput, layers: readonly Layer[], targets: FirewallTargets = {}): Problem[] {
  const own = output.objects.filter(({ value }) => isOurs(value) && isOfCell(value, name));
  const wanted = new Wanted(definition, plan, own);
  const checks = own.length === 0 ? [] : CLUSTER_CHECKS;
  const kinds = new Set(firewallLayers(layers).map(({ kind }) => kind));
  const ofFirewalls = [...kinds].flatMap((kind) => FIREWALL_CHECKS[kind]?.() ?? []).flatMap((check) => check(wanted, output, layers, targets));
  return [...checks.flatMap((check) => check(wanted)), ...ofFirewalls, ...requiredArguments(output), ...references(output, name)]
    .map(({ file, rule, got, wayOut }) => ({ ...problemOf(KINDS.notFromThis, '', `must ${rule}, got: ${got}; ${wayOut}`), ...(file === undefined ? {} : { file }) }));
}
