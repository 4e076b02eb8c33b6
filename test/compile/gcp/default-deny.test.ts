import { codes, compiled, compiledCell, gkeCell, NODES, TARGET } from './compiled';
import { Connection, inPolicy, PolicyRule, verdictOf } from './google-firewall';

const OTHER = 'second-nodes@acme.iam.gserviceaccount.com';
const TEAM = 'batch@acme.iam.gserviceaccount.com';
const to = (address: string, port: number, more: Partial<Connection> = {}): Connection => ({ account: NODES, source: '10.10.0.7', protocol: 'tcp', port, address, ...more });

describe('defaultDeny: sources', () => {
  const bank = { receivers: { bank: { protocol: 'sftp', addresses: ['203.0.113.7/32', '2001:db8::7/128'] } } } as const;
  const compilation = compiled(bank, { defaultDeny: 'sources' });

  it('denies IPv4 and IPv6, logged, after everything that allows', () => {
    const denies = compilation.rules.filter(({ action }) => action === 'deny');
    expect(denies.map(({ name, destRanges, logging, protocols }) => [name, destRanges, logging, protocols]).sort()).toEqual([
      ['eic-plant-deny-v4', ['0.0.0.0/0'], true, [{ protocol: 'all', ports: [] }]], ['eic-plant-deny-v6', ['::/0'], true, [{ protocol: 'all', ports: [] }]],
    ]);
    expect(Math.max(...compilation.rules.filter(({ action }) => action === 'allow').map(({ priority }) => priority))).toBeLessThan(Math.min(...denies.map(({ priority }) => priority)));
  });

  it('lets through what is declared, and what keeps the cluster alive', () => {
    const policy = inPolicy(compilation, [NODES]);
    const allowed: [string, Connection][] = [
      ['eic-plant-v4-receiver-bank', to('203.0.113.7', 22)],
      ['eic-plant-v6-receiver-bank', to('2001:db8::7', 22, { source: 'fd00::1' })],
      ['eic-plant-v4-base-nodes', to('10.10.1.1', 10250)],
      ['eic-plant-v4-base-pods', to('10.244.0.9', 15012)],
      ['eic-plant-v4-base-services', to('10.0.0.10', 53, { protocol: 'udp' })],
      ['eic-plant-v4-base-control-plane', to('10.10.4.4', 443)],
      ['eic-plant-v4-base-metadata', to('169.254.169.254', 53, { protocol: 'udp' })],
      ['eic-plant-fqdn-platform-images', to('142.250.1.1', 443, { name: 'gcr.io' })],
    ];
    for (const [rule, connection] of allowed) expect(verdictOf(policy, connection)).toEqual({ action: 'allow', rule });
    for (const connection of [to('203.0.113.7', 443), to('203.0.113.8', 22), to('10.10.4.4', 22), to('198.51.100.1', 443, { protocol: 'udp' }), to('10.20.0.1', 443), to('2001:db8::8', 22)]) {
      expect(verdictOf(policy, connection).action).toBe('deny');
    }
  });

  it.each<[string, object, object]>([
    ['rules without targets', { defaultDeny: 'sources' }, { ownNetwork: false }],
    ['`any` in a network that was given', { defaultDeny: 'any' }, { ownNetwork: false }],
  ])('needs targets: %s', (_, options, more) => {
    expect(codes(compiled({}, { targets: { serviceAccounts: [], secureTags: [] }, ...options, ...more }))).toEqual([`EIC430 ${TARGET}.targets`]);
  });

  it('needs none in a network of its own', () => {
    const own = compiled({}, { targets: { serviceAccounts: [], secureTags: [] }, defaultDeny: 'any', ownNetwork: true });
    expect(codes(own)).toEqual([]);
    expect(own.findings.map(({ code }) => code)).not.toContain('EIC530');
    expect(own.rules.every(({ srcRanges }) => srcRanges === undefined)).toBe(true);
  });

  it.each<[string, string[], string[], string[]]>([
    ['both kinds of targets', ['a@b.example'], ['tagValues/1'], [`EIC302 ${TARGET}.targets`]],
    ['too many', Array.from({ length: 257 }, (_, index) => `a${index}@b.example`), [], [`EIC402 ${TARGET}.targets.serviceAccounts`]],
  ])('refuses %s', (_, serviceAccounts, secureTags, expected) => {
    expect(codes(compiled({}, { targets: { serviceAccounts, secureTags } }))).toEqual(expected);
  });

  it.each([['observe', 'sources'], ['enforce', 'none']] as const)('is left out with %s and %s, and said', (enforcement, defaultDeny) => {
    const open = compiled({ enforcement }, { defaultDeny });
    expect(open.rules.every(({ action, logging }) => action === 'allow' && logging === (enforcement === 'observe'))).toBe(true);
    expect(open.findings).toContainEqual(expect.objectContaining({ code: 'EIC504', path: `${TARGET}.defaultDeny` }));
    expect(open.rules.some(({ name }) => name.includes('base') || name.includes('platform'))).toBe(false);
  });
});

