import { sniProxyConfig } from '../../../src/compile/cluster/gateway/sni-proxy-config';
import { HostPattern } from '../../../src/net';
import { verify } from '../../../src/verify';
import { streamListeners } from '../../../src/verify/layers/nginx-stream';
import { relaysOf } from '../../../src/verify/layers/sni-relays';
import type { KubernetesObject, ReadObject, ReadOutput } from '../../../src/verify/read';
import { matrixCells, modelOf } from '../../conformance/matrix';
import { renderedCell } from '../support/rendered-cell';

const INCLUDES = new Set(['/tmp/resolver.conf']);
const listeners = (text: string) => streamListeners(text, INCLUDES);
const stream = (body: string) => `events {}\nstream {\n${body}\n}\n`;
const map = (entries: string, server = 'listen 8443; ssl_preread on; proxy_pass $target;') => stream(`map $ssl_preread_server_name $target { ${entries} }\nserver { ${server} }`);
const TO_NAME = '$ssl_preread_server_name:443';

test('our own form: each suffix on its port', () => {
  const hosts = [HostPattern.trusted('*.hana.ondemand.com'), HostPattern.trusted('*.saas.example')];
  const text = sniProxyConfig([{ listen: 15443, port: 443, hosts }, { listen: 8443, port: 8443, hosts: hosts.slice(1) }, { listen: 9443, port: 9443, hosts: [] }], { v4: true, v6: true });
  expect(listeners(text)).toEqual([
    { port: 8443, hosts: ['*.saas.example'], targetPort: 8443 },
    { port: 9443, hosts: [], targetPort: 0 },
    { port: 15443, hosts: ['*.hana.ondemand.com', '*.saas.example'], targetPort: 443 },
  ]);
});

test.each<[string, string, readonly string[]]>([
  ['hostnames', `hostnames; *.x.example ${TO_NAME}; default "";`, ['*.x.example']],
  ['a suffix with its apex', `hostnames; .x.example ${TO_NAME};`, ['x.example', '*.x.example']],
  ['exact names', `api.x.example ${TO_NAME}; API.Y.example api.y.example:443;`, ['api.x.example', 'api.y.example']],
  ['an exact expression', `~^api\\.x\\.example$ ${TO_NAME};`, ['api.x.example']],
  ['without underscores', `"~^([a-z0-9-]+\\.)+x\\.example$" ${TO_NAME};`, ['*.x.example']],
  ['with \\w', `"~*^(?:[\\w-]+\\.)+x\\.example$" ${TO_NAME};`, ['*.x.example']],
  ['none or more labels', `"~*^([a-z0-9-]+\\.)*x\\.example$" ${TO_NAME};`, ['x.example', '*.x.example']],
  ['comments and quotes', `# all of x\n  '~*^([a-z0-9_-]+\\.)+x\\.example$'   "${TO_NAME}"; default '';`, ['*.x.example']],
  ['everything else too', `hostnames; *.x.example ${TO_NAME}; default ${TO_NAME};`, ['*.x.example', '*']],
  ['nothing', 'default "";', []],
])('a map by hand: %s', (_, entries, hosts) => {
  const targetPort = hosts.length === 0 ? 0 : 443;
  expect(listeners(map(entries))).toEqual([{ port: 8443, hosts, targetPort }]);
});

test('the port outside may stand beside the map, and preread above the server', () => {
  const text = stream('ssl_preread on; map $ssl_preread_server_name $name { hostnames; default ""; *.x.example $ssl_preread_server_name; }\nserver { listen [::]:8443 ipv6only=on reuseport; listen 0.0.0.0:8443; proxy_pass $name:443; }');
  expect(listeners(text)).toEqual([{ port: 8443, hosts: ['*.x.example'], targetPort: 443 }]);
});

test('without a map every name is forwarded', () => {
  expect(listeners(stream(`server { listen 8443; ssl_preread on; proxy_pass ${TO_NAME}; }`))).toEqual([{ port: 8443, hosts: ['*'], targetPort: 443 }]);
});

