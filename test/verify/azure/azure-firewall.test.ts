import { AzureFirewall, AZURE_FIREWALL_CODES } from '../../../src/verify/azure';
import { Connection } from '../../../src/verify/connection';
import { asShown, configOf, connection } from '../support/terraform-config';

const GROUP = 'azurerm_firewall_policy_rule_collection_group';
const POLICY = { azurerm_firewall_policy: { hub: { name: 'hub' } } };
const HUB = '${azurerm_firewall_policy.hub.id}';
const SOURCES = ['10.10.0.0/22'];

const app = (name: string, fqdns: readonly string[], more: object = {}) =>
  ({ name, protocols: [{ type: 'Https', port: 443 }], source_addresses: SOURCES, destination_fqdns: fqdns, ...more });
const net = (name: string, more: object) => ({ name, protocols: ['TCP'], source_addresses: SOURCES, destination_ports: ['443'], ...more });
const collection = (priority: number, action: string, ...rule: object[]) => ({ name: `c${priority}`, priority, action, rule });

function firewall(groups: Readonly<Record<string, object>>, more: object = POLICY): AzureFirewall {
  return new AzureFirewall(configOf({ ...more, [GROUP]: Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, { firewall_policy_id: HUB, priority: 400, ...group }])) }));
}

const verdict = (layer: AzureFirewall, asked: Connection) => {
  const { verdict: decision, code, rule } = layer.judge(asked);
  expect(Object.keys(AZURE_FIREWALL_CODES)).toContain(code);
  return [decision, code.replace('azure-firewall/', ''), rule === null ? null : `${rule.object.split('.')[1]} ${rule.path}`] as const;
};

describe('application rules', () => {
  const layer = firewall({
    cell: {
      application_rule_collection: [
        collection(100, 'Allow', app('sap', ['*.hana.ondemand.com']), app('exact', ['api.acme.example']), app('suffix', ['*acme.test']),
          app('web', ['www.acme.example'], { protocols: [{ type: 'Http', port: 80 }] }), app('high', ['*.acme.example'], { protocols: [{ type: 'Https', port: 8443 }] })),
      ],
    },
  });
  const rule = (number: number) => `cell application_rule_collection[0].rule[${number}]`;

  test.each<[string, Connection, readonly [string, string, string | null]]>([
    ['one label', connection('a.hana.ondemand.com:443'), ['allow', 'application-rule-allow', rule(0)]],
    ['many labels, any case', connection('A.b.hana.ondemand.com:443'), ['allow', 'application-rule-allow', rule(0)]],
    ['any address with the name', connection('198.51.100.1:443', { serverName: 'a.hana.ondemand.com' }), ['allow', 'application-rule-allow', rule(0)]],
    ['the apex', connection('hana.ondemand.com:443'), ['deny', 'implicit-deny', null]],
    ['a look-alike', connection('evilhana.ondemand.com:443'), ['deny', 'implicit-deny', null]],
    ['a suffix attack', connection('a.hana.ondemand.com.evil.net:443'), ['deny', 'implicit-deny', null]],
    ['an exact name', connection('api.acme.example:443'), ['allow', 'application-rule-allow', rule(1)]],
    ['an asterisk without a dot takes look-alikes', connection('evilacme.test:443'), ['allow', 'application-rule-allow', rule(2)]],
    ['... and the apex', connection('acme.test:443'), ['allow', 'application-rule-allow', rule(2)]],
    ['HTTP by its Host header', connection('www.acme.example:80', { protocol: 'http' }), ['allow', 'application-rule-allow', rule(3)]],
    ['... with its port', connection('www.acme.example:80', { protocol: 'http', httpHost: 'www.acme.example:80' }), ['allow', 'application-rule-allow', rule(3)]],
    ['TLS on a port for HTTP', connection('www.acme.example:80'), ['deny', 'implicit-deny', null]],
    ['HTTP on a port for TLS', connection('api.acme.example:443', { protocol: 'http' }), ['deny', 'implicit-deny', null]],
    ['another port', connection('api.acme.example:444'), ['deny', 'implicit-deny', null]],
    ['another port of the same name', connection('api.acme.example:8443'), ['allow', 'application-rule-allow', rule(4)]],
    ['no server name', connection('api.acme.example:443', { serverName: null }), ['deny', 'implicit-deny', null]],
    ['no name on the wire', connection('api.acme.example:443', { protocol: 'tcp' }), ['deny', 'implicit-deny', null]],
    ['QUIC', connection('api.acme.example:443', { protocol: 'quic' }), ['deny', 'implicit-deny', null]],
    ['ping', connection('198.51.100.1:0', { protocol: 'icmp' }), ['deny', 'implicit-deny', null]],
    ['another source', connection('api.acme.example:443', { from: { egressAddresses: ['10.99.0.1'] } }), ['deny', 'implicit-deny', null]],
    ['IPv6', connection('api.acme.example:443', { address: '2001:db8::1' }), ['absent', 'no-ipv6', null]],
    ['an unknown source', connection('api.acme.example:443', { from: { egressAddresses: [] } }), ['unknown', 'no-source', null]],
    ['a name of Azure\'s infrastructure', connection('md-x.z1.blob.core.windows.net:443'), ['unknown', 'infrastructure-names', null]],
  ])('%s', (_, asked, expected) => expect(verdict(layer, asked)).toEqual(expected));
});

