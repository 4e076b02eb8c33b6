import { authorizationPolicy, destinationRule, found, gateway, Manifest, peerAuthentication, requestAuthentication, serviceEntry, sidecar, tls, virtualService } from './objects';

const port = (number = 443, name = 'tls', protocol = 'TLS') => ({ number, name, protocol });
const entry = (spec: object): Manifest => serviceEntry('e', { hosts: ['a.example.org'], resolution: 'DNS', ports: [port()], ...spec });
const car = (spec: object): Manifest => sidecar('s', spec);
const server = (more: object = {}, tlsSettings: unknown = { mode: 'SIMPLE', credentialName: 'c' }): object =>
  ({ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['a.example.org'], tls: tlsSettings, ...more });
const gate = (...servers: object[]): Manifest => gateway('g', { selector: { istio: 'x' }, servers });
const route = [{ destination: { host: 'a.app.svc.cluster.local', port: { number: 80 } } }];
const virtual = (spec: object): Manifest => virtualService('v', { hosts: ['a.example.org'], http: [{ route }], ...spec });
const rule = (spec: object): Manifest => destinationRule('d', { host: 'a.example.org', trafficPolicy: { tls: { mode: 'SIMPLE' } }, ...spec });
const policy = (spec: object): Manifest => authorizationPolicy('p', spec);
const from = (source: object): Manifest => policy({ rules: [{ from: [{ source }] }] });
const to = (operation: object, more: object = {}): Manifest => policy({ rules: [{ to: [{ operation }] }], ...more });

const GOOD: readonly [string, Manifest][] = [
  ['exact hosts', entry({})],
  ['a wildcard with NONE', entry({ hosts: ['*.example.org'], resolution: 'NONE' })],
  ['a wildcard with DYNAMIC_DNS', entry({ hosts: ['*.example.org'], resolution: 'DYNAMIC_DNS' })],
  ['a wildcard with DNS and an endpoint', entry({ hosts: ['*.example.org'], endpoints: [{ address: 'a.example.org' }] })],
  ['several hosts of HTTP', entry({ hosts: ['a.example.org', 'b.example.org'], ports: [port(80, 'http', 'http')] })],
  ['STATIC with a socket', entry({ resolution: 'STATIC', endpoints: [{ address: 'unix:///run/x' }, { address: '10.0.0.1', ports: { tls: 8443 } }], location: 'MESH_INTERNAL' })],
  ['a network with STATIC', entry({ resolution: 'STATIC', addresses: ['10.0.0.0/24', '2001:db8::/64'] })],
  ['a trailing dot, capitals, one label', entry({ hosts: ['A.Example.org.', 'localhost'], ports: [port(80, 'http', 'HTTP')] })],
  ['hosts of a Sidecar', car({ egress: [{ hosts: ['*/*'] }] })],
  ['more hosts of a Sidecar', car({ egress: [{ port: port(9080, '', 'HTTP'), hosts: ['./*'] }, { hosts: ['~/*', 'app/*.example.org', './a.example.org'] }] })],
  ['a Sidecar of ports of its own', car({ ingress: [{ port: port(9080, 'http', 'HTTP'), defaultEndpoint: '127.0.0.1:8080' }], outboundTrafficPolicy: { mode: 'ALLOW_ANY' } })],
  ['servers of all kinds', gate(
    server(), server({ port: port(443, 'pass'), hosts: ['app/b.example.org'] }, { mode: 'PASSTHROUGH' }), server({ port: port(443, 'mesh'), hosts: ['./*'] }, { mode: 'ISTIO_MUTUAL' }),
    server({ port: port(80, 'http', 'HTTP'), hosts: ['*'] }, { httpsRedirect: true }), { port: port(22, 'tcp', 'TCP'), hosts: ['203.0.113.7'] },
    server({ port: port(8443, 'files') }, { mode: 'MUTUAL', serverCertificate: '/c', privateKey: '/k', caCertificates: '/ca' }),
    server({ port: port(9443, 'many') }, { mode: 'SIMPLE', credentialNames: ['a', 'b'] }))],
  ['routes of all kinds', virtual({
    hosts: ['a.example.org', '*.b.example.org', 'short'], gateways: ['mesh', 'g', 'app/g'], tcp: [{ route }], exportTo: ['.', 'other'],
    tls: [{ match: [{ sniHosts: ['x.b.example.org', 'a.example.org'] }], route }],
    http: [{ redirect: { uri: '/' } }, { directResponse: { status: 200 } }, { route: [{ ...route[0], weight: 1 }, { ...route[0], weight: 9 }] }],
  })],
  ['a delegate', virtual({ hosts: undefined })],
  ['every host behind a gateway', virtual({ hosts: ['*'], gateways: ['g'] })],
  ['traffic policies', rule({
    subsets: [{ name: 'v1', labels: { version: 'v1' } }],
    trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'MUTUAL', credentialName: 'c' } }], tunnel: { protocol: 'CONNECT', targetHost: 'a.example.org', targetPort: 443 } },
  })],
  ['nothing may call', policy({})],
  ['anybody may call', policy({ rules: [{}] })],
  ['an empty list of rules', policy({ rules: [] })],
  ['callers, ports, conditions', policy({
    action: 'DENY',
    rules: [{
      from: [{ source: { notNamespaces: ['app'] } }, { source: { ipBlocks: ['10.0.0.0/8', '::1'] } }], to: [{ operation: { ports: ['8080'], paths: ['/x'] } }],
      when: [{ key: 'connection.sni', values: ['*.x'] }, { key: 'request.headers[x]', notValues: ['y'] }, { key: 'request.auth.claims[a][b]', values: ['y'] }],
    }],
  })],
  ['CUSTOM', policy({ action: 'CUSTOM', provider: { name: 'opa' }, rules: [{ to: [{ operation: { paths: ['/x'] } }] }] })],
  ['targets', policy({ targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'g' }, { kind: 'Service', name: 's' }] })],
  ['ports of pods', peerAuthentication('p', { selector: { matchLabels: { app: 'a' } }, portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } })],
  ['dry run', authorizationPolicy('p', { action: 'DENY', rules: [{}] }, { annotations: { 'istio.io/dry-run': 'true' } })],
];

