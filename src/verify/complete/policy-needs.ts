import { gatewayOf, gatewayPort } from './gateway/pods';
import { EgressNeed } from './policy-rules';
import { eachPort, Wanted } from './wanted';
import { Definition, dnsLocation } from '../../cell';
import { Cidr } from '../../net';
import { Flow } from '../../plan';

const INTERNET = { 4: '0.0.0.0/0', 6: '2000::/3' } as const;
const NODE_LOCAL_DNS = '169.254.20.10/32';
const NODE_LOCAL_PODS = { 'k8s-app': 'node-local-dns' };
/** Port of istiod for proxies (istio.io, "Ports used by Istio"). */
const ISTIOD_PORT = 15012;

type Plan = Pick<Wanted, 'definition' | 'enforced'>;

/** What every pod of the cell needs of the cluster. */
export function clusterNeeds({ definition, enforced, namespaces }: Wanted): EgressNeed[] {
  const { apiServer } = definition.cluster;
  return [
    ...namespaces.map((namespace): EgressNeed => ({ what: `calls to ${namespace}`, to: { namespace } })),
    ...proxyNeeds({ definition, enforced }),
    ...(apiServer?.cidrs ?? []).map((cidr): EgressNeed => ({ what: `the API server ${cidr}`, to: { cidr: String(Cidr.trusted(cidr)) }, ports: onPort('TCP', apiServer!.port) })),
  ];
}

/** What every pod with a proxy of Istio needs: DNS and the control plane. */
export function proxyNeeds({ definition: { cluster, egress }, enforced }: Plan): EgressNeed[] {
  const dns = dnsLocation(cluster);
  // Cilium looks into DNS only where no other policy lets it pass.
  const inspected = enforced && egress.fqdnPolicy === 'cilium';
  const both = (port: number, to: EgressNeed['to'], what: string) => (['TCP', 'UDP'] as const).map((protocol): EgressNeed => ({ what: `${what} over ${protocol}`, to, ports: onPort(protocol, port) }));
  return [
    ...(inspected ? [] : dns.ports.flatMap((port) => both(port, { namespace: dns.namespace, labels: dns.selector }, `DNS on port ${port}`))),
    ...(cluster.dns.nodeLocal ? [...both(53, { cidr: NODE_LOCAL_DNS }, 'the cache of DNS'), ...both(53, { namespace: dns.namespace, labels: NODE_LOCAL_PODS }, 'the pods of the cache of DNS')] : []),
    { what: 'the control plane of Istio', to: { namespace: cluster.istio.namespace, labels: { app: 'istiod' } }, ports: onPort('TCP', ISTIOD_PORT) },
  ];
}

/** What flows need outside the cluster: their addresses, and the Internet for names, unless a policy by name opens that. */
export function flowNeeds(flows: readonly Flow[], { definition, enforced }: Plan): EgressNeed[] {
  const versions = ([4, 6] as const).filter((version) => definition.cluster.podCidrs.some((text) => Cidr.trusted(text).version === version));
  const byName = enforced && definition.egress.fqdnPolicy !== 'none';
  return flows.flatMap((flow) => {
    const isOpen = !flow.addressBound && flow.to.hosts.length > 0 && !byName;
    const networks = [...flow.to.cidrs.map(String), ...(isOpen ? versions.map((version) => INTERNET[version]) : [])];
    const protocol = flow.transport === 'udp' ? 'UDP' : 'TCP';
    return networks.flatMap((cidr) => flow.ports.map(({ first, last }): EgressNeed => ({ what: `${flow.key} to ${cidr} on ${protocol} ${first}${last === first ? '' : `-${last}`}`, to: { cidr }, ports: { protocol, first, last } })));
  });
}

/** What pods need of the egress gateway for flows that leave by it. */
export function throughGateway(flows: readonly Flow[], definition: Definition): EgressNeed[] {
  const { namespace, labels } = gatewayOf(definition);
  return flows.flatMap((flow) => eachPort(flow).map((port): EgressNeed => (
    { what: `${flow.key} to port ${gatewayPort(port)} of the egress gateway`, to: { namespace, labels }, ports: onPort('TCP', gatewayPort(port)) })));
}

function onPort(protocol: 'TCP' | 'UDP', port: number): NonNullable<EgressNeed['ports']> {
  return { protocol, first: port, last: port };
}
