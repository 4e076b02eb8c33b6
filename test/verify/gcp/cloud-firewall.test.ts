import { Connection } from '../../../src/verify/connection';
import { GcpFirewall, GcpFirewallOptions, GCP_FIREWALL_CODES } from '../../../src/verify/gcp';
import { asShown, configOf, connection } from '../support/terraform-config';

const POLICY = 'google_compute_network_firewall_policy';
const NODES = 'gke-nodes@acme.iam.gserviceaccount.com';
const OWN = '${google_compute_network_firewall_policy.own.name}';
const ASSOCIATED = {
  [POLICY]: { own: { name: 'eic' } },
  [`${POLICY}_association`]: { own: { firewall_policy: OWN, attachment_target: 'projects/p/global/networks/hub' } },
};

const match = (more: object = {}, protocol = 'tcp', ...ports: string[]) => ({ layer4_configs: [{ ip_protocol: protocol, ...(ports.length > 0 ? { ports } : {}) }], ...more });
const rule = (priority: number, action: string, matched: object, more: object = {}) => ({ firewall_policy: OWN, direction: 'EGRESS', priority, action, match: matched, ...more });
type Rules = Readonly<Record<string, object>>;
const config = (rules: Rules, more: object = ASSOCIATED) => configOf({ ...more, ...(Object.keys(rules).length > 0 ? { [`${POLICY}_rule`]: rules } : {}) } as never);
const firewall = (rules: Rules, more: object = ASSOCIATED, options: GcpFirewallOptions = {}) => new GcpFirewall(config(rules, more), options);

const DENY = { v4: rule(9000, 'deny', match({ dest_ip_ranges: ['0.0.0.0/0'] }, 'all')), v6: rule(9001, 'deny', match({ dest_ip_ranges: ['::/0'] }, 'all')) };
const verdict = (layer: GcpFirewall, asked: Connection) => {
  const { verdict: decision, code, rule: by } = layer.judge(asked);
  expect(Object.keys(GCP_FIREWALL_CODES)).toContain(code);
  return [decision, code.replace('gcp-firewall/', ''), by === null ? null : by.object.split('.')[1]] as const;
};

describe('rules of a policy', () => {
  const rules = {
    names: rule(100, 'allow', match({ dest_fqdns: ['api.acme.example'] }, 'tcp', '443')),
    bank: rule(110, 'allow', match({ dest_ip_ranges: ['203.0.113.0/28', '2001:db8::/64'] }, 'tcp', '22', '40000-40100')),
    dns: rule(120, 'allow', match({ dest_ip_ranges: ['10.0.0.10/32'] }, 'udp', '53')),
    off: rule(50, 'allow', match({ dest_ip_ranges: ['0.0.0.0/0'] }, 'all'), { disabled: true }),
    ingress: rule(51, 'allow', match({ src_ip_ranges: ['0.0.0.0/0'] }, 'all'), { direction: 'INGRESS' }),
    ...DENY,
  };
  const layer = firewall(rules);

  test.each<[string, Connection, readonly [string, string, string | null]]>([
    ['a name', connection('api.acme.example:443'), ['allow', 'allow-rule', 'names']],
    ['the name to a foreign address', connection('198.51.100.1:443', { serverName: 'api.acme.example' }), ['deny', 'deny-rule', 'v4']],
    ['a sibling', connection('b.acme.example:443'), ['deny', 'deny-rule', 'v4']],
    ['another port', connection('api.acme.example:444'), ['deny', 'deny-rule', 'v4']],
    ['an address', connection('203.0.113.7:22', { protocol: 'tcp' }), ['allow', 'allow-rule', 'bank']],
    ['a range of ports', connection('203.0.113.7:40100', { protocol: 'tcp' }), ['allow', 'allow-rule', 'bank']],
    ['IPv6', connection('[2001:db8::7]:22', { protocol: 'tcp' }), ['allow', 'allow-rule', 'bank']],
    ['another IPv6 address', connection('[2001:db8:1::7]:22', { protocol: 'tcp' }), ['deny', 'deny-rule', 'v6']],
    ['DNS', connection('10.0.0.10:53', { protocol: 'udp' }), ['allow', 'allow-rule', 'dns']],
    ['QUIC', connection('api.acme.example:443', { protocol: 'quic' }), ['deny', 'deny-rule', 'v4']],
    ['ping', connection('203.0.113.7:0', { protocol: 'icmp' }), ['deny', 'deny-rule', 'v4']],
    ['the metadata server, always', connection('169.254.169.254:80', { protocol: 'http' }), ['allow', 'metadata-server', null]],
    ['no known source', connection('api.acme.example:443', { from: { egressAddresses: [] } }), ['unknown', 'no-source', null]],
  ])('%s', (_, asked, expected) => expect(verdict(layer, asked)).toEqual(expected));

  it('reads blocks as terraform show has them, and rules in the policy', () => {
    expect(verdict(new GcpFirewall(asShown(config(rules))), connection('api.acme.example:443'))[0]).toBe('allow');
    const within = new GcpFirewall(configOf({
      [`${POLICY}_with_rules`]: { own: { rule: Object.values(rules) } }, [`${POLICY}_association`]: { own: { firewall_policy: '${google_compute_network_firewall_policy_with_rules.own.id}' } },
    }));
    expect(within.judge(connection('b.acme.example:443')).rule).toMatchObject({ path: 'rule[5]' });
  });
});

