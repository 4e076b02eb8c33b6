import { codes, compiled, compiledCell, NODES, PROXY, ruleOf, TARGET, URL_FILTERING } from './compiled';
import { Connection, inPolicy, verdictOf } from './google-firewall';
import { cellWith } from '../../support/cells';

const gke = () => cellWith({ cluster: { platform: 'gke' } });
const https = (says: string | undefined, more: Partial<Connection> = {}): Connection =>
  ({ account: NODES, source: '10.10.0.7', protocol: 'tcp', port: 443, address: '198.51.100.1', ...(says === undefined ? {} : { says }), ...more });

describe('URL filtering', () => {
  const compilation = compiledCell(gke(), { ...URL_FILTERING, defaultDeny: 'sources' });
  const policy = inPolicy(compilation, [NODES]);

  it.each<[string, Connection, string]>([
    ['SAP\'s wildcard', https('sub.authentication.eu10.hana.ondemand.com'), 'allow'],
    ['the object store of BTP', https('b.s3.eu-central-1.amazonaws.com'), 'allow'],
    ['the apex', https('hana.ondemand.com'), 'deny'],
    ['a look-alike', https('evilhana.ondemand.com'), 'deny'],
    ['a longer name', https('a.hana.ondemand.com.evil.example'), 'deny'],
    ['no server name', https(undefined), 'deny'],
    ['another port', https('a.hana.ondemand.com', { port: 8443 }), 'deny'],
    ['port 80', https('a.hana.ondemand.com', { port: 80 }), 'deny'],
    ['QUIC', https('a.hana.ondemand.com', { protocol: 'udp' }), 'deny'],
    ['IPv6', https('a.hana.ondemand.com', { address: '2001:db8::1', source: 'fd00::1' }), 'deny'],
    ['ping', https(undefined, { protocol: 'icmp', port: 0 }), 'deny'],
    ['the API server', https(undefined, { address: '10.10.4.4' }), 'allow'],
    ['the tunnel to the API server', https(undefined, { address: '10.10.4.4', port: 8132 }), 'allow'],
    ['metadata', https(undefined, { address: '169.254.169.254', port: 80 }), 'allow'],
    ['DNS of the metadata server', https(undefined, { address: '169.254.169.254', port: 53, protocol: 'udp' }), 'allow'],
    ['another pod', https(undefined, { address: '10.244.9.9', port: 8080 }), 'allow'],
    ['what GKE needs', https(undefined, { name: 'container.googleapis.com' }), 'allow'],
    ['another VM', https('evil.example', { account: 'other@acme.iam.gserviceaccount.com' }), 'allow'],
  ])('%s', (_, connection, action) => {
    expect(verdictOf(policy, connection).action).toBe(action);
  });

  it('ends with a written DENY, and looks at one port each', () => {
    const both = compiled({ receivers: { a: { protocol: 'https', host: '*.a.example' }, b: { protocol: 'http', host: '*.b.example' } } }, URL_FILTERING);
    expect(both.urlProfiles.map(({ key, port, filters }) => [key, port, filters.map(({ action, urls }) => [action, urls])])).toEqual([
      ['https', 443, [['ALLOW', ['*.a.example']], ['DENY', ['*']]]], ['http', 80, [['ALLOW', ['*.b.example']], ['DENY', ['*']]]],
    ]);
    const rules = inPolicy(both, [NODES]);
    expect(verdictOf(rules, https('x.b.example')).action).toBe('deny');
    expect(verdictOf(rules, https('x.b.example', { port: 80 })).action).toBe('allow');
  });

  it('keeps GKE alive also without a deny of ours, since it denies names itself', () => {
    const none = inPolicy(compiledCell(gke(), URL_FILTERING), [NODES]);
    expect(verdictOf(none, https(undefined, { address: '10.10.4.4' })).rule).toBe('eic-plant-v4-base-control-plane');
    expect(verdictOf(none, https(undefined, { port: 9999 }))).toEqual({ action: 'allow', rule: undefined });
  });

  it('says what it does not stop, and where it stands', () => {
    expect(compilation.findings).toContainEqual(expect.objectContaining({ code: 'EIC531', severity: 'warning', path: `${TARGET}.wildcards`, message: expect.stringContaining('our own tests only') }));
    expect(compilation.rows).toContainEqual({ flow: 'xsuaa', rule: 'eic-plant-inspect-https', mechanism: 'url-filter', evidence: 'sni', exact: true });
  });

  it('is left out while observing, with a finding for each flow', () => {
    const observed = compiledCell(cellWith({ enforcement: 'observe' }), URL_FILTERING);
    expect(codes(observed)).toEqual([]);
    expect(observed.urlProfiles).toEqual([]);
    expect(observed.rules.every(({ action, logging }) => action === 'allow' && logging)).toBe(true);
    expect(observed.findings.filter(({ code }) => code === 'EIC535').map(({ flow }) => flow)).toContain('content-deployment');
  });

  it.each<[string, object, string[]]>([
    ['no settings', { urlFiltering: undefined }, [`EIC103 ${TARGET}.urlFiltering`]],
    ['a zone elsewhere, and twice', { urlFiltering: { organization: '1', zones: ['us-east1-b', 'europe-west3-a', 'europe-west3-a'] } }, [`EIC302 ${TARGET}.urlFiltering.zones[0]`, `EIC403 ${TARGET}.urlFiltering.zones[2]`]],
    ['an endpoint of another zone', { urlFiltering: { organization: '1', zones: ['europe-west3-a'], endpoints: { 'europe-west3-b': 'x' } } }, [`EIC303 ${TARGET}.urlFiltering.endpoints.europe-west3-b`]],
    ['an old provider', { urlFiltering: { organization: '1', zones: ['europe-west3-a'], providerVersion: '~> 7.21' } }, [`EIC402 ${TARGET}.urlFiltering.providerVersion`]],
    ['no targets', { targets: { serviceAccounts: [], secureTags: [] } }, [`EIC430 ${TARGET}.targets`]],
  ])('refuses %s', (_, options, expected) => {
    expect(codes(compiled({}, { ...URL_FILTERING, ...options })).sort()).toEqual(expected);
  });
});

