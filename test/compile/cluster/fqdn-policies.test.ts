import * as fc from 'fast-check';
import { Overrides } from '../../../src/cell/overrides';
import { compileCluster } from '../../../src/compile/cluster';
import { HostPattern } from '../../../src/net';
import { cellWith, codesOf } from '../../support/cells';

const compile = (overrides: Overrides) => { const cell = cellWith(overrides); return compileCluster(cell.definition, cell.plan); };
const codes = ({ problems }: ReturnType<typeof compile>) => problems.map(({ code, path }) => `${code} ${path}`);

const receivers: Overrides['receivers'] = {
  saas: { protocol: 'https', host: 'x.saas.example' },
  s4: { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] },
  bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32'] },
};
const byCilium = (more: Overrides = {}) => compile({
  receivers, ...more, cluster: { ...more.cluster, cni: { name: 'cilium', version: '1.19', ...more.cluster?.cni } }, egress: { fqdnPolicy: 'cilium', ...more.egress },
});
const tenant = { hosts: ['t.cfapps.eu10.hana.ondemand.com'] };
/** SAP's flows with exact hosts. */
const exact: NonNullable<Overrides['btp']>['flows'] = {
  'content-deployment': { hosts: ['eic-1.s3.eu-central-1.amazonaws.com'] }, 'security-material': tenant, 'system-internal-events': tenant, 'configuration-service': tenant,
  'xsuaa': tenant, 'destination-service': tenant, 'audit-log-service': tenant,
};
const byGke = (more: Overrides = {}) => compile({ receivers, btp: { flows: exact }, ...more, cluster: { platform: 'gke', ...more.cluster }, egress: { fqdnPolicy: 'gke', ...more.egress } });

const namesIn = (rows: ReturnType<typeof compile>, namespace = 'edge-icell') => Object.fromEntries(rows.fqdnPolicies.filter((row) => row.namespace === namespace)
  .map(({ name, egress }) => [name, egress.flatMap(({ hosts, ports }) => hosts.map((host) => `${host.toString()}:${ports.join()}`)).sort()]));
const internetOf = ({ networkPolicies }: ReturnType<typeof compile>) =>
  networkPolicies.filter(({ egress }) => egress.some(({ to }) => to.some((peer) => 'cidr' in peer && peer.internet))).map(({ namespace, name }) => `${namespace}/${name}`);

describe('without being asked', () => {
  test('there is none, and the NetworkPolicies open the Internet on the ports of named hosts', () => {
    const rows = compile({ receivers });
    expect([rows.fqdnPolicies, rows.inspectedDns, rows.findings]).toEqual([[], [], []]);
    expect(internetOf(rows)).toContain('edge-icell/eic-plant-worker');
  });
});

describe.each([['cilium', byCilium], ['gke', byGke]] as const)('%s', (plugin, compiled) => {
  test('replaces the rule that opens the Internet; addresses stay in the NetworkPolicy', () => {
    const rows = compiled();
    expect(codes(rows)).toEqual([]);
    expect(internetOf(rows)).toEqual([]);
    const worker = rows.networkPolicies.find(({ namespace, name }) => namespace === 'edge-icell' && name === 'eic-plant-worker')!;
    expect(worker.egress.flatMap(({ to }) => to.flatMap((peer) => ('cidr' in peer ? [peer.cidr] : [])))).toEqual(['10.20.0.0/24', '203.0.113.7/32']);
  });

  test('each scope has the names of its own flows, and no address-bound one', () => {
    const names = namesIn(compiled());
    expect(names['eic-plant-fqdn-worker']).toContain('x.saas.example:443');
    expect(JSON.stringify(names)).not.toMatch(/s4\.corp|sftp\.bank/);
    for (const [name, hosts] of Object.entries(names)) if (name !== 'eic-plant-fqdn-worker') expect(hosts).not.toContain('x.saas.example:443');
  });

  test('rows say by which policy a flow goes, and that it is by DNS', () => {
    const kind = plugin === 'cilium' ? 'CiliumNetworkPolicy' : 'FQDNNetworkPolicy';
    expect(compiled().rows.filter(({ flow, mechanism }) => flow === 'receiver/saas' && mechanism !== 'service-entry')).toEqual([
      { flow: 'receiver/saas', rule: `${kind}/edge-icell/eic-plant-fqdn-worker`, mechanism: 'fqdn-policy', evidence: 'dns', exact: true },
    ]);
  });

  test('a finding says that nothing here measured it; observe writes none and leaves the NetworkPolicies as they are', () => {
    expect(compiled().findings.map(({ code }) => code)).toEqual(['EIC540']);
    const observed = compiled({ enforcement: 'observe' });
    expect([observed.fqdnPolicies, observed.inspectedDns]).toEqual([[], []]);
    expect(observed.findings.map(({ code }) => code)).toEqual(['EIC540']);
    expect(internetOf(observed)).toContain('edge-icell/eic-plant-worker');
  });

  test('adding a receiver changes the policy of its component alone', () => {
    const before = compiled();
    const after = compiled({ receivers: { ...receivers, new: { protocol: 'https', host: 'new.example.org', port: 8443 } } });
    const texts = (rows: typeof before) => new Map(rows.fqdnPolicies.map((row) => [`${row.namespace}/${row.name}`, JSON.stringify(row)]));
    const [old, now] = [texts(before), texts(after)];
    expect([...now].filter(([key, text]) => old.get(key) !== text).map(([key]) => key)).toEqual(['edge-icell/eic-plant-fqdn-worker']);
    expect(after.inspectedDns).toEqual(before.inspectedDns);
  });
});