describe('traps', () => {
  it('a deny for 0.0.0.0/0 only leaves IPv6 open', () => {
    const layer = firewall({ v4: DENY.v4 });
    expect(verdict(layer, connection('198.51.100.1:443'))[0]).toBe('deny');
    expect(verdict(layer, connection('[2001:db8::1]:443'))).toEqual(['allow', 'implied-allow', null]);
  });

  it('goto_next leads past our deny', () => {
    const layer = firewall({ next: rule(80, 'goto_next', match({ dest_ip_ranges: ['198.51.100.0/24'] }, 'all')), ...DENY });
    expect(verdict(layer, connection('198.51.100.1:443'))).toEqual(['allow', 'implied-allow', null]);
    expect(verdict(layer, connection('203.0.113.1:443'))[0]).toBe('deny');
  });

  it('rules of the VPC network come before network policies, unless the network says otherwise', () => {
    const vpc = { google_compute_firewall: { open: { direction: 'EGRESS', priority: 65000, allow: [{ protocol: 'tcp', ports: ['443'] }] }, in: { direction: 'INGRESS', allow: [{ protocol: 'all' }] } } };
    const network = (order: string) => ({ google_compute_network: { hub: { network_firewall_policy_enforcement_order: order } } });
    expect(verdict(firewall(DENY, { ...ASSOCIATED, ...vpc }), connection('198.51.100.1:443'))).toEqual(['allow', 'allow-rule', 'open']);
    expect(verdict(firewall(DENY, { ...ASSOCIATED, ...vpc, ...network('BEFORE_CLASSIC_FIREWALL') }), connection('198.51.100.1:443'))).toEqual(['deny', 'deny-rule', 'v4']);
    expect(verdict(firewall(DENY, { ...ASSOCIATED, ...vpc }), connection('[2001:db8::1]:443'))[0]).toBe('deny');
  });

  it('a hierarchical policy comes first', () => {
    const organisation = {
      google_compute_firewall_policy: { org: {} }, google_compute_firewall_policy_association: { org: { firewall_policy: '${google_compute_firewall_policy.org.id}' } },
      google_compute_firewall_policy_rule: { open: { ...rule(1, 'allow', match({ dest_ip_ranges: ['0.0.0.0/0'] }, 'all')), firewall_policy: '${google_compute_firewall_policy.org.id}' } },
    };
    expect(verdict(firewall(DENY, { ...ASSOCIATED, ...organisation }), connection('198.51.100.1:443'))).toEqual(['allow', 'allow-rule', 'open']);
  });

  it('of VPC rules of one priority the deny comes first', () => {
    const layer = new GcpFirewall(configOf({
      google_compute_firewall: { a: { direction: 'EGRESS', priority: 10, allow: { protocol: 'all' } }, b: { direction: 'EGRESS', priority: 10, deny: { protocol: 'all' }, destination_ranges: ['198.51.100.0/24'] } },
    }));
    expect(verdict(layer, connection('198.51.100.1:443'))).toEqual(['deny', 'deny-rule', 'b']);
    expect(verdict(layer, connection('203.0.113.1:443'))).toEqual(['allow', 'allow-rule', 'a']);
  });
});

