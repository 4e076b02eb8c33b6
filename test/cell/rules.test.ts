import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { codesOf, dataWith, problemsOfData } from '../support/cells';

type Changes = Readonly<Record<string, unknown>>;
type Broken = readonly [what: string, changes: Changes, first: string, ...more: string[]];

const host = 'a.acme.example';
const addresses = ['10.20.0.0/24'];
const https = { protocol: 'https', host };
const flow = { from: ['worker'], hosts: [host], ports: [443], protocol: 'https', reason: 'adapter' };
const webhook = { selector: { app: 'webhook' }, ports: [9443], reason: 'called by the API server' };
const IMAGE = `r.example/nginx@sha256:${'0'.repeat(64)}`;

const BROKEN: readonly Broken[] = [
  // btp
  ['a region SAP does not list', { 'btp.region': 'xx99' }, 'EIC301 btp.region'],
  ['a sub-landscape SAP does not list', { 'btp.region': 'eu10-009' }, 'EIC301 btp.region'],
  ['an unknown region with its infrastructure', { 'btp.region': 'xx99', 'btp.infrastructure': 'aws' }, 'EIC301 btp.region'],
  ['an unknown region with its domain', { 'btp.region': 'xx99', 'btp.domain': 'hana.example.com' }, 'EIC301 btp.region'],
  ['an unknown region on Alibaba without object store', { 'btp.region': 'xx99', 'btp.infrastructure': 'alibaba', 'btp.domain': 'hana.example.com' }, 'EIC301 btp.region'],
  ['China', { 'btp.region': 'cn20' }, 'EIC301 btp.region'],
  ['China with its domain', { 'btp.region': 'cn40', 'btp.domain': 'platform.sapcloud.cn' }, 'EIC301 btp.region'],
  ['China with its object store', { 'btp.region': 'cn40', 'btp.flows.content-deployment.hosts': ['oss.example.cn'] }, 'EIC301 btp.region'],
  ['China with an object store that cannot be read: it is not asked for again',
    { 'btp.region': 'cn40', 'btp.domain': 'platform.sapcloud.cn', 'btp.flows.content-deployment.hosts': 5 }, 'EIC102 btp.flows.content-deployment.hosts'],
  ['a region SAP does not list beside an unknown field', { 'btp.region': 'xx99', 'btp.unknown': 1 }, 'EIC301 btp.region', 'EIC101 btp.unknown'],
  ['hosts outside the object store', { 'btp.flows.content-deployment.hosts': ['a.amazonaws.com', 'a.blob.core.windows.net', 'amazonaws.com', '*.com.example'] },
    'EIC304 btp.flows.content-deployment.hosts[1]', 'EIC304 btp.flows.content-deployment.hosts[2]', 'EIC304 btp.flows.content-deployment.hosts[3]'],
  ['hosts outside the domain', { 'btp.flows.xsuaa.hosts': ['a.hana.ondemand.com', 'hana.ondemand.com', 'a.k8s-hana.ondemand.com', '*.ondemand.com'] },
    'EIC304 btp.flows.xsuaa.hosts[1]', 'EIC304 btp.flows.xsuaa.hosts[2]', 'EIC304 btp.flows.xsuaa.hosts[3]'],
  ['settings of a tunnel that is not there', { 'services.cloudConnector.mode': 'none', 'btp.flows.application-monitoring.ports': [443] }, 'EIC302 btp.flows.application-monitoring'],
  // cluster and egress
  ['no API server to allow', { 'cluster.apiServer': undefined }, 'EIC103 cluster.apiServer'],
  ['dynamicDns with an old Istio', { 'egress.wildcards': 'dynamicDns', 'cluster.istioVersion': '1.29', 'cluster.existingPolicies': 'allow' }, 'EIC302 egress.wildcards'],
  ['dynamicDns without knowing the policies', { 'egress.wildcards': 'dynamicDns', 'cluster.istioVersion': '1.30' }, 'EIC103 cluster.existingPolicies'],
  ['both, and no API server: all at once', { 'egress.wildcards': 'dynamicDns', 'cluster.apiServer': undefined },
    'EIC103 cluster.apiServer', 'EIC103 cluster.existingPolicies', 'EIC302 egress.wildcards'],
  ['an exception of mutual TLS where nothing of ours asks for it', { 'cluster.mtls.exceptions': [{ ...webhook, namespace: 'monitoring' }, { ...webhook, namespace: 'edgelm' }] },
    'EIC302 cluster.mtls.exceptions[0].namespace', 'EIC302 cluster.mtls.exceptions[1].namespace'],
  ['two exceptions for the same pods', { 'cluster.mtls.exceptions': [webhook, { ...webhook, ports: [9444] }] }, 'EIC302 cluster.mtls.exceptions[1].selector'],
  ['exceptions for pods and for some of them', { 'cluster.mtls.exceptions': [{ ...webhook, selector: { app: 'webhook', tier: 'a' } }, webhook, { ...webhook, selector: { tier: 'a' } }] },
    'EIC302 cluster.mtls.exceptions[1].selector', 'EIC302 cluster.mtls.exceptions[2].selector'],
  ['an exception that cannot be read: nothing more is said of it', { 'cluster.mtls.exceptions': [{ ...webhook, namespace: 5 }, webhook, webhook] }, 'EIC102 cluster.mtls.exceptions[0].namespace'],
  ['sniProxy without image', { 'egress.wildcards': 'sniProxy', 'egress.gateway.enabled': true }, 'EIC103 egress.sniProxy'],
  ['sniProxy without gateway', { 'egress.wildcards': 'sniProxy', 'egress.sniProxy.image': IMAGE }, 'EIC302 egress.wildcards'],
  // ingress
  ['sources that cannot be seen', { 'ingress.sources': ['192.0.2.0/24'] }, 'EIC103 ingress.clientAddress'],
  ['api like default', { 'ingress.virtualHosts.api.host': 'EIC.acme.example' }, 'EIC308 ingress.virtualHosts.api.host'],
  ['an additional host like default', { 'ingress.virtualHosts.additional': { a: { host: 'eic.acme.example', credentialName: 'a' } } }, 'EIC308 ingress.virtualHosts.additional.a.host'],
  ['additional hosts alike', { 'ingress.virtualHosts.additional': { b: { host, credentialName: 'a' }, a: { host, credentialName: 'a' } } }, 'EIC308 ingress.virtualHosts.additional.b.host'],
  ['a key that another ingress flow has',
    { 'ingress.virtualHosts.additional': { 'api': { host, credentialName: 'a' }, 'default': { host: `b${host}`, credentialName: 'a' }, 'port-80': { host: `c${host}`, credentialName: 'a' } } },
    'EIC302 ingress.virtualHosts.additional.api', 'EIC302 ingress.virtualHosts.additional.default', 'EIC302 ingress.virtualHosts.additional.port-80'],
  ['MUTUAL for callers by password', { 'ingress.virtualHosts.additional': { a: { host, credentialName: 'a', tls: 'MUTUAL' } } }, 'EIC302 ingress.virtualHosts.additional.a.tls'],
  ['ports taken already', { 'ingress.additionalPorts': [443, 5000], 'ingress.additionalTlsPorts': [80, 5000] },
    'EIC302 ingress.additionalPorts[0]', 'EIC302 ingress.additionalTlsPorts[0]', 'EIC302 ingress.additionalTlsPorts[1]'],
  // services
  ['an external Cloud Connector from nowhere', { 'services.cloudConnector.mode': 'external' }, 'EIC103 services.cloudConnector.sources'],
  ['sources of an embedded Cloud Connector', { 'services.cloudConnector.sources': addresses }, 'EIC302 services.cloudConnector.sources'],
  ['API server for an embedded Cloud Connector', { 'services.cloudConnector.apiServer': true }, 'EIC302 services.cloudConnector.apiServer'],
  ['API server without address', { 'enforcement': 'observe', 'cluster.apiServer': undefined, 'services.cloudConnector': { mode: 'external', sources: addresses, apiServer: true } }, 'EIC103 cluster.apiServer'],
  ['Cloud ALM without data center', { 'services.cloudAlm.enabled': true }, 'EIC103 services.cloudAlm.dataCenter'],
  ['Identity Authentication without host', { 'services.identityAuthentication.enabled': true }, 'EIC103 services.identityAuthentication.hosts'],
  ['Focused Run without host', { 'services.focusedRun.enabled': true }, 'EIC103 services.focusedRun.host'],
  ['revocation without host', { 'services.revocation.enabled': true }, 'EIC103 services.revocation.hosts'],
  ['a mirror that is not reached', { 'services.registry': { enabled: false, hosts: [host] } }, 'EIC302 services.registry.hosts'],
  // receivers
  ['a receiver nowhere', { 'receivers.a': { protocol: 'https' } }, 'EIC103 receivers.a.host'],
  ['no port and no default', { 'receivers.a': { protocol: 'rfc', host } }, 'EIC103 receivers.a.port'],
  ['amqp without TLS has no default', { 'receivers.a': { protocol: 'amqp', tls: false, host } }, 'EIC103 receivers.a.port'],
  ['amqp over WebSocket without TLS has none either', { 'receivers.a': { protocol: 'amqp', tls: false, transport: 'websocket', host } }, 'EIC103 receivers.a.port'],
  ['kafka without brokers', { 'receivers.a': { protocol: 'kafka' } }, 'EIC103 receivers.a.brokers'],
  ['kafka with host and port', { 'receivers.a': { protocol: 'kafka', host, port: 9092, brokers: ['b.kafka.example:9092'] } }, 'EIC302 receivers.a.host', 'EIC302 receivers.a.port'],
  ['kafka with ports', { 'receivers.a': { protocol: 'kafka', ports: [9092], brokers: ['b.kafka.example:9092'] } }, 'EIC302 receivers.a.ports'],
  ['brokers for another protocol', { 'receivers.a': { ...https, brokers: ['b.kafka.example:9092'] } }, 'EIC302 receivers.a.brokers'],
  ['transport for another protocol', { 'receivers.a': { ...https, transport: 'tcp' } }, 'EIC302 receivers.a.transport'],
  ['TLS where there is no choice', { 'receivers.a': { ...https, tls: true } }, 'EIC302 receivers.a.tls'],
  ['port and ports', { 'receivers.a': { ...https, port: 443, ports: [444] } }, 'EIC302 receivers.a.port'],
  ['private without addresses', { 'receivers.a': { ...https, network: 'private' } }, 'EIC103 receivers.a.addresses'],
  ['a proxy that is not there', { 'receivers.a': { ...https, proxy: 'dmz' } }, 'EIC303 receivers.a.proxy'],
  ['a component that is not there', { 'receivers.a': { ...https, from: ['worker', 'workr', 'constructor'] } }, 'EIC303 receivers.a.from[1]', 'EIC303 receivers.a.from[2]'],
  // externalServices and flows
  ['SAP HANA without port', { 'externalServices.database': { type: 'hana', host } }, 'EIC103 externalServices.database.port'],
  ['ports of a store without addresses', { 'externalServices.dataStore': { type: 'redis', endpoints: [`${host}:6379`], ports: [26379] } }, 'EIC103 externalServices.dataStore.addresses'],
  ['a flow nowhere', { 'flows.a': { ...flow, hosts: [] } }, 'EIC103 flows.a.hosts'],
  ['a private flow without addresses', { 'flows.a': { ...flow, network: 'private' } }, 'EIC103 flows.a.addresses'],
  ['a flow of a component that is not there', { 'flows.a': { ...flow, from: ['nobody'] } }, 'EIC303 flows.a.from[0]'],
  // addresses inside the cluster
  ['addresses in the pod and service ranges',
    {
      'cluster.serviceCidrs': ['10.0.0.0/16'],
      'btp.flows.xsuaa.addresses': ['10.244.1.0/24'],
      'receivers.a': { ...https, addresses: ['10.20.0.0/24', '10.0.0.0/8'] },
      'proxies.p': { protocol: 'http', host, port: 8080, addresses: ['10.0.0.7/32'] },
      'externalServices.database': { type: 'postgresql', host, addresses: ['10.244.0.0/16'] },
      'externalServices.dataStore': { type: 'redis', endpoints: [`${host}:6379`], addresses: ['10.0.5.0/24'] },
      'flows.a': { ...flow, addresses: ['10.244.0.0/14'] },
      'services.focusedRun': { enabled: true, host, addresses: ['10.0.1.0/24'] },
      'services.cloudConnector': { mode: 'external', sources: ['10.244.9.9/32'] },
      'cluster.httpProxy': { host: `p.${host}`, port: 3128, addresses: ['10.0.0.9/32'] },
      'cluster.dns.upstream': ['10.0.0.10/32'],
      'cluster.ntp': ['ntp.acme.example', '10.244.0.1/32'],
    },
    'EIC305 btp.flows.xsuaa.addresses[0]', 'EIC305 cluster.dns.upstream[0]', 'EIC305 cluster.httpProxy.addresses[0]', 'EIC305 cluster.ntp[1]',
    'EIC305 externalServices.dataStore.addresses[0]', 'EIC305 externalServices.database.addresses[0]', 'EIC305 flows.a.addresses[0]', 'EIC305 proxies.p.addresses[0]',
    'EIC305 receivers.a.addresses[1]', 'EIC305 services.cloudConnector.sources[0]', 'EIC305 services.focusedRun.addresses[0]'],
];

