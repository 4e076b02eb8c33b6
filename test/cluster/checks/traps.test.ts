import { authorizationPolicy, deployment, envoyFilter, found, gateway, Manifest, peerAuthentication, service, serviceEntry, sidecar, tcp, telemetry, tls, virtualService } from './objects';

const at = (address: string) => ({ addresses: [address] });
const wide = (name: string, host: string, resolution: string, more: object = {}) => tls(name, [host], { resolution, ...more });
const imports = (name: string, hosts: readonly string[], labels?: Record<string, string>) =>
  sidecar(name, { ...(labels === undefined ? {} : { workloadSelector: { labels } }), egress: [{ hosts }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } });
const gate = (name: string, hosts: readonly string[], { selector = { istio: 'gw' }, number = 443, protocol = 'HTTPS' } = {}) =>
  gateway(name, { selector, servers: [{ port: { number, name: 'a', protocol }, hosts, ...(protocol === 'HTTPS' ? { tls: { mode: 'SIMPLE', credentialName: 'c' } } : {}) }] });
const http = (name: string, number: number, targetPort: number) => service(name, { selector: { app: name }, ports: [{ name: 'http', port: number, targetPort }] });
const allow = (name: string, rules: unknown, more: object = {}) => authorizationPolicy(name, { action: 'ALLOW', rules, ...more });
const principal = [{ from: [{ source: { principals: ['cluster.local/ns/app/sa/a'] } }] }];
const dynamic = wide('egress/wild', '*.example.org', 'DYNAMIC_DNS');