describe('Secure Web Proxy', () => {
  const compilation = compiledCell(gke().extend({ receivers: { bank: { protocol: 'sftp', addresses: ['203.0.113.7/32'] }, web: { protocol: 'https', host: 'a.web.example' } } }), PROXY);

  it('decides web traffic by CEL conditions that a suffix cannot trick', () => {
    expect(codes(compilation)).toEqual([]);
    const matchers = compilation.proxy!.rules.map(({ sessionMatcher }) => sessionMatcher);
    expect(matchers).toContain("host().endsWith('.hana.ondemand.com')");
    expect(matchers).toContain("host() == 'a.web.example'");
    expect(compilation.rows).toContainEqual({ flow: 'receiver/web', rule: 'eic-plant-inspect-proxy', mechanism: 'secure-web-proxy', evidence: 'sni', exact: true });
    expect(compilation.findings).toContainEqual(expect.objectContaining({ code: 'EIC532' }));
  });

  it('lets GKE through the proxy, and goes around it for what has addresses', () => {
    expect(compilation.proxy!.rules.some(({ sessionMatcher }) => sessionMatcher.includes("host() == 'container.googleapis.com'"))).toBe(true);
    const { routes } = compilation.proxy!;
    expect(routes.filter(({ around }) => around).map(({ destRange }) => destRange)).toEqual(['10.10.0.0/22', '10.10.4.4/32', '10.244.0.0/16', '199.36.153.8/30', '203.0.113.7/32']);
    expect(routes.filter(({ around }) => !around)).toEqual([expect.objectContaining({ srcRange: '10.10.0.0/22', destRange: '0.0.0.0/0' })]);
    expect(Math.max(...routes.filter(({ around }) => around).map(({ priority }) => priority))).toBeLessThan(Math.min(...routes.filter(({ around }) => !around).map(({ priority }) => priority)));
  });

  it('leaves what goes around the proxy to the rules of flows: the way to any address on TCP 443 is not for it', () => {
    const priorityOf = (name: string) => compilation.rules.find((rule) => rule.name === `eic-plant-${name}`)!.priority;
    const around = compilation.rules.find(({ name }) => name === 'eic-plant-inspect-around')!;
    expect(around).toMatchObject({ action: 'deny', protocols: [{ protocol: 'tcp', ports: ['443'] }], destRanges: ['199.36.153.8/30', '203.0.113.7/32'], logging: true });
    expect(compiledCell(gke().extend({ cluster: { platform: 'rke2', apiServer: { cidrs: ['10.10.4.4/32'], port: 6443 } } }), PROXY).rules.find(({ name }) => name.endsWith('inspect-around'))!.destRanges).toContain('10.10.4.4/32');
    const allows = compilation.rules.filter(({ name, action }) => action === 'allow' && !name.endsWith('inspect-proxy'));
    expect(Math.max(...allows.map(({ priority }) => priority))).toBeLessThan(around.priority);
    expect(around.priority).toBeLessThan(priorityOf('inspect-proxy'));
  });

  it('divides long conditions', () => {
    const hosts = Array.from({ length: 60 }, (_, index) => `${'h'.repeat(40)}${index}.acme.example`);
    const many = compiled({ flows: { many: { from: ['worker'], hosts, ports: [443], protocol: 'https', reason: 'test' } } }, PROXY);
    const rules = many.proxy!.rules.filter(({ name }) => name.includes('flow-many'));
    expect(rules.length).toBeGreaterThan(1);
    expect(rules.every(({ sessionMatcher }) => sessionMatcher.length <= 2048)).toBe(true);
    expect(rules.map(({ sessionMatcher }) => sessionMatcher.split(' || ').length).reduce((a, b) => a + b)).toBe(60);
  });

  it('needs its settings', () => {
    expect(codes(compiled({}, { wildcards: 'secureWebProxy' }))).toEqual([`EIC103 ${TARGET}.secureWebProxy`]);
  });
});

