import fc from 'fast-check';
import { codes, compiledCell, NODES, PROXY, URL_FILTERING } from './compiled';
import { Connection, inPolicy, verdictOf } from './google-firewall';
import { Receiver } from '../../../src/cell/props';
import { cellWith } from '../../support/cells';

const ELSEWHERE = '198.51.100.1';
const connection = (more: Partial<Connection>): Connection => ({ account: NODES, source: '10.10.0.7', protocol: 'tcp', port: 443, address: ELSEWHERE, ...more });

const named = fc.record({ protocol: fc.constantFrom('https' as const, 'sftp' as const, 'imaps' as const), port: fc.integer({ min: 1, max: 65535 }) });
const addressed = fc.record({ octet: fc.integer({ min: 1, max: 254 }), six: fc.boolean(), port: fc.integer({ min: 1, max: 65535 }) });

/** Receivers by exact name, by address and by wildcard, no two of which share a host or address. */
const receivers = fc.record({ names: fc.array(named, { maxLength: 4 }), addresses: fc.uniqueArray(addressed, { maxLength: 4, selector: ({ octet }) => octet }), wildcards: fc.nat({ max: 3 }) })
  .map(({ names, addresses, wildcards }) => ({
    ...Object.fromEntries(names.map(({ protocol, port }, index): [string, Receiver] => [`n${index}`, { protocol, host: `n${index}.acme.example`, port }])),
    ...Object.fromEntries(addresses.map(({ octet, six, port }, index): [string, Receiver] => [`a${index}`, { protocol: 'tcp', addresses: [six ? `2001:db8::${octet}/128` : `203.0.113.${octet}/32`], ports: [port] }])),
    ...Object.fromEntries(Array.from({ length: wildcards }, (_, index): [string, Receiver] => [`w${index}`, { protocol: 'https', host: `*.w${index}.acme.example` }])),
  }));

it('what is declared passes, and its neighbours do not', () => {
  fc.assert(fc.property(receivers, (given) => {
    const compilation = compiledCell(cellWith({ cluster: { platform: 'gke' }, receivers: given }), { ...URL_FILTERING, defaultDeny: 'sources' });
    expect(codes(compilation)).toEqual([]);
    const policy = inPolicy(compilation, [NODES]);
    const action = (more: Partial<Connection>) => verdictOf(policy, connection(more)).action;
    for (const { host, port, ports, addresses } of Object.values(given)) {
      if (addresses !== undefined) {
        const [address] = addresses[0]!.split('/') as [string];
        const to = { address, source: address.includes(':') ? 'fd00::7' : '10.10.0.7', port: Number(ports![0]) };
        expect(action(to)).toBe('allow');
        expect(action({ ...to, protocol: 'udp' })).toBe('deny');
        expect(action({ ...to, port: to.port === 22 ? 23 : 22 })).toBe('deny');
        expect(action({ ...to, address: address.includes(':') ? '2001:db8:1::1' : '203.0.114.1' })).toBe('deny');
      } else if (host!.startsWith('*.')) {
        const apex = host!.slice(2);
        expect(action({ says: `a.b.${apex}` })).toBe('allow');
        for (const says of [apex, `evil${apex}`, `a.${apex}.evil.example`]) expect(action({ says })).toBe('deny');
        expect(action({ says: `a.${apex}`, port: 8443 })).toBe('deny');
        expect(action({ says: `a.${apex}`, protocol: 'udp' })).toBe('deny');
      } else {
        expect(action({ name: host!, port: port! })).toBe('allow');
        expect(action({ name: `x.${host}`, port: port! })).toBe('deny');
        expect(action({ name: host!, port: port!, protocol: 'udp' })).toBe('deny');
        expect(action({ name: host!, port: port! === 9 ? 10 : 9 })).toBe('deny');
      }
    }
    expect(verdictOf(policy, connection({ account: 'others@acme.iam.gserviceaccount.com' }))).toEqual({ action: 'allow', rule: undefined });
  }), { numRuns: 60 });
});

it('a flow is carried exactly, or says that it is not; nothing is left out silently', () => {
  fc.assert(fc.property(receivers, fc.constantFrom('refuse' as const, 'urlFiltering' as const, 'secureWebProxy' as const), (given, wildcards) => {
    const cell = cellWith({ cluster: { platform: 'gke' }, receivers: given });
    const { rows, problems } = compiledCell(cell, { ...URL_FILTERING, ...PROXY, wildcards });
    const carried = new Set(rows.map(({ flow }) => flow));
    const refused = new Set(problems.map(({ path }) => path));
    for (const flow of cell.plan.egress) expect([flow.key, carried.has(flow.id) || refused.has(flow.path)]).toEqual([flow.key, true]);
    expect(rows.filter(({ exact }) => !exact)).toEqual([]);
  }), { numRuns: 40 });
});
