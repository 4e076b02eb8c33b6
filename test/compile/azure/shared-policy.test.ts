import fc from 'fast-check';
import { Connection } from './azure-firewall';
import { policyOf, policyVerdict } from './azure-policy';
import { codes, compiledCell } from './compiled';
import { RuleGroup } from '../../../src/compile/azure';
import { claimTwice, compileTargets } from '../../../src/compile/targets';
import { readCell } from '../../../src/read-cell';
import { cellWith, Data, minimalFile, setAt } from '../../support/cells';

const [PLANT, WORKS, TEAM] = ['10.10.0.7', '10.20.0.7', '10.99.0.7'];

/** Rules of a team that knows nothing of us, before, between and after ours. */
const foreign = (priority: number): RuleGroup => ({
  groupName: `team-${priority}`,
  priority,
  networkCollections: [{
    name: 'net', priority: 100, action: 'Allow', rules: [
      { name: 'ssh', protocols: ['TCP'], sourceAddresses: ['10.99.0.0/16'], destinationAddresses: ['198.51.100.0/24'], destinationPorts: ['22', '8443'] },
      { name: 'quic', protocols: ['UDP'], sourceAddresses: ['10.99.0.0/16'], destinationAddresses: ['198.51.100.0/24'], destinationPorts: ['443'] },
    ],
  }],
  applicationCollections: [{
    name: 'app', priority: 200, action: 'Allow', rules: [
      { name: 'web', protocols: [{ type: 'Https', port: 443 }, { type: 'Https', port: 44300 }], sourceAddresses: ['10.99.0.0/16'], destinationFqdns: ['*.team.example'] },
    ],
  }],
});

const plant = (priority: number) => compiledCell(cellWith({ receivers: { s4: { protocol: 'https', host: 's4.acme.example', port: 44300 } } }), {
  priority, defaultDeny: 'sources', platform: { platform: 'aks', path: 'p', priority: priority - 1, priorityPath: 'q' },
});
const works = (priority: number) => compiledCell(cellWith({
  name: 'works', cluster: { nodeCidrs: ['10.20.0.0/22'], podCidrs: ['10.245.0.0/16'], apiServer: { cidrs: ['10.20.4.4/32'] } },
  receivers: { mes: { protocol: 'https', host: 'mes.acme.example', port: 8443 }, bank: { protocol: 'sftp', addresses: ['203.0.113.7/32'] } },
}), { priority, defaultDeny: 'sources' });

const tls = (source: string, host: string, port = 443): Connection => ({ source, protocol: 'TCP', port, address: '198.51.100.9', says: { type: 'Https', host } });
const raw = (source: string, protocol: Connection['protocol'], address: string, port: number): Connection => ({ source, protocol, address, port });

/** What each tenant of the policy has a right to, whatever the others do. */
const RIGHTS: readonly (readonly [string, Connection])[] = [
  ['plant: SAP', tls(PLANT, 'a.b.hana.ondemand.com')],
  ['plant: its receiver on a port of its own', tls(PLANT, 's4.acme.example', 44300)],
  ['plant: API server for nodes and pods', raw(PLANT, 'TCP', '10.10.4.4', 443)],
  ['works: SAP', tls(WORKS, 'x.authentication.eu10.hana.ondemand.com')],
  ['works: its receiver on a port of its own', tls(WORKS, 'mes.acme.example', 8443)],
  ['works: SFTP', raw(WORKS, 'TCP', '203.0.113.7', 22)],
  ['team: web', tls(TEAM, 'a.team.example')],
  ['team: web on a port that a cell uses', tls(TEAM, 'a.team.example', 44300)],
  ['team: SSH', raw(TEAM, 'TCP', '198.51.100.9', 22)],
  ['team: a port that a cell denies to itself', raw(TEAM, 'TCP', '198.51.100.9', 8443)],
  ['team: QUIC', raw(TEAM, 'UDP', '198.51.100.9', 443)],
];

