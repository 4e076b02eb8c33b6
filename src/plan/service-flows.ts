import { cloudAlm, cloudConnectorHosts, edgeLifecycleManagement, ELM_NAMESPACE, NOTARY, REGISTRY, RUNTIME_NAMESPACE, ServiceHosts, SOURCES } from '../catalog';
import { Draft } from './draft';
import { dnsLocation } from '../cell/cluster-facts';
import type { Definition } from '../cell/definition';
import { Landscape } from '../cell/rules';

const ELM = [{ namespace: ELM_NAMESPACE }];
const CELL = [{ namespace: RUNTIME_NAMESPACE }];
const web = { ports: [443], protocol: 'https', transport: 'https' } as const;

/** SAP-side flows beyond the table, and what the cluster itself asks for: DNS and time. */
export function serviceFlows({ services, cluster }: Definition, landscape: Landscape): Draft[] {
  return [
    ...registry(services.registry),
    ...when(services.edgeLifecycleManagement.enabled, () => {
      const elm = edgeLifecycleManagement(landscape.region, landscape.domain!);
      return { id: 'edge-lifecycle-management', from: ELM, ...hostsOf(elm), ...web, reasons: [{ text: 'agent to the Edge Lifecycle Management service', source: elm.source }], path: 'services.edgeLifecycleManagement' };
    }),
    ...when(services.cloudConnector.mode === 'embedded', () => {
      const connector = cloudConnectorHosts(landscape.region, landscape.infrastructure!, landscape.domain!);
      return {
        id: 'cloud-connector', from: [{ namespace: ELM_NAMESPACE, component: 'cloud-connector' }], hosts: connector.control, evidence: connector.evidence,
        ports: [443], protocol: 'tls', transport: 'https', reasons: [{ text: 'notification and certificate signing of the embedded Cloud Connector', source: connector.source }], path: 'services.cloudConnector',
      };
    }),
    ...when(services.cloudAlm.enabled, () => {
      const alm = cloudAlm(services.cloudAlm.dataCenter!);
      return { id: 'cloud-alm', from: CELL, ...hostsOf(alm), ...web, reasons: [{ text: 'message monitoring in SAP Cloud ALM', source: alm.source }], path: 'services.cloudAlm' };
    }),
    ...when(services.identityAuthentication.enabled, () => ({
      id: 'identity-authentication', from: CELL, hosts: services.identityAuthentication.hosts, ...web, evidence: 'declared',
      reasons: [{ text: 'tenant of Identity Authentication', source: SOURCES.identity }], path: 'services.identityAuthentication',
    })),
    ...Object.entries(services.identityProviders).map(([key, { host, port }]): Draft => ({
      id: `identity-provider/${key}`, from: [{ namespace: RUNTIME_NAMESPACE, component: 'policyengine' }], hosts: [host], ...web, ports: [port], evidence: 'declared',
      reasons: [{ text: 'OpenID Connect provider of API artifacts', source: `services.identityProviders.${key}` }], path: `services.identityProviders.${key}`,
    })),
    ...when(services.focusedRun.enabled, () => ({
      id: 'focused-run', from: CELL, hosts: [services.focusedRun.host!], cidrs: services.focusedRun.addresses, ...web, ports: [services.focusedRun.port],
      network: services.focusedRun.addresses.length > 0 ? 'private' : 'internet', evidence: 'declared',
      reasons: [{ text: 'message monitoring in SAP Focused Run', source: 'services.focusedRun' }], path: 'services.focusedRun',
    })),
    ...when(services.revocation.enabled, () => ({
      id: 'revocation', from: CELL, hosts: services.revocation.hosts, ports: [80], protocol: 'http', transport: 'http', evidence: 'declared',
      reasons: [{ text: 'revocation lists and OCSP', source: 'services.revocation' }], path: 'services.revocation',
    })),
    ...platform(cluster),
  ];
}

function registry({ enabled, hosts, ports, pulledBy }: Definition['services']['registry']): Draft[] {
  if (!enabled) return [];
  const mirror = hosts.length > 0;
  return [{
    id: 'registry',
    from: pulledBy === 'nodes' ? [{ nodes: true }] : ELM,
    hosts: mirror ? hosts : REGISTRY.hosts,
    ports, protocol: 'https', transport: 'https',
    evidence: mirror ? 'declared' : REGISTRY.evidence,
    reasons: mirror ? [{ text: 'container images from your mirror', source: 'services.registry.hosts' }] : [
      { text: 'container images from SAP', source: REGISTRY.source },
      { text: `signatures of images (${NOTARY.hosts.join(', ')})`, source: NOTARY.source },
    ],
    path: 'services.registry',
  }];
}

function platform(cluster: Definition['cluster']): Draft[] {
  const { dns, ntp } = cluster;
  const servers = ntp.filter((text) => text.includes('/'));
  const names = ntp.filter((text) => !text.includes('/'));
  const dnsRow = {
    id: 'dns', cidrs: dns.upstream, ports: [53], protocol: 'dns', evidence: 'declared', network: 'private',
    from: [{ namespace: dnsLocation(cluster).namespace }], reasons: [{ text: 'servers that the cluster\'s DNS asks', source: 'cluster.dns.upstream' }], path: 'cluster.dns.upstream',
  } as const;
  const ntpRow = {
    id: 'ntp', from: [{ nodes: true }], ports: [123], protocol: 'ntp', transport: 'udp', evidence: 'declared',
    reasons: [{ text: 'time of the nodes; a skewed clock breaks tokens and the keystore', source: SOURCES.prepare }], path: 'cluster.ntp',
  } as const;
  return [
    ...(dns.upstream.length > 0 ? [{ ...dnsRow, transport: 'udp' as const }, { ...dnsRow, part: 'tcp', transport: 'tcp' as const }] : []),
    ...(servers.length > 0 ? [{ ...ntpRow, cidrs: servers, network: 'private' as const, part: 'addresses' }] : []),
    ...(names.length > 0 ? [{ ...ntpRow, hosts: names }] : []),
  ];
}

function hostsOf({ hosts, evidence }: ServiceHosts) {
  return { hosts, evidence };
}

function when(condition: boolean, draft: () => Draft): Draft[] {
  return condition ? [draft()] : [];
}
