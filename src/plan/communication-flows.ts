import { cloudConnectorHosts, COMMUNICATION_FLOWS, CommunicationFlow, ELM_NAMESPACE, FLOW_PORT, SOURCES } from '../catalog';
import type { Definition } from '../cell/definition';
import { documentedHosts, Landscape } from '../cell/rules';
import { compareText } from '../errors';
import { componentsAsSources, Draft } from './draft';
import { Reason } from './flow';

/** SAP's table of communication flows. Application Monitoring depends on the Cloud Connector. */
export function communicationFlows(definition: Definition, landscape: Landscape): Draft[] {
  return [...COMMUNICATION_FLOWS.values()].flatMap((flow) =>
    (flow.id === 'application-monitoring' ? applicationMonitoring(flow, definition, landscape) : outbound(flow, definition, landscape)));
}

function outbound(flow: CommunicationFlow, definition: Definition, landscape: Landscape): Draft[] {
  const settings = settingsOf(flow, definition);
  const isStore = flow.id === 'content-deployment';
  const narrowed = definition.btp.narrow === 'region' && !isStore && settings?.hosts === undefined;
  const documented: Reason = {
    text: `${flow.title}: ${isStore ? `${flow.target} on ${landscape.infrastructure}` : flow.target}${flow.note === undefined ? '' : ` (${flow.note})`}`,
    source: isStore && landscape.objectStore !== undefined ? landscape.objectStore.source : flow.source,
  };
  const row = {
    id: flow.id,
    from: componentsAsSources(flow.components, definition),
    cidrs: settings?.addresses ?? [],
    addressBound: false, // private endpoints stand beside SAP's public addresses
    ports: settings?.ports ?? [FLOW_PORT],
    protocol: flow.protocol,
    transport: 'https',
    path: `btp.flows.${flow.id}`,
  } as const;
  const main: Draft = {
    ...row,
    hosts: settings?.hosts ?? (narrowed ? regionalHosts(landscape) : documentedHosts(flow.id, landscape)),
    evidence: settings?.hosts !== undefined ? 'declared' : narrowed ? 'inferred' : flow.evidence,
    reasons: [
      documented,
      ...(settings?.hosts === undefined ? [] : [{ text: 'hosts given in the definition', source: `btp.flows.${flow.id}.hosts` }]),
      ...(narrowed ? [{ text: `hosts narrowed to the region ${landscape.region}`, source: 'btp.narrow' }] : []),
    ],
  };
  return [main, ...extraHosts(main, settings)];
}

/** Hosts outside SAP's pattern are a row of their own: a widening, with its reasons. */
function extraHosts(main: Draft, settings: ReturnType<typeof settingsOf>): Draft[] {
  const extras = [...settings?.extraHosts ?? []].sort((a, b) => compareText(a.host, b.host) || compareText(a.reason, b.reason));
  if (extras.length === 0) return [];
  const path = `btp.flows.${main.id}`;
  return [{
    ...main,
    part: 'extra',
    hosts: extras.map(({ host }) => host),
    evidence: 'declared',
    reasons: extras.map(({ host, reason }) => ({ text: `${host}: ${reason}`, source: `${path}.extraHosts` })),
    path,
  }];
}

function applicationMonitoring(flow: CommunicationFlow, definition: Definition, landscape: Landscape): Draft[] {
  const { services: { cloudConnector: { mode, sources, apiServer } }, cluster, ingress } = definition;
  const settings = settingsOf(flow, definition);
  if (mode === 'embedded') {
    const connector = cloudConnectorHosts(landscape.region, landscape.infrastructure!, landscape.domain!);
    const given = settings?.hosts !== undefined;
    const tunnel: Draft = {
      id: flow.id,
      from: [{ namespace: ELM_NAMESPACE, component: 'cloud-connector' }],
      hosts: settings?.hosts ?? connector.tunnel,
      cidrs: settings?.addresses ?? [],
      addressBound: false,
      ports: settings?.ports ?? [FLOW_PORT],
      protocol: 'tls',
      transport: 'https', // TLS with a server name on a web port: firewalls match it as HTTPS
      evidence: given ? 'declared' : connector.evidence,
      reasons: [
        { text: `${flow.title}: ${flow.target}; the embedded Cloud Connector dials out, nothing is opened inwards`, source: flow.source },
        given ? { text: 'hosts given in the definition', source: `btp.flows.${flow.id}.hosts` }
          : { text: 'tunnel hosts of the landscape; the uc.platform.cloud.sap host is valid from 15 November 2026', source: connector.source },
      ],
      path: given ? `btp.flows.${flow.id}` : 'services.cloudConnector',
    };
    return [tunnel, ...extraHosts(tunnel, settings)];
  }
  if (mode === 'none') return [];
  const reason: Reason = { text: `${flow.title}: ${flow.target}; the external Cloud Connector calls the API virtual host`, source: SOURCES.externalConnector };
  const row = {
    id: flow.id, direction: 'ingress', from: sources.map((cidr) => ({ cidr })), protocol: 'https', transport: 'https', evidence: 'documented', path: 'services.cloudConnector',
  } as const;
  return [
    { ...row, hosts: [ingress.virtualHosts.api.host], component: 'edge-api', ports: [FLOW_PORT], reasons: [reason] },
    ...(apiServer && cluster.apiServer !== undefined ? [{
      ...row, part: 'api-server', cidrs: cluster.apiServer.cidrs, ports: [cluster.apiServer.port], network: 'private' as const,
      reasons: [{ text: `${flow.title}: system mapping of the Kubernetes API server`, source: 'services.cloudConnector.apiServer' }],
    }] : []),
  ];
}

function regionalHosts({ region, parent, domain }: Landscape): string[] {
  return [`*.${region}.${domain}`, `*.${parent}.${domain}`];
}

function settingsOf({ id }: CommunicationFlow, { btp }: Definition) {
  return btp.flows[id as keyof typeof btp.flows];
}