describe('the private virtual address of Google APIs', () => {
  const google = () => gke().extend({ btp: { region: 'eu30' } });

  it('carries the object store of BTP on Google Cloud, and says how wide it is', () => {
    const compilation = compiledCell(google(), { ...URL_FILTERING, googleApis: 'privateVip' });
    expect(codes(compilation)).toEqual([]);
    expect(ruleOf(compilation, 'v4-apis-content-deployment')).toMatchObject({ destRanges: ['199.36.153.8/30'], protocols: [{ protocol: 'tcp', ports: ['443'] }] });
    expect(compilation.rows).toContainEqual({ flow: 'content-deployment', rule: 'eic-plant-v4-apis-content-deployment', mechanism: 'private-google-access', evidence: 'ip', exact: false });
    expect(compilation.privateAccess!.dnsNames.map(({ dnsName }) => dnsName)).toEqual(['*.gcr.io.', '*.googleapis.com.', '*.pkg.dev.', '*.storage.googleapis.com.', 'gcr.io.']);
    expect(compilation.findings).toContainEqual(expect.objectContaining({ code: 'EIC533', flow: 'content-deployment' }));
  });

  it('is not used unless asked for, nor for BTP elsewhere', () => {
    expect(codes(compiledCell(google()))).toContain('EIC401 btp.flows.content-deployment');
    const elsewhere = compiled({}, { googleApis: 'privateVip' });
    expect([elsewhere.privateAccess, elsewhere.rules.some(({ destRanges }) => destRanges?.includes('199.36.153.8/30'))]).toEqual([undefined, false]);
  });
});