describe('network rules', () => {
  const groups = {
    cell: {
      network_rule_collection: [
        collection(200, 'Deny', net('deny-udp', { protocols: ['UDP'], destination_addresses: ['*'], destination_ports: ['*'] })),
        collection(100, 'Allow', net('bank', { destination_addresses: ['203.0.113.7/32'], destination_ports: ['22', '40000-40100'] }),
          net('kafka', { destination_fqdns: ['b1.kafka.example'], destination_ports: ['9093'] }), net('range', { destination_addresses: ['198.51.100.10-198.51.100.20'], destination_ports: ['8080'] })),
      ],
    },
  };
  const layer = firewall(groups);
  const rule = (number: number) => `cell network_rule_collection[1].rule[${number}]`;

  test.each<[string, Connection, readonly [string, string, string | null]]>([
    ['an address', connection('203.0.113.7:22', { protocol: 'tcp' }), ['allow', 'network-rule-allow', rule(0)]],
    ['the end of a range of ports', connection('203.0.113.7:40100', { protocol: 'tcp' }), ['allow', 'network-rule-allow', rule(0)]],
    ['beyond it', connection('203.0.113.7:40101', { protocol: 'tcp' }), ['deny', 'implicit-deny', null]],
    ['the next address', connection('203.0.113.8:22', { protocol: 'tcp' }), ['deny', 'implicit-deny', null]],
    ['a name that is resolved', connection('b1.kafka.example:9093'), ['allow', 'network-rule-allow', rule(1)]],
    ['the name to a foreign address', connection('198.51.100.1:9093', { serverName: 'b1.kafka.example' }), ['deny', 'implicit-deny', null]],
    ['a sibling', connection('b2.kafka.example:9093'), ['deny', 'implicit-deny', null]],
    ['the last address of a range', connection('198.51.100.20:8080', { protocol: 'tcp' }), ['allow', 'network-rule-allow', rule(2)]],
    ['UDP', connection('203.0.113.7:22', { protocol: 'udp' }), ['deny', 'network-rule-deny', 'cell network_rule_collection[0].rule[0]']],
  ])('%s', (_, asked, expected) => expect(verdict(layer, asked)).toEqual(expected));

  it('reads blocks as terraform show has them', () => {
    const shown = new AzureFirewall(asShown(configOf({ ...POLICY, [GROUP]: { cell: { firewall_policy_id: HUB, priority: 400, ...groups.cell } } })));
    expect(verdict(shown, connection('203.0.113.7:22', { protocol: 'tcp' }))).toEqual(['allow', 'network-rule-allow', rule(0)]);
  });
});