test.each(BROKEN.map(([what, changes, ...expected]) => [what, changes, expected] as const))('%s', (_, changes, expected) => {
  expect(codesOf(() => EdgeIntegrationCell.fromData(dataWith(changes)))).toEqual(expected);
});

const VALID: readonly (readonly [what: string, changes: Changes])[] = [
  ['an unknown region with all it decides', { btp: { region: 'xx99', infrastructure: 'aws', domain: 'hana.example.com' } }],
  ['an unknown region on Alibaba with all it decides', { btp: { region: 'xx99', infrastructure: 'alibaba', domain: 'hana.example.com', flows: { 'content-deployment': { hosts: ['oss.example.com'] } } } }],
  ['China with all it decides', { btp: { region: 'cn20', domain: 'platform.sapcloud.cn', flows: { 'content-deployment': { hosts: ['*.blob.core.chinacloudapi.cn'] } } } }],
  ['another infrastructure than the catalogue\'s', { 'btp.infrastructure': 'gcp', 'btp.flows.content-deployment.hosts': ['eic.storage.googleapis.com'] }],
  ['hosts inside the pattern, exact or narrower', { 'btp.flows.xsuaa.hosts': ['a.hana.ondemand.com', '*.eu10.hana.ondemand.com', '*.hana.ondemand.com'] }],
  ['tunnel hosts, which lie outside SAP\'s pattern', { 'btp.region': 'eu01', 'btp.flows.application-monitoring.hosts': ['connectivitytunnel.eu01-l-d.uc-live-eu.shoot.live.k8s-hana.ondemand.com'] }],
  ['no API server, only observing', { 'enforcement': 'observe', 'cluster.apiServer': undefined }],
  ['dynamicDns', { 'egress.wildcards': 'dynamicDns', 'cluster.istioVersion': '1.30', 'cluster.existingPolicies': 'none' }],
  ['exceptions of mutual TLS for other pods, in other namespaces, in edgelm where it is enforced',
    { 'cluster.namespaces.edgelm': 'enforce', 'cluster.mtls.exceptions': [webhook, { ...webhook, selector: { app: 'other' } }, { ...webhook, namespace: 'edge-icell-services' }, { ...webhook, namespace: 'edgelm' }] }],
  ['sniProxy', { 'egress.wildcards': 'sniProxy', 'egress.sniProxy.image': IMAGE, 'egress.gateway.enabled': true }],
  ['sources that are seen', { 'ingress.sources': ['192.0.2.0/24'], 'ingress.clientAddress': 'proxyProtocol' }],
  ['MUTUAL for callers by certificate', { 'ingress.authentication': ['clientCertificate'], 'ingress.virtualHosts.additional': { a: { host, credentialName: 'a', tls: 'MUTUAL' } } }],
  ['an external Cloud Connector', { 'services.cloudConnector': { mode: 'external', sources: addresses, apiServer: true } }],
  ['no Cloud Connector', { 'services.cloudConnector.mode': 'none' }],
  ['a receiver by address', { 'receivers.a': { protocol: 'https', addresses, network: 'private' } }],
  ['a private receiver by proxy', { 'receivers.a': { protocol: 'sftp', host, network: 'private', proxy: 'dmz' }, 'proxies.dmz': { protocol: 'socks5', host: `p.${host}`, port: 1080, addresses } }],
  ['a receiver of a component of the definition', { 'receivers.a': { ...https, from: ['own'] }, 'cluster.components.own': {} }],
  ['a receiver called constructor', { 'receivers.constructor': https }],
  ['SAP HANA', { 'externalServices.database': { type: 'hana', host, port: 443 } }],
  ['a flow by address', { 'flows.a': { ...flow, hosts: undefined, addresses, network: 'private' } }],
  ['node and egress ranges that hold the pods', { 'cluster.egressSources': ['10.244.0.0/16'], 'cluster.nodeCidrs': ['10.244.0.0/16'] }],
  ['the API server in the service range', { 'cluster.serviceCidrs': ['10.0.0.0/16'], 'cluster.apiServer.cidrs': ['10.0.0.1/32'] }],
];