const BAD: readonly [string, Manifest, ...string[]][] = [
  // ServiceEntry
  ['no host', entry({ hosts: [] }), 'EIC604 spec.hosts'],
  ['a wildcard with DNS', entry({ hosts: ['a.example.org', '*.example.org'] }), 'EIC604 spec.hosts[1]'],
  ['an exact host with DYNAMIC_DNS', entry({ hosts: ['*.example.org', 'a.example.org'], resolution: 'DYNAMIC_DNS' }), 'EIC604 spec.hosts[1]'],
  ['HTTPS with DYNAMIC_DNS', entry({ hosts: ['*.example.org'], resolution: 'DYNAMIC_DNS', ports: [port(443, 'a', 'HTTPS'), port(80, 'b', 'HTTP')] }), 'EIC604 spec.ports[0].protocol'],
  ['addresses with DYNAMIC_DNS', entry({ hosts: ['*.example.org'], resolution: 'DYNAMIC_DNS', ports: [port(80, 'http', 'HTTP')], addresses: ['203.0.113.7'] }), 'EIC604 spec.addresses'],
  ['endpoints with DYNAMIC_DNS', entry({ hosts: ['*.example.org'], resolution: 'DYNAMIC_DNS', endpoints: [{ address: '203.0.113.7' }] }), 'EIC604 spec.endpoints'],
  ['endpoints with NONE', entry({ resolution: undefined, endpoints: [{ address: '203.0.113.7' }] }), 'EIC604 spec.endpoints'],
  ['a network with DNS', entry({ ports: [port(80, 'http', 'HTTP')], addresses: ['203.0.113.0/24'] }), 'EIC604 spec.addresses[0]'],
  ['a name under addresses', entry({ resolution: 'NONE', addresses: ['203.0.113.0/24', 'b.example.org', '203.0.113.0/33'], ports: [port(80, 'http', 'HTTP')] }), 'EIC604 spec.addresses[1]', 'EIC604 spec.addresses[2]'],
  ['two hosts of TCP', entry({ hosts: ['a.example.org', 'b.example.org'], addresses: ['203.0.113.7'], ports: [port(22, 'tcp', 'TCP')] }), 'EIC604 spec.hosts'],
  ['two endpoints with DNS_ROUND_ROBIN', entry({ resolution: 'DNS_ROUND_ROBIN', endpoints: [{ address: 'a.example.org' }, { address: 'b.example.org' }] }), 'EIC604 spec.endpoints'],
  ['a name with STATIC', entry({ resolution: 'STATIC', endpoints: [{ address: 'b.example.org' }] }), 'EIC604 spec.endpoints[0].address'],
  ['a wildcard as endpoint', entry({ endpoints: [{ address: '*.example.org' }] }), 'EIC604 spec.endpoints[0].address'],
  ['an unknown port of an endpoint', entry({ endpoints: [{ address: 'b.example.org', ports: { other: 1 } }] }), 'EIC604 spec.endpoints[0].ports'],
  ['endpoints and selector', entry({ resolution: 'STATIC', endpoints: [], workloadSelector: { labels: { app: 'a' } } }), 'EIC604 spec.workloadSelector'],
  // hosts
  ['every host', entry({ hosts: ['*'], resolution: 'NONE' }), 'EIC602 spec.hosts[0]'],
  ['a scheme', entry({ hosts: ['https://a.example.org'] }), 'EIC602 spec.hosts[0]'],
  ['an underscore, a double dot, a number at the end', entry({ hosts: ['a_b.example.org', 'a..org', 'a.123'] }), 'EIC602 spec.hosts[0]', 'EIC602 spec.hosts[1]', 'EIC602 spec.hosts[2]'],
  ['a wildcard inside', entry({ hosts: ['a.*.org'], resolution: 'NONE' }), 'EIC602 spec.hosts[0]'],
  ['a partial wildcard, which istiod only warns of', entry({ hosts: ['*foo.example.org'], resolution: 'NONE' }), 'EIC614 spec.hosts[0]'],
  ['an address as host', entry({ hosts: ['203.0.113.7'] }), 'EIC602 spec.hosts[0]'],
  ['a long host', entry({ hosts: [`${'a.'.repeat(130)}org`] }), 'EIC602 spec.hosts[0]'],
  ['an empty host', entry({ hosts: [''] }), 'EIC602 spec.hosts[0]'],
  ['a short name in a Sidecar', car({ egress: [{ hosts: ['app/reviews'] }] }), 'EIC602 spec.egress[0].hosts[0]'],
  ['a partial wildcard in a Gateway', gate(server({ hosts: ['app/*foo.example.org'] })), 'EIC602 spec.servers[0].hosts[0]'],
  ['every host as destination', virtual({ http: [{ route: [{ destination: { host: '*' } }] }] }), 'EIC602 spec.http[0].route[0].destination.host'],
  ['a port in a server name', virtual({ tls: [{ match: [{ sniHosts: ['a.example.org:443'] }], route }] }), 'EIC602 spec.tls[0].match[0].sniHosts[0]', 'EIC608 spec.tls[0].match[0].sniHosts[0]'],
  ['a path in a rule', rule({ host: 'a.example.org/x' }), 'EIC602 spec.host'],
  ['a wildcard behind a tunnel', rule({ trafficPolicy: { tunnel: { targetHost: '*.example.org', targetPort: 443 } } }), 'EIC602 spec.trafficPolicy.tunnel.targetHost'],
  // ports
  ['a port without name', entry({ ports: [{ number: 443, protocol: 'TLS' }] }), 'EIC603 spec.ports[0].name'],
  ['a port name with a dot', entry({ ports: [port(443, 'a.b')] }), 'EIC603 spec.ports[0].name'],
  ['an unknown protocol', entry({ ports: [port(443, 'a', 'SFTP')] }), 'EIC603 spec.ports[0].protocol'],
  ['a port name twice', entry({ ports: [port(443), port(8443)] }), 'EIC603 spec.ports[1].name'],
  ['a port number twice', entry({ ports: [port(443), port(443, 'b')] }), 'EIC603 spec.ports[1].number'],
  ['a server without protocol and name', gate(server({ port: { number: 443 } })), 'EIC603 spec.servers[0].port.name', 'EIC603 spec.servers[0].port.protocol'],
  ['one port name for two servers', gate(server(), server({ hosts: ['b.example.org'] })), 'EIC603 spec.servers[1].port.name'],
  ['a target port of a server', gate(server({ port: { ...port(443, 'https', 'HTTPS'), targetPort: 8443 } })), 'EIC603 spec.servers[0].port.targetPort'],
  ['two listeners for one port', car({ egress: [{ port: port(80, 'a', 'HTTP'), hosts: ['./*'] }, { port: port(80, 'b', 'HTTP'), hosts: ['./*'] }] }), 'EIC603 spec.egress[1].port.number'],
  // exportTo
  ['the own namespace twice', entry({ exportTo: ['.', 'app'] }), 'EIC605 spec.exportTo[1]'],
  ['everybody and somebody', entry({ exportTo: ['*', 'other'] }), 'EIC605 spec.exportTo'],
  ['nobody and somebody', entry({ exportTo: ['~', 'other'] }), 'EIC605 spec.exportTo'],
  ['nobody, of a VirtualService', virtual({ exportTo: ['~'] }), 'EIC605 spec.exportTo[0]'],
  ['a namespace with a dot', rule({ exportTo: ['a.b'] }), 'EIC605 spec.exportTo[0]'],
  ['others beside a selector', rule({ workloadSelector: { matchLabels: { app: 'a' } }, exportTo: ['.', 'other'] }), 'EIC605 spec.exportTo'],
  // Sidecar
  ['an empty Sidecar', car({}), 'EIC606 spec'],
  ['a listener without hosts', car({ egress: [{ hosts: [] }] }), 'EIC606 spec.egress[0].hosts'],
  ['an import without namespace', car({ egress: [{ hosts: ['a.example.org', '/a.example.org', 'app/'] }] }), 'EIC602 spec.egress[0].hosts[2]', 'EIC606 spec.egress[0].hosts[0]', 'EIC606 spec.egress[0].hosts[1]', 'EIC606 spec.egress[0].hosts[2]'],
  ['an import of no namespace name', car({ egress: [{ hosts: ['a.b/c.example.org'] }] }), 'EIC606 spec.egress[0].hosts[0]'],
  ['the listener for all ports first', car({ egress: [{ hosts: ['./*'] }, { port: port(80, 'a', 'HTTP'), hosts: ['./*'] }] }), 'EIC606 spec.egress[0]'],
  ['ingress without port', car({ ingress: [{ defaultEndpoint: '127.0.0.1:1' }] }), 'EIC606 spec.ingress[0].port'],
  ['a credential of a Sidecar', car({ ingress: [{ port: port(), tls: { mode: 'SIMPLE', credentialName: 'c' } }] }), 'EIC606 spec.ingress[0].tls.credentialName'],
  ['a proxy with REGISTRY_ONLY', car({ outboundTrafficPolicy: { mode: 'REGISTRY_ONLY', egressProxy: { host: 'a.example.org' } } }), 'EIC606 spec.outboundTrafficPolicy.egressProxy'],
  ['a selector without labels', car({ workloadSelector: {}, egress: [{ hosts: ['./*'] }] }), 'EIC614 spec.workloadSelector'],
  ['everything and more', car({ egress: [{ hosts: ['*/*', './*'] }] }), 'EIC614 spec.egress[0].hosts'],
  // Gateway
  ['a Gateway with a dot in its name', gateway('a.b', { servers: [server()] }), 'EIC607 metadata.name'],
  ['no server', gate(), 'EIC607 spec.servers'],
  ['a server without hosts', gate(server({ hosts: [] })), 'EIC607 spec.servers[0].hosts'],
  ['a server without port', gate({ hosts: ['a.example.org'] }), 'EIC607 spec.servers[0].port'],
  ['HTTPS without tls', gate(server({ tls: undefined })), 'EIC607 spec.servers[0].tls'],
  ['HTTP with certificates', gate(server({ port: port(80, 'http', 'HTTP') })), 'EIC607 spec.servers[0].tls'],
  ['TCP with tls', gate(server({ port: port(22, 'tcp', 'TCP') })), 'EIC607 spec.servers[0].tls'],
  ['ISTIO_MUTUAL with a credential', gate(server({}, { mode: 'ISTIO_MUTUAL', credentialName: 'c' })), 'EIC607 spec.servers[0].tls.credentialName'],
  ['SIMPLE without certificate', gate(server({}, { mode: 'SIMPLE' })), 'EIC607 spec.servers[0].tls.privateKey', 'EIC607 spec.servers[0].tls.serverCertificate'],
  ['MUTUAL without CA', gate(server({}, { mode: 'MUTUAL', serverCertificate: '/c', privateKey: '/k' })), 'EIC607 spec.servers[0].tls.caCertificates'],
  // VirtualService
  ['no routes', virtual({ http: [] }), 'EIC608 spec'],
  ['a host twice', virtual({ hosts: ['a.example.org', 'a.example.org'] }), 'EIC608 spec.hosts[1]'],
  ['nested hosts', virtual({ hosts: ['*.hana.ondemand.com', '*.osaas.hana.ondemand.com'] }), 'EIC608 spec.hosts[1]'],
  ['a host inside a wildcard', virtual({ hosts: ['x.example.org', '*.example.org'] }), 'EIC608 spec.hosts[0]'],
  ['every host of the mesh', virtual({ hosts: ['*'] }), 'EIC608 spec.hosts[0]'],
  ['a gateway with two slashes', virtual({ gateways: ['a/b/c', 'A_b/c'] }), 'EIC608 spec.gateways[0]', 'EIC608 spec.gateways[1]'],
  ['a delegate with gateways', virtual({ hosts: [], gateways: ['g'] }), 'EIC608 spec.gateways'],
  ['TLS without match', virtual({ tls: [{ route }] }), 'EIC608 spec.tls[0].match'],
  ['TLS without server names', virtual({ tls: [{ match: [{ port: 443 }], route }] }), 'EIC608 spec.tls[0].match[0].sniHosts'],
  ['a server name outside the hosts', virtual({ tls: [{ match: [{ sniHosts: ['b.example.org', '*.a.example.org'] }], route }] }), 'EIC608 spec.tls[0].match[0].sniHosts[0]', 'EIC608 spec.tls[0].match[0].sniHosts[1]'],
  ['TCP to nowhere', virtual({ tcp: [{ match: [{ port: 22 }] }] }), 'EIC608 spec.tcp[0].route'],
  ['HTTP to nowhere', virtual({ http: [{ match: [{ uri: { prefix: '/' } }] }] }), 'EIC608 spec.http[0]'],
  ['a redirect and a route', virtual({ http: [{ route, redirect: { uri: '/' } }] }), 'EIC608 spec.http[0].route'],
  ['a destination without host', virtual({ http: [{ route: [{ destination: {} }] }] }), 'EIC602 spec.http[0].route[0].destination.host', 'EIC608 spec.http[0].route[0].destination.host'],
  ['claims in the mesh', virtual({ http: [{ match: [{ headers: { '@request.auth.claims.sub': { exact: 'x' } } }], route }] }), 'EIC608 spec.http[0].match[0].headers'],
  ['two destinations without weight', virtual({ http: [{ route: [route[0], route[0]] }] }), 'EIC608 spec.http[0].route'],
  ['a subset with a dot', virtual({ http: [{ route: [{ destination: { host: 'a.example.org', subset: 'v1.0' } }] }] }), 'EIC608 spec.http[0].route[0].destination.subset'],
  // DestinationRule
  ['an empty policy', rule({ trafficPolicy: {} }), 'EIC609 spec.trafficPolicy'],
  ['a subset twice', rule({ subsets: [{ name: 'v1' }, { name: 'v1' }] }), 'EIC609 spec.subsets[1].name'],
  ['a port policy without port', rule({ trafficPolicy: { portLevelSettings: [{ tls: { mode: 'SIMPLE' } }] } }), 'EIC609 spec.trafficPolicy.portLevelSettings[0].port'],
  ['MUTUAL without certificate', rule({ subsets: [{ name: 'v1', trafficPolicy: { tls: { mode: 'MUTUAL', privateKey: '/k' } } }] }), 'EIC609 spec.subsets[0].trafficPolicy.tls.clientCertificate'],
  ['a credential and a file', rule({ trafficPolicy: { tls: { mode: 'SIMPLE', credentialName: 'c', caCertificates: '/ca' } } }), 'EIC609 spec.trafficPolicy.tls.caCertificates'],
  ['a CA that is not looked at', rule({ trafficPolicy: { tls: { mode: 'SIMPLE', insecureSkipVerify: true, caCertificates: '/ca' } } }), 'EIC609 spec.trafficPolicy.tls.caCertificates'],
  ['a tunnel by GET', rule({ trafficPolicy: { tunnel: { protocol: 'GET', targetHost: 'a.example.org', targetPort: 443 } } }), 'EIC609 spec.trafficPolicy.tunnel.protocol'],
  ['a tunnel and PROXY protocol', rule({ trafficPolicy: { tunnel: { targetHost: 'a.example.org', targetPort: 443 }, proxyProtocol: { version: 'V1' } } }), 'EIC609 spec.trafficPolicy.proxyProtocol'],
  // AuthorizationPolicy
  ['DENY without rules', policy({ action: 'DENY', rules: [] }), 'EIC610 spec.rules'],
  ['CUSTOM without provider', policy({ action: 'CUSTOM', rules: [{}] }), 'EIC610 spec.provider.name'],
  ['a provider of ALLOW', policy({ provider: { name: 'opa' } }), 'EIC610 spec.provider.name'],
  ['an empty from', policy({ rules: [{ from: [] }] }), 'EIC610 spec.rules[0].from'],
  ['an empty source', from({}), 'EIC610 spec.rules[0].from[0].source'],
  ['a missing operation', policy({ rules: [{ to: [{}] }] }), 'EIC610 spec.rules[0].to[0].operation'],
  ['an empty principal', from({ principals: ['a', ''] }), 'EIC610 spec.rules[0].from[0].source.principals[1]'],
  ['an empty path', to({ paths: [''] }), 'EIC610 spec.rules[0].to[0].operation.paths[0]'],
  ['a name as address', from({ ipBlocks: ['a.example.org'] }), 'EIC610 spec.rules[0].from[0].source.ipBlocks[0]'],
  ['a port by name', to({ ports: ['http', '70000'] }), 'EIC610 spec.rules[0].to[0].operation.ports[0]', 'EIC610 spec.rules[0].to[0].operation.ports[1]'],
  ['service accounts and principals', from({ serviceAccounts: ['a'], principals: ['b'] }), 'EIC610 spec.rules[0].from[0].source.serviceAccounts'],
  ['principals with CUSTOM', policy({ action: 'CUSTOM', provider: { name: 'opa' }, rules: [{ from: [{ source: { principals: ['a'] } }] }] }), 'EIC610 spec.rules[0].from[0].source.principals'],
  ['an unknown key', policy({ rules: [{ when: [{ key: 'connection.host', values: ['x'] }] }] }), 'EIC610 spec.rules[0].when[0].key'],
  ['a condition without values', policy({ rules: [{ when: [{ key: 'connection.sni' }] }] }), 'EIC610 spec.rules[0].when[0]'],
  ['DENY by path', to({ paths: ['/x'] }, { action: 'DENY' }), 'EIC612 spec.rules[0]'],
  ['DENY by token', policy({ action: 'DENY', rules: [{ from: [{ source: { requestPrincipals: ['x'] } }] }] }), 'EIC612 spec.rules[0]'],
  ['dry run of another kind', peerAuthentication('p', {}, { annotations: { 'istio.io/dry-run': 'true' } }), 'EIC610 metadata.annotations["istio.io/dry-run"]'],
  ['dry run maybe', authorizationPolicy('p', {}, { annotations: { 'istio.io/dry-run': 'yes' } }), 'EIC610 metadata.annotations["istio.io/dry-run"]'],
  ['dry run of AUDIT', authorizationPolicy('p', { action: 'AUDIT', rules: [{}] }, { annotations: { 'istio.io/dry-run': 'true' } }), 'EIC610 metadata.annotations["istio.io/dry-run"]'],
  // selectors
  ['a wildcard in a selector', policy({ selector: { matchLabels: { app: 'a*' } } }), 'EIC611 spec.selector.matchLabels'],
  ['an empty key', gateway('g', { selector: { '': 'x' }, servers: [server()] }), 'EIC611 spec.selector'],
  ['selector and targets', policy({ selector: { matchLabels: { app: 'a' } }, targetRefs: [{ kind: 'Service', name: 's' }] }), 'EIC611 spec.selector'],
  ['a Deployment as target', requestAuthentication('r', { targetRefs: [{ group: 'apps', kind: 'Deployment', name: 'd' }] }), 'EIC611 spec.targetRefs[0]'],
  ['a target without name', policy({ targetRefs: [{ kind: 'Service' }] }), 'EIC611 spec.targetRefs[0].name'],
  ['a target elsewhere', policy({ targetRefs: [{ kind: 'Service', name: 's', namespace: 'other' }] }), 'EIC611 spec.targetRefs[0].namespace'],
  ['ports of every pod', peerAuthentication('p', { portLevelMtls: { 8080: { mode: 'DISABLE' } } }), 'EIC611 spec.portLevelMtls'],
  ['port 0', peerAuthentication('p', { selector: { matchLabels: { app: 'a' } }, portLevelMtls: { 0: { mode: 'DISABLE' } } }), 'EIC611 spec.portLevelMtls'],
];