describe('DNS', () => {
  const dnsRules = ({ networkPolicies }: ReturnType<typeof compile>) => networkPolicies.filter(({ egress }) => egress.some(({ ports }) => ports.some(({ port }) => port === 53)));

  test('Cilium: in a policy of its own in every namespace, since an L4 rule beside it would take its effect', () => {
    const rows = byCilium();
    expect(rows.inspectedDns.map(({ namespace, name }) => `${namespace}/${name}`).sort()).toEqual(['edge-icell-ela/eic-plant-dns', 'edge-icell-services/eic-plant-dns', 'edge-icell/eic-plant-dns']);
    expect(dnsRules(rows)).toEqual([]);
  });

  test('GKE: stays in the NetworkPolicy', () => {
    expect(byGke().inspectedDns).toEqual([]);
    expect(dnsRules(byGke()).length).toBeGreaterThan(2);
  });
});

describe('behind the egress gateway', () => {
  const image = `registry.acme.example/nginx@sha256:${'a'.repeat(64)}`;
  const rows = byCilium({ egress: { wildcards: 'sniProxy', sniProxy: { image }, gateway: { enabled: true } } });

  test('the cell\'s pods have no names; the gateway has the exact ones, the proxy the wildcards', () => {
    expect(codes(rows)).toEqual([]);
    expect(namesIn(rows)).toEqual({});
    const names = namesIn(rows, 'eic-egress');
    expect(Object.keys(names)).toEqual(['eic-plant-fqdn-egress', 'eic-plant-fqdn-sni-proxy']);
    expect(names['eic-plant-fqdn-egress']!.filter((host) => host.startsWith('*'))).toEqual([]);
    expect(names['eic-plant-fqdn-egress']).toContain('x.saas.example:443');
    expect(names['eic-plant-fqdn-sni-proxy']).toEqual(expect.arrayContaining(['*.hana.ondemand.com:443']));
    expect(names['eic-plant-fqdn-sni-proxy']!.filter((host) => !host.startsWith('*'))).toEqual([]);
  });

  test('its namespace asks DNS through Cilium too, and opens the Internet nowhere', () => {
    expect(rows.inspectedDns.map(({ namespace }) => namespace)).toContain('eic-egress');
    expect(internetOf(rows)).toEqual([]);
  });
});