const OURS = `hostnames; *.x.example ${TO_NAME};`;
test.each<[string, string]>([
  ['no configuration', 'stream'],
  ['no end', 'events {} stream { server {'],
  ['an end too much', `${map(OURS)}}`],
  ['no end of a quote', map('"~^x ')],
  ['another program', '{"stream": {"ssl_preread": true}}'],
  ['blocks without end', `events {} stream ${'{ a '.repeat(5000)}`],
  ['http beside it', `${map(OURS)} http { server { listen 80; } }`],
  ['another module', `load_module modules/ngx_stream_js_module.so; ${map(OURS)}`],
  ['a file beside it', stream(`include /etc/nginx/more.conf; map $ssl_preread_server_name $target { ${OURS} } server { listen 8443; ssl_preread on; proxy_pass $target; }`)],
  ['a file in a map', map(`include /etc/nginx/names; ${OURS}`)],
  ['an upstream', map(OURS, 'listen 8443; ssl_preread on; proxy_pass backend;')],
  ['a fixed target', map(OURS, 'listen 8443; ssl_preread on; proxy_pass 203.0.113.7:443;')],
  ['a map of something else', stream(`map $remote_addr $target { default ${TO_NAME}; } server { listen 8443; ssl_preread on; proxy_pass $target; }`)],
  ['two maps', stream(`map $ssl_preread_server_name $target { ${OURS} } map $ssl_preread_server_name $target { default ${TO_NAME}; } server { listen 8443; ssl_preread on; proxy_pass $target; }`)],
  ['no map', stream('server { listen 8443; ssl_preread on; proxy_pass $target; }')],
  ['another name', map('api.x.example evil.example:443;')],
  ['an address', map('hostnames; *.x.example 203.0.113.7:443;')],
  ['a default elsewhere', map(`${OURS} default 127.0.0.1:9;`)],
  ['two ports', map(`api.x.example ${TO_NAME}; api.y.example $ssl_preread_server_name:8443;`)],
  ['no port', map('api.x.example $ssl_preread_server_name;')],
  ['an expression with a dot for any character', map(`"~*^([a-z0-9_-]+\\.)+x.example$" ${TO_NAME};`)],
  ['an expression without an end', map(`"~*^([a-z0-9_-]+\\.)+x\\.example" ${TO_NAME};`)],
  ['an expression without a start', map(`"~*([a-z0-9_-]+\\.)+x\\.example$" ${TO_NAME};`)],
  ['an expression of anything', map(`"~*^.+\\.x\\.example$" ${TO_NAME};`)],
  ['an expression of one label', map(`"~*^[a-z0-9_-]+\\.x\\.example$" ${TO_NAME};`)],
  ['an expression of fewer characters', map(`"~*^([a-f0-9_-]+\\.)+x\\.example$" ${TO_NAME};`)],
  ['a suffix wildcard', map(`hostnames; www.* ${TO_NAME};`)],
  ['a wildcard without hostnames', map(`*.x.example ${TO_NAME};`)],
  ['no names read', map(OURS, 'listen 8443; proxy_pass $target;')],
  ['TLS that ends here', map(OURS, 'listen 8443 ssl; ssl_preread on; proxy_pass $target;')],
  ['UDP', map(OURS, 'listen 8443 udp; ssl_preread on; proxy_pass $target;')],
  ['the PROXY protocol', map(OURS, 'listen 8443; ssl_preread on; proxy_protocol on; proxy_pass $target;')],
  ['a script', map(OURS, 'listen 8443; ssl_preread on; js_preread main.read; proxy_pass $target;')],
  ['two servers on a port', stream(`map $ssl_preread_server_name $target { ${OURS} } server { listen 8443; ssl_preread on; proxy_pass $target; } server { listen 8443; ssl_preread on; proxy_pass ${TO_NAME}; }`)],
])('%s is not understood', (_, text) => {
  expect(() => listeners(text)).toThrow(/./);
  const { sniRelays, opaqueRelays } = relaysOf(workload(`stream {}\n${text}`));
  expect([sniRelays, opaqueRelays.map(({ pod, rule }) => [pod, rule.object])]).toEqual([[], [['way-out/proxy-eic-probe', 'ConfigMap way-out/conf']]]);
});

const read = (value: object): ReadObject => {
  const object = value as KubernetesObject;
  return { file: 'a.yaml', id: `${object.kind} ${object.metadata.namespace}/${object.metadata.name}`, value: object };
};
const metadata = (name: string) => ({ name, namespace: 'way-out' });
function workload(text: string | undefined, kind = 'Deployment', container: object = {}, volume: object = { configMap: { name: 'conf' } }): ReadObject[] {
  const spec = { containers: [{ name: 'nginx', ...container }], volumes: [volume] };
  return [
    ...(text === undefined ? [] : [read({ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('conf'), data: { 'nginx.conf': text, 'readme': 'text' } })]),
    read({ apiVersion: 'apps/v1', kind, metadata: metadata('proxy'), spec: kind === 'Pod' ? spec : { template: { spec } } }),
  ];
}

