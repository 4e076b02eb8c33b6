import type { Definition } from '../cell/definition';
import { landscapeOf } from '../cell/rules';
import { compareText, KINDS, Problems } from '../errors';
import { Port } from '../net';
import { communicationFlows } from './communication-flows';
import { ConnectivityPlan } from './connectivity-plan';
import { flowOf } from './draft';
import { compareFindings } from './finding';
import { acceptFindings, findingsOf } from './findings';
import { Flow } from './flow';
import { throughHttpProxy } from './http-proxy';
import { ingressFlows } from './ingress-flows';
import { remoteFlows } from './remote-flows';
import { serviceFlows } from './service-flows';

/** The plan of a definition without problems; what only the plan can see wrong goes to `problems`. */
export function planOf(definition: Definition, problems: Problems): ConnectivityPlan {
  const landscape = landscapeOf(definition);
  const outgoing = [...communicationFlows(definition, landscape), ...serviceFlows(definition, landscape), ...remoteFlows(definition)];
  const drafts = [...throughHttpProxy(outgoing, definition, problems), ...ingressFlows(definition)];
  const flows = drafts.map(flowOf).sort((a, b) => compareText(a.key, b.key));
  checkSameEndpoint(flows, problems);
  const findings = acceptFindings(findingsOf(flows, definition), definition, flows, problems);
  return new ConnectivityPlan(definition.name, flows, findings.sort(compareFindings));
}

/** One host and port has one protocol: a proxy or firewall could not tell two apart. */
function checkSameEndpoint(flows: readonly Flow[], problems: Problems): void {
  const claims = new Map<string, { readonly port: Port; readonly flow: Flow }[]>();
  for (const flow of flows) {
    if (flow.direction === 'ingress' || flow.via !== null || flow.id === 'dns') continue;
    for (const host of flow.to.hosts.map(String)) {
      const others = claims.get(host) ?? [];
      claims.set(host, others);
      for (const port of flow.ports) {
        const other = others.find((claim) => claim.port.overlaps(port) && !isSameProtocol(claim.flow, flow));
        if (other !== undefined) {
          problems.must(KINDS.hostTwice, flow.path, `speak ${other.flow.protocol} to ${host}:${port}, as ${other.flow.path} does`, flow.protocol,
            'correct the protocol or the port of one of them');
        }
      }
      for (const port of flow.ports) others.push({ port, flow });
    }
  }
}

/** Also HTTPS and WebSocket, which begin alike. */
function isSameProtocol(a: Flow, b: Flow): boolean {
  return a.protocol === b.protocol || (a.transport === 'https' && b.transport === 'https');
}