describe('targets', () => {
  const rules = Object.fromEntries(Object.entries(DENY).map(([name, one]) => [name, { ...one, target_service_accounts: [NODES] }]));
  test.each<[string, GcpFirewallOptions, readonly string[]]>([
    ['one of ours', { serviceAccounts: [NODES] }, ['deny', 'deny-rule']],
    ['another', { serviceAccounts: ['other@acme.iam.gserviceaccount.com'] }, ['allow', 'implied-allow']],
    ['not known', {}, ['unknown', 'not-understood']],
  ])('%s', (_, options, expected) => expect(verdict(firewall(rules, ASSOCIATED, options), connection('198.51.100.1:443')).slice(0, 2)).toEqual(expected));

  it('secure tags', () => {
    const tagged = { v4: { ...DENY.v4, target_secure_tags: [{ name: 'tagValues/1' }] } };
    expect(verdict(firewall(tagged, ASSOCIATED, { secureTags: ['tagValues/1'] }), connection('198.51.100.1:443'))[0]).toBe('deny');
    expect(verdict(firewall(tagged, ASSOCIATED, { secureTags: [] }), connection('198.51.100.1:443'))[0]).toBe('allow');
  });
});

describe('URL filtering', () => {
  const PROFILE = {
    google_network_security_security_profile: { https: { type: 'URL_FILTERING', url_filtering_profile: [{ url_filters: [{ priority: 2000, filtering_action: 'DENY', urls: ['*'] }, { priority: 1000, filtering_action: 'ALLOW', urls: ['*.hana.ondemand.com', 'api.acme.example'] }] }] } },
    google_network_security_security_profile_group: { https: { url_filtering_profile: '${google_network_security_security_profile.https.id}' } },
  };
  const inspect = rule(8000, 'apply_security_profile_group', match({ dest_ip_ranges: ['0.0.0.0/0'] }, 'tcp', '443'),
    { security_profile_group: '//networksecurity.googleapis.com/${google_network_security_security_profile_group.https.id}' });
  const layer = firewall({ inspect, ...DENY }, { ...ASSOCIATED, ...PROFILE });

  test.each<[string, Connection, readonly [string, string]]>([
    ['a name below a wildcard', connection('a.b.hana.ondemand.com:443'), ['allow', 'url-filter-allow']],
    ['the apex', connection('hana.ondemand.com:443'), ['deny', 'url-filter-deny']],
    ['a look-alike', connection('evilhana.ondemand.com:443'), ['deny', 'url-filter-deny']],
    ['an exact name', connection('api.acme.example:443'), ['allow', 'url-filter-allow']],
    ['raw TCP, which is reported to pass', connection('198.51.100.1:443', { protocol: 'tcp' }), ['allow', 'url-filter-bypass']],
    ['HTTP without Host, too', connection('198.51.100.1:443', { protocol: 'http' }), ['allow', 'url-filter-bypass']],
    ['TLS without a name', connection('198.51.100.1:443'), ['unknown', 'url-filter-no-name']],
    ['another port', connection('a.hana.ondemand.com:8443'), ['deny', 'deny-rule']],
    ['QUIC', connection('a.hana.ondemand.com:443', { protocol: 'quic' }), ['deny', 'deny-rule']],
  ])('%s', (_, asked, expected) => expect(verdict(layer, asked).slice(0, 2)).toEqual(expected));

  it('needs an association for every endpoint of the files', () => {
    const endpoints = { google_network_security_firewall_endpoint: { a: {}, b: {} }, google_network_security_firewall_endpoint_association: { a: { firewall_endpoint: '${google_network_security_firewall_endpoint.a.id}' } } };
    expect(verdict(firewall({ inspect, ...DENY }, { ...ASSOCIATED, ...PROFILE, ...endpoints }), connection('evil.example:443'))).toEqual(['unknown', 'endpoint-not-associated', 'b']);
  });
});

