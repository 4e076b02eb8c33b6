import { away, lacksAfter, Loose } from '../../support/changed-output';
import { clusterOutput } from '../../support/mutated-outputs';

const { cell, output } = clusterOutput('gateway: own names');
const NAMED = 'VirtualService edge-icell/eic-rich-egress-one-saas-example';
const BY_ADDRESS = 'VirtualService edge-icell/eic-rich-egress-external-service-data-store-10-30-1-4';
const ON = 'VirtualService acme-egress/eic-rich-one-saas-example';
const ON_TO_PROXY = 'VirtualService acme-egress/eic-rich-any-saas-example';
const [SUBSETS, SERVERS] = ['DestinationRule acme-egress/eic-rich-egress', 'Gateway acme-egress/eic-rich-egress'];
const POLICY = 'AuthorizationPolicy acme-egress/eic-rich-receiver-files-40005';
const serverOf = (gateway: Loose, host: string): Loose => gateway.spec.servers.find(({ hosts }: Loose) => hosts.includes(host));
const subsetOf = (rule: Loose, sni: string): Loose => rule.spec.subsets.find(({ trafficPolicy }: Loose) => trafficPolicy.portLevelSettings[0].tls.sni === sni);

test('as it is written, each destination has its way', () => expect(lacksAfter(cell, output, NAMED, () => undefined)).toEqual([]));

