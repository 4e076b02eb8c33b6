import { compareText, Problem } from '../../errors';
import { annotations } from './analyzers/annotations';
import { destinations } from './analyzers/destinations';
import { gatewayWorkloads } from './analyzers/gateway-workloads';
import { references } from './analyzers/references';
import { routes } from './analyzers/routes';
import { selectorsOfPods } from './analyzers/selectors';
import { services } from './analyzers/services';
import { telemetries } from './analyzers/telemetry';
import { workloads } from './analyzers/workloads';
import { ChartObjects } from './chart-objects';
import { Check } from './check';
import { CheckContext } from './context';
import { istioVersion } from './istio-version';
import { authorizationPolicies } from './istiod/authorization-policy';
import { destinationRules } from './istiod/destination-rule';
import { dryRun } from './istiod/dry-run';
import { exportTo } from './istiod/export-to';
import { gateways } from './istiod/gateway';
import { hosts } from './istiod/hosts';
import { ports } from './istiod/ports';
import { selectors } from './istiod/selectors';
import { serviceEntries } from './istiod/service-entry';
import { sidecars } from './istiod/sidecar';
import { virtualServices } from './istiod/virtual-service';
import { CheckedManifest } from './manifest';
import { Report } from './report';
import { dynamicDns } from './traps/dynamic-dns';
import { gatewaysOfHosts } from './traps/gateways';
import { hostsOfEntries } from './traps/hosts';
import { imports } from './traps/imports';
import { policyPorts } from './traps/policy-ports';
import { sidecarsOfPods } from './traps/sidecars';
import { tcpPorts } from './traps/tcp-ports';
import { unstable } from './traps/unstable';
import { wildcards } from './traps/wildcards';

const CHECKS: readonly Check[] = [
  istioVersion,
  authorizationPolicies, destinationRules, dryRun, exportTo, gateways, hosts, ports, selectors, serviceEntries, sidecars, virtualServices,
  dynamicDns, gatewaysOfHosts, hostsOfEntries, imports, policyPorts, sidecarsOfPods, tcpPorts, unstable, wildcards,
  annotations, destinations, gatewayWorkloads, references, routes, selectorsOfPods, services, telemetries, workloads,
];

/** Everything that the checks find in the manifests of a chart, as each of its cells sees them; ordered by construct and path. Pure. */
export function checkManifests(manifests: readonly CheckedManifest[], contexts: readonly CheckContext[]): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const context of contexts) {
    const chart = new ChartObjects(manifests, context);
    const report = new Report();
    for (const check of CHECKS) check(chart, report);
    for (const problem of report.problems) found.set(JSON.stringify([problem.construct, problem.path, problem.code, problem.message]), problem);
  }
  return [...found].sort(([a], [b]) => compareText(a, b)).map(([, problem]) => problem);
}