describe('workloads', () => {
  const RELAY = [{ pod: 'way-out/proxy-eic-probe', port: 8443, hosts: ['*.x.example'], targetPort: 443 }];
  test.each(['Deployment', 'StatefulSet', 'DaemonSet'])('a %s', (kind) => expect(relaysOf(workload(map(OURS), kind))).toEqual({ sniRelays: RELAY, opaqueRelays: [] }));

  test('a pod of an export is called by its own name', () => expect(relaysOf(workload(map(OURS), 'Pod')).sniRelays).toEqual([{ ...RELAY[0], pod: 'way-out/proxy' }]));

  test('a projected volume', () => expect(relaysOf(workload(map(OURS), 'Deployment', {}, { projected: { sources: [{ configMap: { name: 'conf' } }] } })).sniRelays).toEqual(RELAY));

  test.each([
    ['echo "resolver$servers valid=30s;" > /tmp/resolver.conf', 1],
    ['echo "resolver 10.0.0.10;" > /tmp/resolver.conf\necho "server { listen 1; }" >> /tmp/resolver.conf', 0],
    ['echo "resolver 10.0.0.10; server { listen 1; }" > /tmp/resolver.conf', 0],
    ['cp /config/more.conf /tmp/resolver.conf', 0],
  ])('%s: %i relays', (script, count) => {
    const text = stream(`include /tmp/resolver.conf; map $ssl_preread_server_name $target { ${OURS} } server { listen 8443; ssl_preread on; proxy_pass $target; }`);
    const { sniRelays, opaqueRelays } = relaysOf(workload(text, 'Deployment', { command: ['/bin/sh', '-c', script] }));
    expect([sniRelays.length, opaqueRelays.length]).toEqual([count, 1 - count]);
  });

  test('a configuration that was not read', () => {
    expect(relaysOf(workload(undefined, 'Deployment', { command: ['nginx', '-c', '/etc/x/nginx.conf'] })).opaqueRelays.map(({ why }) => why)).toEqual(['the ConfigMap conf was not read']);
    expect(relaysOf(workload(undefined))).toEqual({ sniRelays: [], opaqueRelays: [] });
  });

  test('a web server is none', () => expect(relaysOf(workload('http { server { listen 80; proxy_pass http://x; } }'))).toEqual({ sniRelays: [], opaqueRelays: [] }));

  test.each([undefined, null, 'x', 7, [], { template: 7 }, { template: { spec: { volumes: [null, 7, { configMap: 7 }], containers: 'x' } } }])('a spec that is %j', (spec) => {
    expect(relaysOf([read({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata('proxy'), spec }), read({ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('conf'), data: 7 })])).toEqual({ sniRelays: [], opaqueRelays: [] });
  });
});

describe('in the proof of a cell', () => {
  const cell = modelOf(matrixCells().find(({ name }) => name === 'gateway: own names')!).extend({ cluster: { mtls: { exceptions: [] } } });
  const output = renderedCell(cell);
  const wild = (changed: ReadOutput) => verify(cell, changed).probes.filter(({ kind, flow, from }) => kind === 'own' && flow === 'receiver/all' && from.namespace === 'edge-icell');
  const withText = (change: (text: string) => string): ReadOutput => ({
    ...output,
    objects: output.objects.map((object) => (object.value.kind !== 'ConfigMap' ? object : { ...object, value: { ...object.value, data: Object.fromEntries(Object.entries(object.value.data as Record<string, string>).map(([key, text]) => [key, change(text)])) } })),
  });
  const outcomes = (changed: ReadOutput) => [...new Set(wild(changed).map(({ outcome }) => outcome))];

  test('as it is written, names below wildcards pass', () => expect(outcomes(output)).toEqual(['as-expected']));

  test('in a form that is not understood, nothing is proven', () => {
    const changed = withText((text) => text.replaceAll('ssl_preread on;', 'ssl_preread on; js_preread main.read;'));
    expect(outcomes(changed)).toEqual(['unknown']);
    expect(wild(changed)[0]!.layers.map(({ code }) => code)).toContain('server/unclear');
  });

  test('an unescaped dot is not ours', () => expect(outcomes(withText((text) => text.replaceAll('saas\\.example', 'saas.example')))).toEqual(['unknown']));

  test('written by hand with the same meaning it is evaluated', () => {
    const changed = withText((text) => text.replace(/"~\*\^\(\[a-z0-9_-\]\+\\\.\)\+([a-z\\.]+)\$"/g, (_, suffix: string) => `*.${suffix.replaceAll('\\', '')}`).replace(/(map \S+ \S+ \{)/g, '$1 hostnames;'));
    expect(outcomes(changed)).toEqual(['as-expected']);
  });

  test('every name is more than the plan has, though the gateway before it refuses them', () => {
    const changed = withText((text) => text.replace(/map \$ssl_preread_server_name \$target_8443 \{/, (line) => `${line} default $ssl_preread_server_name:8443;`).replace(/(8443;\n) {4}default "";/, '$1'));
    const { problems } = verify(cell, changed);
    expect(problems.filter(({ code }) => code === 'EIC725').map(({ message }) => message)).toEqual([expect.stringMatching(/\* on port 8443 in ConfigMap \S+ data\["nginx.conf"\]/)]);
    expect(verify(cell, output).problems.filter(({ code }) => code === 'EIC725')).toEqual([]);
  });
});
