// What goes wrong in a cluster by hand, put through `eic verify` as it would be applied: the trap is found, and said by object and path.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { AlteredOutput, expectFound, Manifest } from './altered-output';
import { ROOT } from '../../support/scripts';

const CELL = 'plant-mannheim';
const good = () => new AlteredOutput(join(ROOT, 'examples/cells/azure-cluster-btp-aws.yaml'), CELL, join(ROOT, 'examples/cells/expected', CELL));

type Rule = { ports?: { port: number; protocol: string }[]; to?: unknown[]; [key: string]: unknown };
const istio = (group: 'networking' | 'security', kind: string, name: string, spec: object, namespace = 'edge-icell') => ({ apiVersion: `${group}.istio.io/v1`, kind, metadata: { name, namespace }, spec });
const entry = (name: string, host: string, port: number, protocol: string, resolution: string, exportTo = ['edge-icell']) =>
  istio('networking', 'ServiceEntry', name, { hosts: [host], ports: [{ number: port, name: `${protocol.toLowerCase()}-${port}`, protocol }], resolution, exportTo, location: 'MESH_EXTERNAL' });
const policy = (name: string, spec: object, apiVersion = 'networking.k8s.io/v1', kind = 'NetworkPolicy') => ({ apiVersion, kind, metadata: { name, ...(apiVersion.startsWith('networking') ? { namespace: 'edge-icell' } : {}) }, spec });
const namespace = (labels: object) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'edge-icell', labels: { 'kubernetes.io/metadata.name': 'edge-icell', ...labels } } });
const route = (host: string, port: number) => ({ destination: { host, port: { number: port } } });
const carrierTo = (...to: object[]) => istio('networking', 'VirtualService', 'elsewhere', { hosts: ['api.carrier.example'], tls: [{ match: [{ port: 443, sniHosts: ['api.carrier.example'] }], route: to }] });
const WORKER = { matchLabels: { app: 'worker' } };
const webOnly = istio('security', 'AuthorizationPolicy', 'web-only', { action: 'ALLOW', selector: WORKER, rules: [{ to: [{ operation: { methods: ['GET'], paths: ['/*'] } }] }] });
const hostsOf = ({ spec }: Manifest) => (spec.egress as { hosts: string[] }[])[0]!.hosts;
const resolve = (resolution: string) => ({ spec }: Manifest) => { spec.resolution = resolution; };