test.each(VALID)('%s is valid', (_, changes) => {
  expect(EdgeIntegrationCell.fromData(dataWith(changes)).name).toBe('plant');
});

test.each<[string, Changes, RegExp]>([
  ['what to give for an unknown region', { 'btp.region': 'xx99' }, /^must be a region of the catalogue.*, got: "xx99"; give btp\.infrastructure, btp\.domain, btp\.flows\.content-deployment\.hosts$/],
  ['the sub-landscapes of a region', { 'btp.region': 'eu20-009' }, /SAP lists eu20, eu20-001, eu20-002$/],
  ['what to give for China', { 'btp.region': 'cn20' }, /does not document for China, got: "cn20"; give btp\.domain, btp\.flows\.content-deployment\.hosts$/],
  ['the infrastructure that decides the store', { 'btp.flows.content-deployment.hosts': ['a.blob.core.windows.net'] },
    /^must lie inside \*\.amazonaws\.com, got: "a\.blob\.core\.windows\.net"; list it under btp\.flows\.content-deployment\.extraHosts with a reason$/],
  ['the component that was meant', { 'receivers.a': { ...https, from: ['policy-engine'] } }, /did you mean "policyengine"\?$/],
  ['the proxies there are', { 'receivers.a': { ...https, proxy: 'x' }, 'proxies.long-name': { protocol: 'http', host, port: 1, addresses } }, /there are long-name$/],
  ['that there are no proxies', { 'receivers.a': { ...https, proxy: 'x' } }, /there are none$/],
])('the message names %s', (_, changes, message) => {
  expect(problemsOfData(dataWith(changes)).map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
});