// An exact host below a wildcard goes the wildcard's way without its own, and no question asks for a port between the ends of a range.
test.each<[string, string, (object: Loose) => unknown, RegExp]>([
  ['no route to the gateway', NAMED, away, /^EIC727 must have the VirtualService of one\.saas\.example to the egress gateway in edge-icell/],
  ['a route to the gateway elsewhere', NAMED, ({ metadata }) => { metadata.namespace = 'eic-other'; }, /VirtualService of one\.saas\.example to the egress gateway/],
  ['a route for all namespaces', NAMED, ({ spec }) => { delete spec.exportTo; }, /must be \["edge-icell"\], got: nothing at spec\.exportTo/],
  ['a route of other proxies, too', NAMED, ({ spec }) => { spec.gateways.push('acme-egress/eic-rich-egress'); }, /spec\.gateways/],
  ['a second host', NAMED, ({ spec }) => { spec.hosts.push('two.saas.example'); }, /spec\.hosts/],
  ['a route on every port', NAMED, ({ spec }) => { delete spec.tls[0].match[0].port; }, /spec\.tls/],
  ['a route past the gateway', NAMED, ({ spec }) => { spec.tls[0].route[0].destination = { host: 'one.saas.example', port: { number: 8443 } }; }, /spec\.tls/],
  ['part of the connections elsewhere', NAMED, ({ spec }) => { spec.tls[0].route.push({ destination: { host: 'evil.example' }, weight: 1 }); }, /spec\.tls/],
  ['the subset of another', NAMED, ({ spec }) => { spec.tls[0].route[0].destination.subset = 'any-saas-example-8443'; }, /spec\.tls/],
  ['no subset', NAMED, ({ spec }) => { delete spec.tls[0].route[0].destination.subset; }, /spec\.tls/],
  ['a second route', NAMED, ({ spec }) => { spec.tls.push({ ...spec.tls[0], match: [{ gateways: ['mesh'], port: 8444, sniHosts: ['one.saas.example'] }] }); }, /must have 1 entries, each once/],
  ['the same route twice', NAMED, ({ spec }) => { spec.tls.push(spec.tls[0]); }, /must have 1 entries, each once, got: 2 at spec\.tls/],
  ['a route by TCP beside it', NAMED, ({ spec }) => { spec.tcp = [{ route: [{ destination: { host: 'evil.example' } }] }]; }, /must have 0 entries.*evil\.example/],
  ['another address', BY_ADDRESS, ({ spec }) => { spec.tcp[0].match[0].destinationSubnets = ['10.30.1.6/32']; }, /10\.30\.1\.4\/32.* got: .*10\.30\.1\.6\/32/],
  ['a route for every address', BY_ADDRESS, ({ spec }) => { delete spec.tcp[0].match[0].destinationSubnets; }, /spec\.tcp/],
  ['no route on', ON, away, /^EIC727 must have the VirtualService of one\.saas\.example from the egress gateway in acme-egress/],
  ['a route on that others see', ON, ({ spec }) => { spec.exportTo = ['*']; }, /must be \["acme-egress"\].*spec\.exportTo/],
  ['a route on from every port', ON, ({ spec }) => { delete spec.tcp[0].match; }, /spec\.tcp/],
  ['a route on to another port', ON, ({ spec }) => { spec.tcp[0].route[0].destination.port.number = 8444; }, /spec\.tcp/],
  ['a wildcard past the proxy', ON_TO_PROXY, ({ spec }) => { spec.tcp[0].route[0].destination.host = '*.saas.example'; }, /eic-rich-sni-proxy\.acme-egress\.svc\.cluster\.local/],
  ['no subsets', SUBSETS, away, /^EIC727 must have the DestinationRule eic-rich-egress in acme-egress/],
  ['no certificate of the mesh', SUBSETS, (rule) => { subsetOf(rule, 'one.saas.example').trafficPolicy.portLevelSettings[0].tls.mode = 'SIMPLE'; }, /spec\.subsets/],
  ['no server name', SUBSETS, (rule) => { delete subsetOf(rule, 'one.saas.example').trafficPolicy.portLevelSettings[0].tls.sni; }, /spec\.subsets/],
  ['subsets of another Service', SUBSETS, ({ spec }) => { spec.host = 'other.acme-egress.svc.cluster.local'; }, /spec\.host/],
  ['subsets that clients do not see', SUBSETS, ({ spec }) => { spec.exportTo = ['acme-egress']; }, /must be \["edge-icell"\].*spec\.exportTo/],
  ['no servers', SERVERS, away, /^EIC727 must have the Gateway eic-rich-egress in acme-egress/],
  ['a server without certificates of the mesh', SERVERS, (gateway) => { serverOf(gateway, 'one.saas.example').tls.mode = 'PASSTHROUGH'; }, /spec\.servers/],
  ['a server of plain TCP', SERVERS, (gateway) => { serverOf(gateway, 'one.saas.example').port.protocol = 'TCP'; }, /spec\.servers/],
  ['a server for every name', SERVERS, (gateway) => { serverOf(gateway, 'one.saas.example').hosts = ['*']; }, /must have .*"one\.saas\.example".* got: .*"\*".* at spec\.servers/],
  ['a server too many', SERVERS, ({ spec }) => { spec.servers.push({ hosts: ['*'], port: { name: 'tls', number: 443, protocol: 'TLS' }, tls: { mode: 'PASSTHROUGH' } }); }, /must have \d+ entries.*PASSTHROUGH/],
  ['servers of other pods', SERVERS, ({ spec }) => { spec.selector = { istio: 'ingressgateway' }; }, /select the pods of the egress gateway/],
  ['no policy', POLICY, away, /^EIC727 must have the AuthorizationPolicy of ftp\.plant\.example on port 27005/],
  ['a policy for another account', POLICY, ({ spec }) => { spec.rules[0].from[0].source.principals = ['cluster.local/ns/edge-icell/sa/other']; }, /must name cluster\.local\/ns\/edge-icell\/sa\/worker, which uses ftp\.plant\.example:40005/],
])('%s: noticed', (_, id, change, message) => {
  const found = lacksAfter(cell, output, id, change);
  expect(found.filter((text) => message.test(text))).not.toEqual([]);
  expect(found.filter((text) => !text.startsWith('EIC727 '))).toEqual([]);
});

test('names of subsets and servers are free', () => {
  const rename = ({ spec }: Loose) => { for (const server of spec.servers) server.port.name += '-x'; };
  expect(lacksAfter(cell, output, SERVERS, rename)).toEqual([]);
});