const TRAPS: readonly [string, (output: AlteredOutput) => unknown, string, RegExp][] = [
  ['a Sidecar that imports less than its entry has', (output) => output.objects('Sidecar', /worker$/, (sidecar) => {
    hostsOf(sidecar).splice(hostsOf(sidecar).indexOf('edge-icell/*.hana.ondemand.com'), 1, 'edge-icell/*.eu10.hana.ondemand.com');
  }), 'EIC720', /Sidecar edge-icell\/eic-plant-mannheim-worker spec\.outboundTrafficPolicy/],
  ['STRICT in the root namespace with a selector, which is for no other namespace', (output) => output.objects('PeerAuthentication', /edge-icell\//, (object) => {
    object.metadata.namespace = 'istio-system';
    object.spec.selector = WORKER;
  }), 'EIC727', /must have the PeerAuthentication with STRICT for all pods of edge-icell, got: none/],
  ['no mutual TLS, though the root namespace has it for some', (output) => output
    .objects('PeerAuthentication', /edge-icell\//, ({ spec }) => { spec.mtls = { mode: 'DISABLE' }; })
    .add(istio('security', 'PeerAuthentication', 'default', { selector: WORKER, mtls: { mode: 'STRICT' } }, 'istio-system')), 'EIC720', /AuthorizationPolicy edge-icell\/eic-plant-mannheim-callers spec\.rules\[0\]/],
  ['DNS over TCP forgotten', (output) => output.objects('NetworkPolicy', /edge-icell\/.*base$/, ({ spec }) => {
    for (const rule of spec.egress as Rule[]) if (rule.ports?.some(({ port }) => port === 53) === true) rule.ports = rule.ports.filter(({ protocol }) => protocol === 'UDP');
  }), 'EIC720', /:53 \(tcp\) must pass, got: network-policy says network-policy\/no-rule: .*NetworkPolicy edge-icell\/eic-plant-mannheim-base/],
  ['an entry that is exported to nobody', (output) => output.objects('ServiceEntry', /api-carrier-example$/, ({ spec }) => { spec.exportTo = ['~']; }), 'EIC727',
    /must be exported to edge-icell for receiver\/carrier, got: .*spec\.exportTo of ServiceEntry edge-icell\/eic-plant-mannheim-api-carrier-example/],
  ['DYNAMIC_DNS beside allow-nothing', (output) => output.objects('ServiceEntry', /any-hana/, resolve('DYNAMIC_DNS')).add(istio('security', 'AuthorizationPolicy', 'allow-nothing', {})), 'EIC720',
    /sidecar\/own-policy: .*AuthorizationPolicy edge-icell\/allow-nothing spec\.rules/],
  ['ALLOW with fields of HTTP where TCP is judged', (output) => output.objects('ServiceEntry', /any-hana/, resolve('DYNAMIC_DNS')).add(webOnly), 'EIC720',
    /sidecar\/own-policy: .*AuthorizationPolicy edge-icell\/web-only spec\.rules/],
  ['two TCP entries on one port, neither with addresses', (output) => output
    .objects('ServiceEntry', /receiver-bank$/, (object) => {
      delete object.spec.addresses;
      object.spec.resolution = 'DNS';
    })
    .add(entry('aaa-other', 'aftp.other.example', 22, 'TCP', 'DNS')).objects('Sidecar', /worker$/, (sidecar) => hostsOf(sidecar).push('edge-icell/aftp.other.example')), 'EIC720', /203\.0\.113\.7:22 \(tcp\) must pass, got: sidecar says sidecar\/led-elsewhere: .*ServiceEntry edge-icell\/aaa-other/],
  ['another Sidecar for the same pods, first by name', (output) => output.add(istio('networking', 'Sidecar', 'aaa-open', { workloadSelector: { labels: { app: 'worker' } }, egress: [{ hosts: ['*/*'] }], outboundTrafficPolicy: { mode: 'ALLOW_ANY' } })),
    'EIC721', /Sidecar edge-icell\/aaa-open spec\.outboundTrafficPolicy/],
  ['a VirtualService for all hosts, to a collector', (output) => output.add(istio('networking', 'VirtualService', 'catch-all', { hosts: ['*.hana.ondemand.com'], gateways: ['mesh'], tls: [{ match: [{ port: 443, sniHosts: ['*.hana.ondemand.com'] }], route: [route('api.carrier.example', 443)] }] })),
    'EIC720', /sidecar\/led-elsewhere: .*VirtualService edge-icell\/catch-all spec\.tls\[0\]/],
  ['a hundredth of a flow to another host', (output) => output.add(carrierTo({ weight: 99, ...route('api.carrier.example', 443) }, { weight: 1, ...route('mq.partner.example', 443) })), 'EIC720', /sidecar\/led-elsewhere: .*VirtualService edge-icell\/elsewhere/],
  ['a flow to a pod of the cluster', (output) => output.add(carrierTo(route('edc.edge-icell.svc.cluster.local', 8080))), 'EIC720', /api\.carrier\.example at .* must pass, got: sidecar says callers\/not-http: .*edge-icell\/edc/],
  ['a second entry of the same host that resolves nothing', (output) => output.add(entry('aaa-second', 'sftp.bank.example', 22, 'TCP', 'NONE')), 'EIC721', /ServiceEntry edge-icell\/aaa-second spec\.ports\[0\]/],
  ['a second entry of the same host and age: chance decides', (output) => output.add(entry('aaa-second', 'api.carrier.example', 443, 'TLS', 'NONE', ['*'])), 'EIC722', /ServiceEntry edge-icell\/aaa-second spec\.hosts/],
  ['a namespace without injection', (output) => output.add(namespace({})), 'EIC721', /sidecar\/absent: .*Namespace edge-icell metadata\.labels/],
  ['a namespace whose injection is off', (output) => output.add(namespace({ 'istio-injection': 'disabled', 'istio.io/rev': 'default' })), 'EIC721', /Namespace edge-icell metadata\.labels/],
  ['an EnvoyFilter, which is not understood', (output) => output.add(istio('networking', 'EnvoyFilter', 'lua', { configPatches: [{ applyTo: 'NETWORK_FILTER', match: { context: 'SIDECAR_OUTBOUND' }, patch: { operation: 'INSERT_BEFORE', value: {} } }] }, 'istio-system')),
    'EIC722', /EnvoyFilter istio-system\/lua/],
  ['Cilium for the whole cluster', (output) => output.add(policy('open', { endpointSelector: {}, egress: [{ toEntities: ['all'] }] }, 'cilium.io/v2', 'CiliumClusterwideNetworkPolicy')), 'EIC722', /CiliumClusterwideNetworkPolicy open/],
  ['Calico for the whole cluster', (output) => output.add(policy('open', { order: 1, selector: 'all()', types: ['Egress'], egress: [{ action: 'Allow' }] }, 'projectcalico.org/v3', 'GlobalNetworkPolicy')), 'EIC722', /GlobalNetworkPolicy open/],
  ['an AdminNetworkPolicy before all others', (output) => output.add(policy('open', { priority: 1, subject: { namespaces: {} }, egress: [{ action: 'Allow', to: [{ networks: ['0.0.0.0/0'] }] }] }, 'policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy')), 'EIC722', /AdminNetworkPolicy open/],
  ['a policy of somebody else that opens everything', (output) => output.add(policy('open', { podSelector: {}, policyTypes: ['Egress'], egress: [{}] })), 'EIC721', /NetworkPolicy edge-icell\/open spec\.egress\[0\]/],
  ['a policy of SAP that is wider than ours', (output) => output.add(policy('sap-worker', { podSelector: WORKER, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] })), 'EIC721', /NetworkPolicy edge-icell\/sap-worker spec\.egress\[0\]/],
  ['a DENY of SAP that takes the callers away', (output) => output.add(istio('security', 'AuthorizationPolicy', 'sap-deny', { action: 'DENY', rules: [{ from: [{ source: { notNamespaces: ['edge-icell'] } }] }] })), 'EIC720', /AuthorizationPolicy edge-icell\/sap-deny spec\.rules\[0\]/],
  ['a DestinationRule that puts TLS around TLS', (output) => output.add(istio('networking', 'DestinationRule', 'originate', { host: 'api.carrier.example', trafficPolicy: { tls: { mode: 'SIMPLE' } } })), 'EIC720', /api\.carrier\.example at .* must pass, got: sidecar says server\/tls-in-tls/],
];