/** What is said is in the scenarios that were measured; what is not said is in them as well, or follows from the same rule. */
const ROWS: Readonly<Record<string, readonly [string, readonly Manifest[], ...string[]][]>> = {
  'TCP entries': [
    ['different ports', [tcp('a', 'a.example', 22, at('203.0.113.1')), tcp('b', 'b.example', 23, at('203.0.113.1'))]],
    ['different addresses', [tcp('a', 'a.example', 22, at('203.0.113.1')), tcp('b', 'b.example', 22, at('203.0.113.2'))]],
    ['one address, sent where the pod dialled (istio-verdicts, overlap-01)', [tcp('a', 'a.example', 22, { ...at('203.0.113.0/28'), resolution: 'NONE' }), tcp('b', 'b.example', 22, { ...at('203.0.113.0/28'), resolution: 'NONE' })]],
    ['one address', [tcp('a', 'a.example', 22, { ...at('203.0.113.1/32'), resolution: 'STATIC' }), tcp('b', 'b.example', 22, { addresses: ['203.0.113.2', '203.0.113.1'] })], 'EIC621 ServiceEntry app/b spec.addresses[1]'],
    ['one address of IPv6, written in two ways', [tcp('a', 'a.example', 22, at('2001:db8::1')), tcp('b', 'b.example', 22, { ...at('2001:DB8:0::1/128'), resolution: 'NONE' })], 'EIC621 ServiceEntry app/b spec.addresses[0]'],
    ['no addresses', [tcp('a', 'a.example', 5432), tcp('b', 'b.example', 5432)],
      'EIC613 ServiceEntry app/a spec.ports[0].protocol', 'EIC613 ServiceEntry app/b spec.ports[0].protocol', 'EIC621 ServiceEntry app/b spec.ports[0].number'],
    ['no addresses, given by istiod', ['a', 'b'].map((name) => serviceEntry(name, { hosts: [`${name}.example`], resolution: 'DNS', ports: [{ number: 5432, name: 'tcp', protocol: 'TCP' }] }, { labels: { 'networking.istio.io/enable-autoallocate-ip': 'true' } }))],
    ['no addresses, seen by different namespaces', [tcp('a', 'a.example', 5432, { exportTo: ['one'] }), tcp('b', 'b.example', 5432, { exportTo: ['two'] })],
      'EIC613 ServiceEntry app/a spec.ports[0].protocol', 'EIC613 ServiceEntry app/b spec.ports[0].protocol'],
    ['no addresses, imported by different Sidecars', [tcp('egress/a', 'a.example', 5432), tcp('egress/b', 'b.example', 5432), imports('one/s', ['egress/a.example']), imports('two/s', ['egress/b.example'])],
      'EIC613 ServiceEntry egress/a spec.ports[0].protocol', 'EIC613 ServiceEntry egress/b spec.ports[0].protocol'],
    ['no addresses, imported by one Sidecar', [tcp('egress/a', 'a.example', 5432), tcp('egress/b', 'b.example', 5432), imports('one/s', ['egress/a.example', 'egress/b.example'])],
      'EIC613 ServiceEntry egress/a spec.ports[0].protocol', 'EIC613 ServiceEntry egress/b spec.ports[0].protocol', 'EIC621 ServiceEntry egress/b spec.ports[0].number'],
    ['NONE without addresses', [tcp('a', 'a.example', 1521, { resolution: 'NONE' })], 'EIC626 ServiceEntry app/a spec.ports[0].protocol'],
    ['NONE with a network', [tcp('a', 'a.example', 1521, { resolution: 'NONE', addresses: ['203.0.113.0/24'] })]],
    ['beside TLS, with addresses', [tcp('a', 'a.example', 443, at('203.0.113.1')), tls('b', ['b.example'])]],
    ['beside TLS, without addresses', [tcp('a', 'a.example', 443), tls('b', ['b.example'])], 'EIC613 ServiceEntry app/a spec.ports[0].protocol', 'EIC622 ServiceEntry app/a spec.ports[0].number'],
    ['no protocol', [serviceEntry('a', { hosts: ['a.example'], resolution: 'DNS', ports: [{ number: 5432, name: 'db' }] })], 'EIC613 ServiceEntry app/a spec.ports[0].protocol'],
  ],
  'hosts': [
    ['one host, one resolution, ports with names of their own', [tls('a', ['a.example']), tls('b', ['a.example'], { ports: [{ number: 8443, name: 'tls-8443', protocol: 'TLS' }] })]],
    ['one host, two resolutions', [tls('a', ['a.example']), tls('b', ['A.example'], { resolution: 'NONE', ports: [{ number: 8443, name: 'other', protocol: 'TLS' }] })], 'EIC623 ServiceEntry app/b spec.resolution'],
    ['one host, two resolutions, seen by nobody together', [tls('a', ['a.example'], { exportTo: ['one'] }), tls('b', ['a.example'], { resolution: 'NONE', exportTo: ['two'] })]],
    ['one host, more ports for some', [tls('a', ['a.example']), tls('b', ['a.example'], { exportTo: ['one'], ports: [{ number: 8443, name: 'other', protocol: 'TLS' }] })], 'EIC623 ServiceEntry app/b spec.exportTo'],
    ['one host, one port name, STATIC', [tls('a', ['a.example'], { resolution: 'STATIC' }), tls('b', ['a.example'], { resolution: 'STATIC', ports: [{ number: 8443, name: 'tls-443', protocol: 'TLS' }] })], 'EIC623 ServiceEntry app/b spec.ports[0].name'],
    ['one host and port, two protocols', [tls('a', ['a.example']), tls('b', ['a.example'], { ports: [{ number: 443, name: 'tls-443', protocol: 'HTTPS' }] })], 'EIC624 ServiceEntry app/b spec.ports[0].protocol'],
    ['TLS at a network', [tls('a', ['a.example'], { resolution: 'NONE', addresses: ['203.0.113.0/28'] })]],
    ['TLS at an address', [tls('a', ['a.example'], { addresses: ['203.0.113.7'] })], 'EIC625 ServiceEntry app/a spec.addresses[0]'],
    ['HTTP at an address', [serviceEntry('a', { hosts: ['a.example'], addresses: ['203.0.113.7'], resolution: 'DNS', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }] })]],
  ],
  'wildcards': [
    ['nested, one resolution', [wide('egress/w', '*.example.org', 'NONE'), wide('egress/n', '*.a.example.org', 'NONE'), imports('s', ['egress/*.example.org'])]],
    ['nested, two resolutions, one import', [wide('egress/w', '*.example.org', 'DYNAMIC_DNS'), wide('egress/n', '*.a.example.org', 'NONE'), imports('s', ['egress/*.example.org'])], 'EIC627 ServiceEntry egress/n spec.resolution'],
    ['nested, two resolutions, a wider import', [wide('egress/w', '*.a.example', 'NONE'), wide('egress/n', '*.x.a.example', 'DYNAMIC_DNS'), imports('s', ['*/*.example'])], 'EIC627 ServiceEntry egress/n spec.resolution'],
    ['nested, two resolutions, two imports', [wide('one/w', '*.example.org', 'DYNAMIC_DNS'), wide('two/n', '*.a.example.org', 'NONE'), imports('s', ['one/*.example.org', 'two/*.a.example.org'])]],
    ['an exact host with NONE inside', [wide('egress/w', '*.example.org', 'DYNAMIC_DNS'), tls('egress/x', ['x.example.org'], { resolution: 'NONE' }), imports('s', ['egress/*.example.org'])], 'EIC627 ServiceEntry egress/x spec.resolution'],
    ['an exact host with DNS inside', [wide('egress/w', '*.example.org', 'NONE'), tls('egress/x', ['x.example.org']), imports('s', ['egress/*.example.org'])]],
    ['a host of TCP by address inside', [wide('egress/w', '*.example.org', 'DYNAMIC_DNS'), tcp('egress/x', 'x.example.org', 22, { resolution: 'NONE', addresses: ['203.0.113.7'] }), imports('s', ['egress/*.example.org'])]],
    ['behind a gateway', [dynamic, virtualService('v', {
      hosts: ['*.example.org'], gateways: ['mesh', 'g'], tls: [
        { match: [{ sniHosts: ['*.example.org'], gateways: ['mesh'] }], route: [{ destination: { host: '*.example.org', port: { number: 443 } } }] },
        { match: [{ sniHosts: ['*.example.org'], gateways: ['g'] }], route: [{ destination: { host: '*.example.org', port: { number: 443 } } }] },
      ],
    })], 'EIC632 VirtualService app/v spec.tls[1].route[0].destination.host'],
    ['behind a gateway, with an endpoint', [wide('egress/w', '*.example.org', 'STATIC', { endpoints: [{ address: '203.0.113.7' }] }),
      virtualService('v', { hosts: ['*.example.org'], gateways: ['g'], tcp: [{ route: [{ destination: { host: '*.example.org', port: { number: 443 } } }] }] })]],
  ],
  'imports': [
    ['of a host', [tls('egress/a', ['a.example']), imports('s', ['egress/a.example'])]],
    ['of something outside the chart', [imports('s', ['egress/a.example', 'other/*.svc.cluster.local'])]],
    ['of a name inside a wildcard', [wide('egress/w', '*.example.org', 'NONE'), imports('s', ['egress/x.example.org', 'egress/*.example.org'])], 'EIC628 Sidecar app/s spec.egress[0].hosts[0]'],
    ['of what is not exported', [tls('egress/a', ['a.example'], { exportTo: ['other'] }), imports('s', ['egress/a.example'])], 'EIC629 ServiceEntry egress/a spec.exportTo'],
    ['by nobody, in a closed namespace', [tls('a', ['a.example']), imports('s', ['egress/*'])], 'EIC629 ServiceEntry app/a spec.hosts'],
    ['by nobody, exported to closed namespaces', [tls('egress/a', ['a.example'], { exportTo: ['app', 'one'] }), imports('s', ['./*']), imports('one/s', ['./*'])], 'EIC629 ServiceEntry egress/a spec.hosts'],
    ['by nobody, exported to a namespace without Sidecar', [tls('egress/a', ['a.example'], { exportTo: ['app', 'one'] }), imports('s', ['./*'])]],
    ['by pods of another Sidecar', [tls('a', ['a.example']), imports('s', ['egress/*']), imports('x', ['./a.example'], { app: 'x' })]],
    ['for a port', [tls('a', ['a.example']), sidecar('s', { egress: [{ port: { number: 443, protocol: 'TLS', name: 'tls' }, hosts: ['./a.example'] }, { hosts: ['egress/*'] }] })]],
    ['by a Sidecar of the mesh', [tls('egress/a', ['a.example']), imports('istio-system/s', ['egress/a.example'])]],
    ['exported to nobody', [tls('a', ['a.example'], { exportTo: ['~'] })], 'EIC629 ServiceEntry app/a spec.hosts'],
  ],
  'Sidecars': [
    ['one for all, one for some', [imports('a', ['./*']), imports('b', ['./*'], { app: 'x' })]],
    ['two for all', [imports('a', ['./*']), imports('b', ['./*'])], 'EIC630 Sidecar app/b spec.workloadSelector'],
    ['two for all, in two namespaces', [imports('a', ['./*']), imports('other/b', ['./*'])]],
    ['the same labels', [imports('a', ['./*'], { app: 'x' }), imports('b', ['./*'], { app: 'x' })], 'EIC630 Sidecar app/b spec.workloadSelector'],
    ['more labels', [imports('a', ['./*'], { app: 'x', tier: 'y' }), imports('b', ['./*'], { app: 'x' })], 'EIC630 Sidecar app/b spec.workloadSelector'],
    ['other labels', [imports('a', ['./*'], { app: 'x' }), imports('b', ['./*'], { tier: 'y' }), deployment('x'), deployment('y', { labels: { tier: 'y' } })]],
    ['other labels, on one pod', [imports('a', ['./*'], { app: 'x' }), imports('b', ['./*'], { tier: 'y' }), deployment('x', { labels: { tier: 'y' } })], 'EIC630 Sidecar app/b spec.workloadSelector'],
  ],
  'Gateways': [
    ['two hosts', [gate('a', ['a.example']), gate('b', ['b.example'])]],
    ['one host', [gate('a', ['a.example']), gate('b', ['x/A.example'])], 'EIC631 Gateway app/b spec.servers[0].hosts[0]'],
    ['one host on two ports', [gate('a', ['a.example']), gate('b', ['a.example'], { number: 8443 })]],
    ['one host on other pods', [gate('a', ['a.example']), gate('b', ['a.example'], { selector: { istio: 'other' } })]],
    ['one host of HTTP, whose routes add up', [gate('a', ['a.example'], { number: 80, protocol: 'HTTP' }), gate('b', ['a.example'], { number: 80, protocol: 'HTTP' })]],
  ],
  'ports of policies': [
    ['the port of the container', [deployment('a'), http('a', 80, 8080), peerAuthentication('p', { selector: { matchLabels: { app: 'a' } }, portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } })]],
    ['the port of the Service', [deployment('a'), http('a', 80, 8080), peerAuthentication('p', { selector: { matchLabels: { app: 'a' } }, portLevelMtls: { 80: { mode: 'PERMISSIVE' } } })], 'EIC634 PeerAuthentication app/p spec.portLevelMtls["80"]'],
    ['the port of the Service in a rule', [deployment('a'), http('a', 80, 8080), allow('p', [{ to: [{ operation: { ports: ['8080', '80'] } }] }])], 'EIC634 AuthorizationPolicy app/p spec.rules[0].to[0].operation.ports[1]'],
    ['a port that nobody knows', [deployment('a'), http('a', 80, 8080), allow('p', [{ to: [{ operation: { ports: ['9999'] } }] }])]],
    ['the port of a Service of other pods', [deployment('a'), deployment('b'), http('b', 80, 8080), allow('p', [{ to: [{ operation: { ports: ['80'] } }] }], { selector: { matchLabels: { app: 'a' } } })]],
    ['a port of what pods send', [deployment('a'), http('a', 443, 8080), allow('p', [{ to: [{ operation: { ports: ['443'] } }], when: [{ key: 'connection.sni', values: ['a.example'] }] }])]],
    ['a selector in the root namespace', [peerAuthentication('istio-system/p', { selector: { matchLabels: { app: 'a' } }, mtls: { mode: 'STRICT' } })], 'EIC633 PeerAuthentication istio-system/p spec.selector'],
    ['the whole mesh', [peerAuthentication('istio-system/p', { mtls: { mode: 'STRICT' } })]],
  ],
  'DYNAMIC_DNS beside policies': [
    ['none', [dynamic, deployment('a')]],
    ['allow-nothing', [dynamic, deployment('a'), authorizationPolicy('p', {})], 'EIC635 AuthorizationPolicy app/p spec.rules'],
    ['allow-nothing in dry run', [dynamic, deployment('a'), authorizationPolicy('p', {}, { annotations: { 'istio.io/dry-run': 'true' } })]],
    ['allow-nothing of the mesh', [dynamic, deployment('a'), authorizationPolicy('istio-system/p', {})], 'EIC635 AuthorizationPolicy istio-system/p spec.rules'],
    ['allow-nothing elsewhere', [dynamic, deployment('a'), authorizationPolicy('other/p', {})]],
    ['callers by principal', [dynamic, deployment('a'), allow('p', principal)], 'EIC635 AuthorizationPolicy app/p spec.rules'],
    ['callers of HTTP', [dynamic, deployment('a'), allow('p', [{ to: [{ operation: { methods: ['GET'] } }] }])], 'EIC635 AuthorizationPolicy app/p spec.rules'],
    ['callers, and names', [dynamic, deployment('a'), allow('p', principal), allow('q', [{ to: [{ operation: { ports: ['443'] } }], when: [{ key: 'connection.sni', values: ['*.a.example.org'] }] }])]],
    ['callers, and other names', [dynamic, deployment('a'), allow('p', principal), allow('q', [{ when: [{ key: 'connection.sni', values: ['*.example.com'] }] }])], 'EIC635 AuthorizationPolicy app/p spec.rules', 'EIC635 AuthorizationPolicy app/q spec.rules'],
    ['callers of other pods', [dynamic, deployment('a'), deployment('b', { annotations: { 'sidecar.istio.io/inject': 'false' } }), allow('p', principal, { selector: { matchLabels: { app: 'b' } } })]],
    ['a DENY of callers without identity', [dynamic, deployment('a'), authorizationPolicy('p', { action: 'DENY', rules: [{ from: [{ source: { notPrincipals: ['*'] } }] }] })], 'EIC635 AuthorizationPolicy app/p spec.rules[0]'],
    ['a DENY of namespaces on other ports', [dynamic, deployment('a'), authorizationPolicy('p', { action: 'DENY', rules: [{ from: [{ source: { notNamespaces: ['app'] } }], to: [{ operation: { notPorts: ['443'] } }] }] })]],
    ['a DENY of a principal', [dynamic, deployment('a'), authorizationPolicy('p', { action: 'DENY', rules: principal })]],
    ['a DENY of other names', [dynamic, deployment('a'), authorizationPolicy('p', { action: 'DENY', rules: [{ when: [{ key: 'connection.sni', notValues: ['*.example.org'] }] }] })]],
    ['NONE beside allow-nothing', [wide('egress/wild', '*.example.org', 'NONE'), deployment('a'), authorizationPolicy('p', {})]],
    ['a host that the pods do not import', [dynamic, deployment('a'), imports('s', ['./*']), authorizationPolicy('p', {})]],
    ['pods that only SAP knows', [dynamic, imports('edge-icell/s', ['egress/*.example.org'], { app: 'worker' }), allow('edge-icell/p', principal, { selector: { matchLabels: { app: 'worker', tier: 'x' } } })], 'EIC635 AuthorizationPolicy edge-icell/p spec.rules'],
    ['pods of another Sidecar that only SAP knows', [dynamic, imports('edge-icell/s', ['egress/*.example.org'], { app: 'worker' }), allow('edge-icell/p', principal, { selector: { matchLabels: { app: 'edc' } } })]],
  ],
  'outside the stable profile': [
    ['EnvoyFilter', [envoyFilter('f', { configPatches: [] })], 'EIC636 EnvoyFilter app/f kind'],
    ['a filter of logs', [telemetry('t', { accessLogging: [{ filter: { expression: 'true' } }] })], 'EIC636 Telemetry app/t spec.accessLogging[0].filter'],
    ['trust domains', [allow('p', [{ from: [{ source: { trustDomains: ['x'] } }] }])], 'EIC636 AuthorizationPolicy app/p spec.rules[0].from[0].source.trustDomains'],
    ['logs', [telemetry('t', { accessLogging: [{ providers: [{ name: 'envoy' }] }] })]],
  ],
};

describe.each(Object.entries(ROWS))('%s', (_, rows) => {
  test.each(rows)('%s', (__, objects, ...expected) => {
    expect(found(objects).sort()).toEqual([...expected].sort());
  });

  test.each(rows)('%s, in another order', (__, objects) => {
    expect(found([...objects].reverse())).toEqual(found(objects));
  });
});