describe('wildcards', () => {
  const CHARACTERS = '[-a-zA-Z0-9_]';
  /** `matchPattern` as Cilium compiles it from 1.19 on (pkg/fqdn/matchpattern): `**.` at the start is one or more labels. Names end with a dot. */
  const since119 = (suffix: string) => new RegExp(`^(${CHARACTERS}+([.]${CHARACTERS}+){0,})[.]${suffix.replaceAll('.', '[.]')}[.]$`);
  /** Before, any number of stars was one: characters of one label, or none. */
  const before119 = (suffix: string) => new RegExp(`^${CHARACTERS}*[.]${suffix.replaceAll('.', '[.]')}[.]$`);
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/);
  const suffix = 'hana.ondemand.com';
  const covers = (name: string) => HostPattern.trusted(`*.${suffix}`).covers(HostPattern.trusted(name));

  test('Cilium from 1.19 on: exactly the names of the flow', () => {
    fc.assert(fc.property(fc.array(label, { maxLength: 4 }), fc.constantFrom('', '.', 'x', '.evil.'), (labels, glue) => {
      const name = labels.length === 0 ? `${glue.replace(/^\.|\.$/g, '')}${suffix}` : `${labels.join('.')}${glue === '' ? '.' : glue.startsWith('.') ? glue : `.${glue}`}${suffix}`;
      expect([name, since119(suffix).test(`${name}.`)]).toEqual([name, covers(name)]);
    }));
    expect(since119(suffix).test(`${suffix}.`)).toBe(false);
    expect(since119(suffix).test(`a.b.${suffix}.`)).toBe(true);
  });

  test('before, names of several labels would be lost, so it is refused with the ways out', () => {
    expect(before119(suffix).test(`a.b.${suffix}.`)).toBe(false);
    for (const version of [undefined, '1.18', '0.99']) {
      const rows = compile({ receivers: { all: { protocol: 'https', host: '*.saas.example' } }, cluster: { cni: { name: 'cilium', ...(version === undefined ? {} : { version }) } }, egress: { fqdnPolicy: 'cilium' } });
      expect(codes(rows)).toEqual(expect.arrayContaining(['EIC401 receivers.all.hosts', 'EIC401 btp.flows.content-deployment.hosts']));
      expect(new Set(codes(rows)).size).toBe(rows.problems.length);
      for (const { message } of rows.problems) expect(message).toMatch(/name exact hosts, give cluster\.cni\.version: "1\.19" or later where the cluster has it, or use egress\.fqdnPolicy: none$/);
    }
  });

  test.each(['1.19', '1.20', '2.0', '1.100'])('Cilium %s takes them', (version) => {
    expect(codes(byCilium({ cluster: { cni: { version } } }))).toEqual([]);
  });

  test('GKE: * is one label, refused', () => {
    expect(codes(byGke({ receivers: { all: { protocol: 'https', host: '*.saas.example' } } }))).toEqual(['EIC401 receivers.all.hosts']);
    expect(codes(byGke({ btp: {} }))).toContain('EIC401 btp.flows.content-deployment.hosts');
  });
});

describe('refused', () => {
  const conflict = 'EIC302 egress.fqdnPolicy';
  const cases: [string, Overrides][] = [
    ['cilium without saying that it is the plug-in', { egress: { fqdnPolicy: 'cilium' } }],
    ['cilium with another plug-in', { cluster: { cni: { name: 'calico' } }, egress: { fqdnPolicy: 'cilium' } }],
    ['cilium with a node-local DNS cache', { cluster: { cni: { name: 'cilium' }, dns: { nodeLocal: true } }, egress: { fqdnPolicy: 'cilium' } }],
    ['gke elsewhere', { cluster: { platform: 'aks' }, egress: { fqdnPolicy: 'gke' } }],
    ['gke with another plug-in', { cluster: { platform: 'gke', cni: { name: 'calico' } }, egress: { fqdnPolicy: 'gke' } }],
    ['gke with a DNS of your own', { cluster: { platform: 'gke', dns: { namespace: 'dns', selector: { role: 'resolver' } } }, egress: { fqdnPolicy: 'gke' } }],
  ];
  test.each(cases)('%s', (_, overrides) => {
    expect(codesOf(() => cellWith(overrides))).toEqual([conflict]);
  });
});

test('personas read GKE\'s policies where they are written', () => {
  const personas: Overrides['personas'] = { administrator: { groups: ['admins'] } };
  const groups = (rows: ReturnType<typeof compile>) => rows.access.flatMap(({ rules }) => rules.map(({ group }) => group));
  expect(groups(byGke({ personas }))).toContain('networking.gke.io');
  expect(groups(byCilium({ personas }))).not.toContain('networking.gke.io');
});

test('2,000 receivers', () => {
  const many = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`r${index}`, { protocol: 'https', host: `h${index}.example.org`, port: 8000 + index % 50 }])) as Overrides['receivers'];
  const started = performance.now();
  const rows = byCilium({ receivers: many });
  expect(performance.now() - started).toBeLessThan(8000);
  expect(namesIn(rows)['eic-plant-fqdn-worker']!.length).toBeGreaterThan(1999);
});
