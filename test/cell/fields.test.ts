import { cellSpec } from '../../src/cell';
import { readCell } from '../../src/read-cell';
import { fullProps } from '../support/full-cell';
import { Leaf, leavesOf, withValueAt } from '../support/spec-walk';

type Row = readonly [value: unknown, code?: string];

const NUMERIC_TOKEN = -1.8881545897087507e289;
const TEXT: readonly Row[] = [[1.3, 'EIC102'], [true, 'EIC102'], [null, 'EIC102'], [{}, 'EIC102'], [['x'], 'EIC102'], ['${var.x}', 'EIC110'], ['', 'any'], ['a\nb', 'any'], [NUMERIC_TOKEN, 'EIC110']];
const NAME: readonly Row[] = [...TEXT, ['plant-1'], ['a'], ['Plant', 'EIC105'], ['-a', 'EIC105'], ['a-', 'EIC105'], ['a.b', 'EIC105'], ['a_b', 'EIC105'], ['ä', 'EIC105']];
const EXACT: readonly Row[] = [...TEXT, ['a.acme.example'], ['MÜNCHEN.example'], ['acme', 'EIC106'], ['10.0.0.1', 'EIC106'], ['a.acme.example:443', 'EIC106']];
const CIDR: readonly Row[] = [...TEXT, ['10.77.0.0/16'], ['2001:DB8::/32'], ['10.77.0.1/16', 'EIC107'], ['0.0.0.0/0', 'EIC107'], ['169.254.169.254/32', 'EIC107'], ['10.77.0.0', 'EIC107']];
const PORT: readonly Row[] = [[1], [65535], [0, 'EIC108'], [65536, 'EIC108'], [443.5, 'EIC108'], ['443', 'EIC102'], [null, 'EIC102'], [NUMERIC_TOKEN, 'EIC110'], ['${x}', 'EIC110']];