test.each(TRAPS.map((trap, index) => [...trap, index] as const))('%s', async (_, alter, code, rule, index) => {
  const output = good();
  alter(output);
  expectFound(await output.verify(index % 4 === 0), code, rule);
});

/** Every manifest of the cell, as one list. */
function asList(output: AlteredOutput, more: readonly object[] = []): void {
  const folder = join(output.folder, CELL, 'manifests');
  const items = readdirSync(folder).flatMap((file) => {
    const found = parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => document.toJS() as unknown);
    rmSync(join(folder, file));
    return found;
  });
  output.add(stringify({ apiVersion: 'v1', items: [...items, ...more], kind: 'List', metadata: { resourceVersion: '' } }), 'all.yaml');
}

describe('what is no trap passes', () => {
  test.each<[string, (output: AlteredOutput) => unknown]>([
    ['nothing altered', () => undefined],
    ['what kubectl exports as one list', (output) => asList(output)],
    ['documents of a template that hold comments only', (output) => output.add('---\n# Source: chart/templates/a.yaml\n---\n---\n# Source: b\n')],
    ['a namespace with injection, or with a revision', (output) => output.add(namespace({ 'istio.io/rev': 'default' }))],
    ['a policy of SAP for incoming calls', (output) => output.add(policy('sap-worker', { podSelector: WORKER, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] }))],
    ['an ALLOW of SAP for requests, where nothing of outgoing TLS is judged', (output) => output.add(webOnly)],
    ['an EnvoyFilter of another namespace', (output) => output.add(istio('networking', 'EnvoyFilter', 'lua', { configPatches: [{ match: { context: 'ANY' } }] }, 'shop'))],
  ])('%s', async (_, alter) => {
    const output = good();
    alter(output);
    const { code, verification: { summary }, problems } = await output.verify();
    expect({ code, wrong: summary.wrong, unknown: summary.unknown, problems: problems.filter((problem) => !problem.startsWith('EIC723')) }).toEqual({ code: 0, wrong: 0, unknown: 0, problems: [] });
  });

  test('a trap in a list is found as well', async () => {
    const output = good();
    asList(output, [policy('open', { podSelector: {}, policyTypes: ['Egress'], egress: [{}] })]);
    expectFound(await output.verify(), 'EIC721', /NetworkPolicy edge-icell\/open spec\.egress\[0\]/);
  });
});
