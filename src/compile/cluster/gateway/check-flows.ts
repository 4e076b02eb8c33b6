import { Definition } from '../../../cell';
import { child } from '../../../cell/spec';
import { KINDS, Problems } from '../../../errors';
import { ConnectivityPlan, Flow } from '../../../plan';
import { flowsFrom, protectedNamespaces } from '../scopes';
import { usesGateway, usesSniProxy } from './settings';

/** What the egress gateway cannot carry is refused: to let it leave by the sidecars instead would be wider than asked. */
export function checkGatewayFlows(definition: Definition, plan: ConnectivityPlan, problems: Problems): void {
  if (!usesGateway(definition)) return;
  const flows = new Set(protectedNamespaces(definition).flatMap((namespace) => flowsFrom(namespace, plan)));
  for (const flow of plan.egress.filter((one) => flows.has(one))) {
    if (flow.transport === 'udp') continue; // refused without addresses wherever it leaves
    if (flow.transport === 'http') checkHttp(flow, problems);
    else if (flow.transport === 'tcp') checkAddresses(flow, problems);
    else if (!usesSniProxy(definition)) checkWildcards(flow, definition, problems);
  }
}

/** Behind a gateway neither NONE nor DYNAMIC_DNS leads anywhere (measured: istio-dataplane, egress-gateway). */
function checkWildcards(flow: Flow, { egress }: Definition, problems: Problems): void {
  const wild = flow.to.hosts.filter(({ wildcard }) => wildcard);
  if (wild.length === 0) return;
  problems.must(KINDS.cannotExpress, child(flow.path, 'hosts'), `name exact hosts for flow ${flow.key} behind the egress gateway, which cannot forward a wildcard with egress.wildcards: ${egress.wildcards}`,
    wild.join(' '), 'name exact hosts, or use egress.wildcards: sniProxy with egress.sniProxy.image');
}

function checkHttp(flow: Flow, problems: Problems): void {
  problems.must(KINDS.cannotExpress, flow.path, `not be plain HTTP behind the egress gateway: the route of flow ${flow.key} is not one that was measured`, flow.protocol,
    'use https, or reach it by address with protocol tcp');
}

/** The gateway dials itself, so it must know the one address of each destination: a network has none. */
function checkAddresses(flow: Flow, problems: Problems): void {
  const networks = flow.to.cidrs.filter(({ isSingle }) => !isSingle);
  if (networks.length === 0) return;
  problems.must(KINDS.cannotExpress, child(flow.path, 'addresses'), `be single addresses for flow ${flow.key} behind the egress gateway, which dials them itself`, networks.join(' '),
    'list each address with /32 or /128');
}