describe('Secure Web Proxy', () => {
  const PROXY = {
    google_network_security_gateway_security_policy_rule: {
      sap: { priority: 10, basic_profile: 'ALLOW', enabled: true, session_matcher: "host().endsWith('.hana.ondemand.com') || host() == \"api.acme.example\"" },
      off: { priority: 5, basic_profile: 'ALLOW', enabled: false, session_matcher: 'true' },
    },
    google_network_services_gateway: { swp: { type: 'SECURE_WEB_GATEWAY', ports: [443] } },
    google_network_connectivity_policy_based_route: {
      around: { priority: 100, filter: { src_range: '10.10.0.0/22', dest_range: '203.0.113.0/28' }, next_hop_other_routes: 'DEFAULT_ROUTING' },
      through: { priority: 1000, filter: { src_range: '10.10.0.0/22', dest_range: '0.0.0.0/0' }, next_hop_ilb_ip: '10.10.9.9' },
    },
  };
  const rules = { web: rule(8000, 'allow', match({ dest_ip_ranges: ['0.0.0.0/0'] }, 'tcp', '443', '444')), ...DENY };
  const layer = firewall(rules, { ...ASSOCIATED, ...PROXY });
  const far = { address: '198.51.100.1' };

  test.each<[string, Connection, readonly [string, string]]>([
    ['a name below a wildcard', connection('a.hana.ondemand.com:443', far), ['allow', 'proxy-allow']],
    ['the apex', connection('hana.ondemand.com:443', far), ['deny', 'proxy-deny']],
    ['a look-alike', connection('evilhana.ondemand.com:443', far), ['deny', 'proxy-deny']],
    ['an exact name', connection('api.acme.example:443', far), ['allow', 'proxy-allow']],
    ['no name', connection('198.51.100.1:443'), ['deny', 'proxy-deny']],
    ['a port of the firewall that the proxy has not', connection('api.acme.example:444', far), ['deny', 'proxy-port']],
    ['around the proxy', connection('evil.example:443'), ['allow', 'allow-rule']],
    ['what the firewall denies', connection('api.acme.example:8443', far), ['deny', 'deny-rule']],
  ])('%s', (_, asked, expected) => expect(verdict(layer, asked).slice(0, 2)).toEqual(expected));

  it('lists what goes around the proxy by a rule for all of the web', () => {
    const allowed = (more: object) => firewall({ ...rules, ...more }, { ...ASSOCIATED, ...PROXY }).allowedFrom(['10.10.0.0/22']).filter(({ rule: { object } }) => object.endsWith('.web')).map(({ cidrs }) => cidrs);
    const web = { ...rules, web: rule(8000, 'allow', match({ dest_ip_ranges: ['0.0.0.0/0'] }, 'tcp', '443')) };
    expect(allowed(web)).toEqual([['203.0.113.0/28']]);
    expect(allowed({ ...web, around: rule(7000, 'deny', match({ dest_ip_ranges: ['203.0.113.0/28'] }, 'tcp', '443')) })).toEqual([[]]);
    expect(allowed({ ...web, flow: rule(10, 'allow', match({ dest_ip_ranges: ['203.0.113.0/28'] }, 'tcp', '443')) })).toEqual([[]]);
    expect(allowed({ ...web, late: rule(8001, 'deny', match({ dest_ip_ranges: ['203.0.113.0/28'] }, 'tcp', '443')) })).toEqual([['203.0.113.0/28']]);
  });

  it('does not understand other conditions', () => {
    const other = { ...PROXY, google_network_security_gateway_security_policy_rule: { list: { priority: 1, basic_profile: 'ALLOW', session_matcher: "inUrlList(host(), 'x')" } } };
    expect(verdict(firewall(rules, { ...ASSOCIATED, ...other }), connection('evil.example:443', far))).toEqual(['unknown', 'not-understood', 'list']);
  });
});