/** One valid and one invalid value at least for each kind of field. Without a code the value is taken. */
const KINDS_OF_FIELDS: Readonly<Record<string, readonly Row[]>> = {
  'name of 40': [...NAME, ['a'.repeat(40)], ['a'.repeat(41), 'EIC105']],
  'name': [...NAME, ['a'.repeat(63)], ['a'.repeat(64), 'EIC105']],
  'exact host': [...EXACT, ['*.acme.example', 'EIC106']],
  'host or wildcard': [...EXACT, ['*.acme.example'], ['*', 'EIC106'], ['*.com', 'EIC106'], ['a*.acme.example', 'EIC106']],
  'cidr': CIDR,
  'host or cidr': [...TEXT, ['a.acme.example'], ['10.77.0.0/16'], ['2001:db8::/32'], ['10.77.0.1', 'EIC107'], ['*.acme.example', 'EIC106'], ['acme', 'EIC106'], ['10.77.0.1/8', 'EIC107']],
  'host and port': [...TEXT, ['b1.kafka.example:9093'], ['B1.Kafka.example:1'], ['b1.kafka.example', 'EIC111'], ['b1.kafka.example:0', 'EIC111'], ['b1.kafka.example:70000', 'EIC108'],
    ['b1:9093', 'EIC106'], ['*.kafka.example:9093', 'EIC106'], ['10.0.0.1:9093', 'EIC106'], ['[::1]:9093', 'EIC106'], ['b1.kafka.example:09093', 'EIC111'], ['b1.kafka.example:90-93', 'EIC111']],
  'port': PORT,
  'port or range': [...PORT.filter(([value]) => value !== '443'), ['40000-40100'], ['443', 'EIC108'], ['40100-40000', 'EIC108'], ['1-70000', 'EIC108'], [true, 'EIC102']],
  'truth': [[true], [false], ['true', 'EIC102'], ['yes', 'EIC102'], [1, 'EIC102'], [null, 'EIC102'], ['${x}', 'EIC110'], [[], 'EIC102']],
  'free text': [['any "text" ${var.x} <script>'], ['2026'], ['x'.repeat(1000)], ['x'.repeat(1001), 'EIC109'], [' ', 'EIC109'], ['', 'EIC109'], ['a\nb', 'EIC109'], ['a\u202eb', 'EIC109'],
    ['a\0b', 'EIC109'], [2026, 'EIC102'], [null, 'EIC102'], [NUMERIC_TOKEN, 'EIC110']],
  'label': [['a'], ['A.b_c-1'], [''], ['-a', 'EIC111'], ['a b', 'EIC111'], ['a'.repeat(64), 'EIC111'], [1, 'EIC102'], ['${x}', 'EIC110'], ['a\nb', 'EIC111']],
  'flow id': [...TEXT, ['xsuaa'], ['receiver/s4'], ['receiver/a--b'], ['ingress/port-6619'], ['Xsuaa', 'EIC111'], ['receiver/', 'EIC111'], ['a/b/c', 'EIC111'], ['receiver/s4:9093', 'EIC111']],
  'flow selection': [['all'], [['xsuaa']], ['ALL', 'EIC102'], [1, 'EIC102'], [null, 'EIC102'], [[], 'EIC103'], ['${x}', 'EIC110']],
  'region': [...TEXT, ['eu10'], ['eu10-004'], ['cn40'], ['EU10', 'EIC111'], ['eu10-4', 'EIC111'], ['europe', 'EIC111']],
  'data center': [...TEXT, ['eu10'], ['eu10-004', 'EIC111']],
  'version': [...TEXT, ['1.24'], ['1.30'], ['1.99'], ['1.23', 'EIC111'], ['1.30.1', 'EIC111'], ['2.0', 'EIC111'], ['v1.27', 'EIC111']],
  'version of a plug-in': [...TEXT, ['1.19'], ['3.28'], ['1.19.2', 'EIC111'], ['v1.19', 'EIC111'], ['1', 'EIC111'], [1.19, 'EIC102']],
  'dns domain': [...TEXT, ['cluster.local'], ['k8s.acme.example'], ['acme'], ['Acme', 'EIC111'], ['a..b', 'EIC111'], ['.a', 'EIC111']],
  'replicas': [[1], [100], [0, 'EIC111'], [101, 'EIC111'], [1.5, 'EIC111'], ['2', 'EIC102'], [null, 'EIC102'], ['${x}', 'EIC110']],
  'image': [...TEXT, [`registry.acme.example/a/nginx@sha256:${'0'.repeat(64)}`], [`localhost:5000/nginx@sha256:${'f'.repeat(64)}`], ['nginx:1.27', 'EIC111'],
    [`r.example/nginx:1@sha256:${'0'.repeat(64)}`, 'EIC111'], [`r.example/nginx@sha256:${'0'.repeat(63)}`, 'EIC111']],
};

/** Which kind each field is of; words are of their own type. */
const FIELDS: readonly (readonly [RegExp, string])[] = [
  [/^name$/, 'name of 40'],
  [/^cluster\.httpProxy\.flows$/, 'flow selection'],
  [/^accept\[0\]\.flows\[0\]$/, 'flow id'],
  [/^btp\.region$/, 'region'],
  [/^services\.cloudAlm\.dataCenter$/, 'data center'],
  [/^cluster\.istioVersion$/, 'version'],
  [/^cluster\.cni\.version$/, 'version of a plug-in'],
  [/^cluster\.(trust|cluster)Domain$/, 'dns domain'],
  [/^egress\.gateway\.replicas$/, 'replicas'],
  [/^egress\.sniProxy\.image$/, 'image'],
  [/\.reason$|^personas\..*\.groups\[0\]$/, 'free text'],
  [/[sS]elector\.key$/, 'label'],
  [/^cluster\.ntp\[0\]$/, 'host or cidr'],
  [/\.(brokers|endpoints)\[0\]$/, 'host and port'],
  [/(Cidrs|cidrs|addresses|ources|upstream)\[0\]$/, 'cidr'],
  [/\.(hosts|noProxy)\[0\]$|^receivers\.key\.host$|\.extraHosts\[0\]\.host$/, 'host or wildcard'],
  [/\.host$|^btp\.domain$/, 'exact host'],
  [/^(btp\.flows\..*|services\.registry|receivers\.key|externalServices\.dataStore|flows\.key)\.ports\[0\]$/, 'port or range'],
  [/\.port$|\.ports\[0\]$|\.additional(Tls)?Ports\[0\]$/, 'port'],
  [/\.(enabled|nodeLocal|networkPolicy|tls|apiServer)$/, 'truth'],
  [/(amespace|revision|serviceAccount|credentialName|proxy)$|^cluster\.monitoring\.namespaces\[0\]$|\.from\[0\]$|^accept\[0\]\.targets\[0\]$/, 'name'],
];