describe('order', () => {
  const masks = { network_rule_collection: [collection(100, 'Allow', net('any', { destination_addresses: ['*'] }))] };
  const names = { application_rule_collection: [collection(100, 'Allow', app('sap', ['*.hana.ondemand.com'])), collection(4000, 'Deny', app('rest', ['*']))] };

  it('a network rule masks application rules of every group, whatever the priorities: the trap', () => {
    const layer = firewall({ early: { priority: 100, ...names }, late: { priority: 65000, ...masks } });
    expect(verdict(layer, connection('evil.example:443'))).toEqual(['allow', 'network-rule-allow', 'late network_rule_collection[0].rule[0]']);
    expect(layer.deadRules().map(({ object, path }) => `${object} ${path}`)).toEqual([
      `${GROUP}.early application_rule_collection[0].rule[0]`, `${GROUP}.early application_rule_collection[1].rule[0]`,
    ]);
  });

  it('groups go by priority, then collections', () => {
    const allow = { application_rule_collection: [collection(300, 'Allow', app('x', ['x.example']))] };
    const deny = { application_rule_collection: [collection(200, 'Deny', app('x', ['*.example']))] };
    expect(verdict(firewall({ a: { priority: 200, ...allow }, b: { priority: 300, ...deny } }), connection('x.example:443'))[0]).toBe('allow');
    expect(verdict(firewall({ a: { priority: 300, ...allow }, b: { priority: 200, ...deny } }), connection('x.example:443'))[0]).toBe('deny');
  });

  it('rules of the base policy come first', () => {
    const layer = new AzureFirewall(configOf({
      azurerm_firewall_policy: { base: { name: 'base' }, hub: { name: 'hub', base_policy_id: '${azurerm_firewall_policy.base.id}' } },
      [GROUP]: {
        own: { firewall_policy_id: HUB, priority: 100, application_rule_collection: [collection(100, 'Allow', app('x', ['x.example']))] },
        parent: { firewall_policy_id: '${azurerm_firewall_policy.base.id}', priority: 65000, application_rule_collection: [collection(100, 'Deny', app('x', ['x.example']))] },
      },
    }));
    expect(verdict(layer, connection('x.example:443'))).toEqual(['deny', 'application-rule-deny', 'parent application_rule_collection[0].rule[0]']);
  });

  it('an explicit deny of every name comes before what Azure allows for itself', () => {
    const asked = connection('md-x.z1.blob.core.windows.net:443');
    expect(verdict(firewall({ cell: names }), asked)[0]).toBe('deny');
    expect(verdict(firewall({ cell: names }), connection('x.example:443', { serverName: null }))[0]).toBe('deny');
  });
});