/** What our denies stop: only for the cell that asked for them. */
const WRONGS: readonly (readonly [string, Connection, string])[] = [
  ['plant: a foreign name', tls(PLANT, 'evil.example'), 'eic-plant'],
  ['plant: the name of the team', tls(PLANT, 'a.team.example'), 'eic-plant'],
  ['plant: the receiver of works', tls(PLANT, 'mes.acme.example', 8443), 'eic-plant'],
  ['plant: QUIC', raw(PLANT, 'UDP', '198.51.100.9', 443), 'eic-plant'],
  ['works: the receiver of plant', tls(WORKS, 's4.acme.example', 44300), 'eic-works'],
  ['works: SFTP elsewhere', raw(WORKS, 'TCP', '198.51.100.9', 22), 'eic-works'],
];

describe('two cells and a foreign team in one policy', () => {
  it.each([[200, 300, 400], [300, 200, 400], [400, 300, 200], [60000, 200, 65000]])('whatever the priorities (%d, %d, %d), nobody loses a connection by our denies', (a, b, team) => {
    const [first, second] = [plant(a), works(b)];
    expect([...codes(first), ...codes(second)]).toEqual([]);
    const policy = [...policyOf(first, second), foreign(team)];
    for (const [name, connection] of RIGHTS) expect([name, policyVerdict(policy, connection).action]).toEqual([name, 'Allow']);
    for (const [name, connection, group] of WRONGS) expect([name, policyVerdict(policy, connection)]).toEqual([name, expect.objectContaining({ action: 'Deny', group })]);
  });

  it('for any connection of the team, the verdict is the same with and without us', () => {
    const [first, second] = [plant(300), works(400)];
    const connection = fc.record({
      source: fc.integer({ min: 0, max: 255 }).map((octet) => `10.99.${octet}.7`),
      protocol: fc.constantFrom('TCP' as const, 'UDP' as const, 'ICMP' as const),
      port: fc.constantFrom(22, 80, 443, 8443, 44300, 1, 65535),
      address: fc.constantFrom('198.51.100.9', '203.0.113.7', '10.10.4.4'),
      says: fc.option(fc.record({ type: fc.constantFrom('Http' as const, 'Https' as const), host: fc.constantFrom('a.team.example', 's4.acme.example', 'a.hana.ondemand.com', 'evil.example') }), { nil: undefined }),
    });
    fc.assert(fc.property(connection, (one) => {
      const asked = one as Connection;
      expect(policyVerdict([...policyOf(first, second), foreign(350)], asked)).toEqual(policyVerdict([foreign(350)], asked));
    }), { numRuns: 300 });
  });
});

describe('what cells share in a policy', () => {
  const POLICY = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/net/providers/Microsoft.Network/firewallPolicies/hub';
  const target = (priority: number, more: Data = {}, policy = POLICY) => ({ hub: { azure: { platformEgress: 'aks', rules: { firewallPolicyId: policy, priority, ...more } } } });

  function problemsOf(...cells: readonly (readonly [string, object])[]): string[] {
    const made = new Map();
    return cells.flatMap(([name, firewall]) => {
      const data = minimalFile();
      setAt(data, ['name'], name);
      setAt(data, ['firewall'], firewall);
      const { definition, plan, firewall: targets, problems } = readCell(data, 'file');
      expect(problems).toEqual([]);
      const compiled = compileTargets(definition!, plan!, targets);
      return claimTwice(Object.values(compiled).flatMap(({ claims = [] }) => claims).map((claim) => ({ ...claim, owner: name })), made);
    }).map(({ code, path }) => `${code} ${path}`);
  }

  it.each<[string, (readonly [string, object])[], string[]]>([
    ['nothing with room between them', [['a', target(400)], ['b', target(402)]], []],
    ['a priority', [['a', target(400)], ['b', target(400)]], ['EIC403 firewall.hub.azure.rules.platformPriority', 'EIC403 firewall.hub.azure.rules.priority']],
    ['the priority of a platform and of a cell', [['a', target(400)], ['b', target(401)]], ['EIC403 firewall.hub.azure.rules.platformPriority']],
    ['a policy in other letters', [['a', target(400)], ['b', target(400, { platformPriority: 300 }, POLICY.toUpperCase())]], ['EIC403 firewall.hub.azure.rules.priority']],
    ['nothing in two policies', [['a', target(400)], ['b', target(400, {}, `${POLICY}-b`)]], []],
  ])('%s', (_, cells, expected) => expect(problemsOf(...cells)).toEqual(expected));
});