const words = new Map(cellSpec.declares?.flatMap((declaration) => ('words' in declaration ? [[declaration.name, declaration.words] as const] : [])));

function rowsOf({ path, type }: Leaf): readonly Row[] {
  const own = words.get(type);
  if (own !== undefined) return [...own.map((word): Row => [word]), ['nonsense', 'EIC104'], ['${x}', 'EIC110'], [7, 'EIC102'], [null, 'EIC102'], [Object.create(null), 'EIC102'], [['x'], 'EIC102']];
  const kind = FIELDS.find(([expression]) => expression.test(path));
  if (kind === undefined) throw new Error(`no kind for ${path}`);
  return KINDS_OF_FIELDS[kind[1]]!;
}

const FIELD_CODES = /^EIC1/;

test.each(leavesOf().map((leaf) => [leaf.path, leaf] as const))('%s', (path, leaf) => {
  for (const [value, code] of rowsOf(leaf)) {
    const { problems } = readCell(withValueAt(fullProps(), leaf.steps, value), 'props');
    const own = problems.filter((problem) => problem.path === path && FIELD_CODES.test(problem.code) && problem.code !== 'EIC103').map((problem) => problem.code);
    const missing = value === '' || Array.isArray(value) ? problems.filter((problem) => problem.path === path && problem.code === 'EIC103').map((problem) => problem.code) : [];
    if (code === undefined) expect([value, own, missing]).toEqual([value, [], []]);
    else if (code === 'any') expect([value, own.length]).toEqual([value, 1]);
    else expect([value, [...own, ...missing]]).toEqual([value, [code]]);
  }
});

test('every kind of field and every pattern is in use', () => {
  const leaves = leavesOf().filter(({ type }) => !words.has(type));
  const first = (path: string) => FIELDS.findIndex(([expression]) => expression.test(path));
  expect(new Set(leaves.map(({ path }) => first(path)))).toEqual(new Set(FIELDS.keys()));
  expect(new Set(FIELDS.map(([, kind]) => kind))).toEqual(new Set(Object.keys(KINDS_OF_FIELDS)));
});

const REQUIRED = [
  'name', 'btp', 'btp.region', 'cluster', 'cluster.platform', 'cluster.nodeCidrs', 'cluster.podCidrs', 'cluster.apiServer.cidrs', 'ingress', 'ingress.virtualHosts',
  'ingress.virtualHosts.default', 'ingress.virtualHosts.default.host', 'ingress.virtualHosts.api', 'ingress.virtualHosts.additional.partners.host',
  'ingress.virtualHosts.additional.partners.credentialName', 'cluster.httpProxy.host', 'cluster.httpProxy.port', 'cluster.httpProxy.addresses',
  'receivers.s4.protocol', 'proxies.dmz.protocol', 'proxies.dmz.host', 'proxies.dmz.port', 'proxies.dmz.addresses', 'externalServices.database.type',
  'externalServices.database.host', 'externalServices.dataStore.type', 'externalServices.dataStore.endpoints', 'services.identityProviders.corporate.host',
  'flows.licence-server.from', 'flows.licence-server.ports', 'flows.licence-server.protocol', 'flows.licence-server.reason', 'egress.sniProxy.image',
  'personas.administrator.groups',
];

test.each(REQUIRED)('%s must be given', (path) => {
  const { problems } = readCell(withValueAt(fullProps(), path.split('.'), undefined), 'props');
  expect(problems.filter((problem) => problem.path === path)).toEqual([expect.objectContaining({ code: 'EIC103', message: expect.stringMatching(/^must be given: /) as string })]);
});