describe('what is not known', () => {
  const allow = { application_rule_collection: [collection(100, 'Allow', app('x', ['x.example']))] };

  test.each<[string, AzureFirewall, Connection, readonly string[]]>([
    ['no rules at all', new AzureFirewall(configOf({})), connection('x.example:443'), ['absent', 'absent']],
    ['a policy that is not in the files', firewall({ cell: { ...allow, firewall_policy_id: '/subscriptions/1/hub' } }, {}), connection('y.example:443'), ['unknown', 'rest-of-policy-not-read']],
    ['... but a rule of ours', firewall({ cell: { ...allow, firewall_policy_id: '/subscriptions/1/hub' } }, {}), connection('x.example:443'), ['allow', 'application-rule-allow']],
    ['two policies', firewall({ a: allow, b: { ...allow, firewall_policy_id: '/subscriptions/1/hub' } }), connection('x.example:443'), ['unknown', 'several-policies']],
    ['a service tag', firewall({ cell: { network_rule_collection: [collection(100, 'Allow', net('t', { destination_addresses: ['Storage.WestEurope'] }))] } }), connection('x.example:443'), ['unknown', 'not-understood']],
    ['... which holds no private address', firewall({ cell: { network_rule_collection: [collection(100, 'Allow', net('t', { destination_addresses: ['Storage.WestEurope'] }))] } }), connection('10.1.1.1:443'), ['deny', 'implicit-deny']],
    ['... on another port', firewall({ cell: { network_rule_collection: [collection(100, 'Allow', net('t', { destination_addresses: ['Storage.WestEurope'] }))] } }), connection('x.example:444'), ['deny', 'implicit-deny']],
    ['an IP group elsewhere', firewall({ cell: { network_rule_collection: [collection(100, 'Allow', net('g', { destination_ip_groups: ['/subscriptions/1/ipGroups/g'] }))] } }), connection('10.1.1.1:443'), ['unknown', 'not-understood']],
    ['an FQDN tag and a name of Microsoft', firewall({ cell: { application_rule_collection: [collection(100, 'Allow', app('t', [], { destination_fqdn_tags: ['AzureKubernetesService'] }))] } }), connection('mcr.microsoft.com:443'), ['unknown', 'not-understood']],
    ['... and another name', firewall({ cell: { application_rule_collection: [collection(100, 'Allow', app('t', [], { destination_fqdn_tags: ['AzureKubernetesService'] }))] } }), connection('x.example:443'), ['deny', 'implicit-deny']],
    ['an expression for a source', firewall({ cell: { application_rule_collection: [collection(100, 'Allow', app('x', ['x.example'], { source_addresses: ['${var.nodes}'] }))] } }), connection('x.example:443'), ['unknown', 'not-understood']],
    ['URLs', firewall({ cell: { application_rule_collection: [collection(100, 'Allow', app('x', ['x.example'], { destination_urls: ['x.example/a'] }))] } }), connection('x.example:443'), ['unknown', 'not-understood']],
    ['an allow of every name, and no name', firewall({ cell: { application_rule_collection: [collection(100, 'Allow', app('x', ['*']))] } }), connection('x.example:443', { serverName: null }), ['unknown', 'not-understood']],
    ['DNAT', firewall({ cell: { nat_rule_collection: [collection(100, 'Dnat', { source_addresses: ['*'], destination_address: '203.0.113.10', destination_ports: ['443'] })], ...allow } }), connection('x.example:443'), ['unknown', 'dnat']],
  ])('%s', (_, layer, asked, expected) => expect(verdict(layer, asked).slice(0, 2)).toEqual(expected));

  it('follows references to IP groups and addresses in the files', () => {
    const layer = firewall({
      cell: { network_rule_collection: [collection(100, 'Allow', net('g', { source_addresses: ['${azurerm_subnet.nodes.address_prefixes[0]}'], destination_ip_groups: ['${azurerm_ip_group.bank.id}'] }))] },
    }, { ...POLICY, azurerm_ip_group: { bank: { cidrs: ['203.0.113.0/28'] } }, azurerm_subnet: { nodes: { address_prefixes: ['10.10.0.0/22'] } } });
    expect(verdict(layer, connection('203.0.113.7:443'))[0]).toBe('allow');
    expect(verdict(layer, connection('203.0.113.17:443'))[0]).toBe('deny');
  });
});

it('names rules that an earlier one covers', () => {
  const layer = firewall({
    cell: {
      network_rule_collection: [collection(100, 'Allow', net('wide', { destination_addresses: ['203.0.113.0/24'], destination_ports: ['1-1000'] }), net('inside', { destination_addresses: ['203.0.113.7/32'], destination_ports: ['22'] }),
        net('beside', { destination_addresses: ['203.0.113.7/32'], destination_ports: ['2222'] }))],
      application_rule_collection: [collection(100, 'Allow', app('sap', ['*.ondemand.com']), app('apex', ['ondemand.com']), app('below', ['*.hana.ondemand.com', 'x.ondemand.com']))],
    },
  });
  expect(layer.deadRules().map(({ path }) => path)).toEqual(['network_rule_collection[0].rule[1]', 'application_rule_collection[0].rule[2]']);
});

it('lists what is allowed from given sources', () => {
  const layer = firewall({
    cell: {
      network_rule_collection: [collection(100, 'Allow', net('bank', { destination_addresses: ['203.0.113.0/24'], destination_ports: ['22'] }), net('other', { source_addresses: ['10.99.0.0/24'], destination_addresses: ['*'] }))],
      application_rule_collection: [collection(100, 'Allow', app('sap', ['*.ondemand.com'])), collection(200, 'Deny', app('rest', ['*']))],
    },
  });
  expect(layer.allowedFrom(['10.10.0.0/24']).map(({ rule, ...traffic }) => [rule.path, traffic])).toEqual([
    ['network_rule_collection[0].rule[0]', { hosts: [], cidrs: ['203.0.113.0/24'], ports: ['22'], protocols: ['tcp'], exact: true }],
    ['application_rule_collection[0].rule[0]', { hosts: ['*.ondemand.com'], cidrs: [], ports: ['443'], protocols: ['tls'], exact: true }],
  ]);
});