describe('what is not known', () => {
  test.each<[string, GcpFirewall, readonly string[]]>([
    ['no rules', new GcpFirewall(configOf({})), ['absent', 'absent']],
    ['a policy without association', firewall(DENY, { [POLICY]: { own: {} } }), ['unknown', 'not-associated']],
    ['a policy that is not in the files', firewall({ a: { ...rule(1, 'allow', match({ dest_fqdns: ['a.example'] }, 'tcp', '443')), firewall_policy: 'hub' } }, {}), ['unknown', 'rest-of-policy-not-read']],
    ['threat intelligence', firewall({ a: rule(1, 'allow', match({ dest_threat_intelligences: ['iplist-public-clouds'] }, 'all')), ...DENY }), ['unknown', 'not-understood']],
    ['an address group elsewhere', firewall({ a: rule(1, 'allow', match({ dest_address_groups: ['projects/p/addressGroups/g'] }, 'all')), ...DENY }), ['unknown', 'not-understood']],
    ['an expression', firewall({ a: rule(1, 'allow', match({ dest_ip_ranges: ['${var.partners}'] }, 'all')), ...DENY }), ['unknown', 'not-understood']],
  ])('%s', (_, layer, expected) => expect(verdict(layer, connection('b.example:443')).slice(0, 2)).toEqual(expected));

  it('address groups of the files are known', () => {
    const groups = { google_network_security_address_group: { g: { items: ['203.0.113.0/28'] } } };
    const layer = firewall({ a: rule(1, 'allow', match({ dest_address_groups: ['${google_network_security_address_group.g.id}'] }, 'all')), ...DENY }, { ...ASSOCIATED, ...groups });
    expect(verdict(layer, connection('203.0.113.7:1'))[0]).toBe('allow');
    expect(verdict(layer, connection('203.0.113.77:1'))[0]).toBe('deny');
  });
});

it('names rules that an earlier one covers', () => {
  const layer = firewall({
    wide: rule(1, 'allow', match({ dest_ip_ranges: ['203.0.113.0/24'] }, 'tcp', '1-1000')),
    inside: rule(2, 'allow', match({ dest_ip_ranges: ['203.0.113.7/32'] }, 'tcp', '22')),
    beside: rule(3, 'allow', match({ dest_ip_ranges: ['203.0.113.7/32'] }, 'udp', '22')),
    late: rule(9999, 'allow', match({ dest_ip_ranges: ['198.51.100.0/24'] }, 'tcp', '443')),
    ...DENY,
  });
  expect(layer.deadRules().map(({ object }) => object.split('.')[1])).toEqual(['inside', 'late']);
});

it('lists what is allowed', () => {
  const layer = firewall({ names: rule(1, 'allow', match({ dest_fqdns: ['a.example'] }, 'tcp', '443')), bank: rule(2, 'allow', match({ dest_ip_ranges: ['203.0.113.0/24'], src_ip_ranges: ['10.99.0.0/24'] }, 'tcp')), any: rule(3, 'allow', match({}, 'udp')) });
  expect(layer.allowedFrom(['10.10.0.0/22']).map(({ rule: _, ...traffic }) => traffic)).toEqual([
    { hosts: ['a.example'], cidrs: [], ports: ['443'], protocols: ['tcp'], exact: true },
    { hosts: [], cidrs: ['*'], ports: ['*'], protocols: ['udp'], exact: true },
  ]);
});