describe('several in one policy', () => {
  const first = compiled({ receivers: { a: { protocol: 'sftp', addresses: ['203.0.113.7/32'] } } }, { defaultDeny: 'sources' });
  const second = compiledCell(gkeCell({ name: 'second', receivers: { b: { protocol: 'sftp', addresses: ['203.0.113.8/32'] } } }),
    { defaultDeny: 'sources', targets: { serviceAccounts: [OTHER], secureTags: [] } });
  const foreign: PolicyRule[] = [
    { name: 'batch', priority: 2000000000, action: 'allow', protocols: [{ protocol: 'tcp', ports: ['443'] }], destRanges: ['198.51.100.0/24'], accounts: [TEAM], logging: false },
    { name: 'batch-deny', priority: 2000000001, action: 'deny', protocols: [{ protocol: 'all', ports: [] }], destRanges: ['0.0.0.0/0'], accounts: [TEAM], logging: false },
  ];
  const policy = [...inPolicy(first, [NODES]), ...inPolicy(second, [OTHER]), ...foreign];

  it('cut none of the others', () => {
    expect(verdictOf(policy, to('203.0.113.7', 22)).rule).toBe('eic-plant-v4-receiver-a');
    expect(verdictOf(policy, to('203.0.113.8', 22, { account: OTHER })).rule).toBe('eic-second-v4-receiver-b');
    expect(verdictOf(policy, to('198.51.100.9', 443, { account: TEAM })).rule).toBe('batch');
    expect(verdictOf(policy, to('198.51.100.9', 443, { account: 'web@acme.iam.gserviceaccount.com' }))).toEqual({ action: 'allow', rule: undefined });
  });

  it('open nothing for the others', () => {
    expect(verdictOf(policy, to('203.0.113.8', 22)).action).toBe('deny');
    expect(verdictOf(policy, to('203.0.113.7', 22, { account: OTHER })).action).toBe('deny');
    expect(verdictOf(policy, to('203.0.113.7', 22, { account: TEAM })).rule).toBe('batch-deny');
  });

  it('say that the order of the network counts', () => {
    expect(first.findings).toContainEqual(expect.objectContaining({ code: 'EIC530', severity: 'info' }));
  });
});

describe('platformEgress', () => {
  it('is a set of rules of its own, also without a deny', () => {
    const { rules } = compiled({}, { platformEgress: true });
    expect(rules.filter(({ name }) => name.includes('platform')).map(({ name }) => name).sort()).toEqual([
      'eic-plant-fqdn-platform-control', 'eic-plant-fqdn-platform-image-layers', 'eic-plant-fqdn-platform-images', 'eic-plant-fqdn-platform-observability',
    ]);
    expect(rules.some(({ name }) => name.includes('base'))).toBe(false);
  });

  it('is one address with the private virtual address', () => {
    const { rules, privateAccess } = compiled({}, { platformEgress: true, googleApis: 'privateVip' });
    expect(rules.filter(({ name }) => name.includes('platform')).map(({ destRanges }) => destRanges)).toEqual([['199.36.153.8/30']]);
    expect(privateAccess!.dnsNames.map(({ dnsName }) => dnsName)).toEqual(['*.gcr.io.', '*.googleapis.com.', '*.pkg.dev.', 'gcr.io.']);
  });

  it('is refused on another platform', () => {
    expect(codes(compiled({ cluster: { platform: 'rke2' } }, { platformEgress: true }))).toEqual(['EIC302 cluster.platform']);
  });
});