const own = (object: Manifest) => `${object.kind} ${object.metadata.namespace}/${object.metadata.name}`;

describe('what istiod refuses', () => {
  test.each(GOOD)('%s: taken', (_, object) => {
    expect(found([object])).toEqual([]);
  });

  test.each(BAD)('%s: refused', (_, object, ...codes) => {
    expect(found([object]).sort()).toEqual(codes.map((code) => `${code.slice(0, 6)} ${own(object)} ${code.slice(7)}`).sort());
  });

  test('kinds of other groups with the same names are left alone', () => {
    expect(found([{ ...gate(), apiVersion: 'gateway.networking.k8s.io/v1' }, { ...car({}), apiVersion: 'example.org/v1' }])).toEqual([]);
  });

  test('data of any other type is for the API server to refuse', () => {
    const odd: unknown[] = [undefined, null, 7, 'x', [], [null], [[]], { a: 1 }, [{ hosts: 7 }]];
    const kinds = [entry({}), car({}), gate(), virtual({}), rule({}), policy({}), tls('t', ['a.example.org'])];
    const fields = ['hosts', 'ports', 'addresses', 'exportTo', 'egress', 'servers', 'http', 'tls', 'trafficPolicy', 'subsets', 'rules', 'selector', 'workloadSelector', 'targetRefs', 'host'];
    for (const object of kinds) {
      for (const value of odd) {
        expect(() => found([{ ...object, spec: value }, ...fields.map((field) => ({ ...object, spec: { ...object.spec as object, [field]: value } }))])).not.toThrow();
      }
    }
    expect(found([null, 7, {}, { kind: 'ServiceEntry', apiVersion: 7, metadata: 'x' }])).toEqual([]);
  });
});
