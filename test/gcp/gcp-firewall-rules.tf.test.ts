import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, Testing, TerraformOutput, TerraformStack, Token } from 'cdktf';
import { RootConstruct } from 'constructs';
import { GcpFirewallRules, GcpFirewallRulesProps } from '../../src/gcp';
import { EXACT, gkeCell, PROXY, URL_FILTERING } from '../compile/gcp/compiled';
import { cellWith, codesOf, Data, problemsOf } from '../support/cells';
import { otherEngine } from '../terraform/engines';

const NODES = 'gke-nodes@acme.iam.gserviceaccount.com';
const NETWORK = 'projects/acme-net/global/networks/hub';
const RULE = 'google_compute_network_firewall_policy_rule';

type Resources = Record<string, Record<string, Data>>;

const stackOf = () => {
  const stack = new TerraformStack(new App(), 'net');
  new GoogleProvider(stack, 'google');
  return stack;
};
const rulesIn = (stack: TerraformStack, props: object = {}, id = 'Cell') => new GcpFirewallRules(stack, id, {
  cell: gkeCell({ receivers: { bank: { protocol: 'sftp', addresses: ['203.0.113.7/32'] } } }), project: 'acme-net', region: 'europe-west3', network: NETWORK,
  targetServiceAccounts: [NODES], ...props,
} as GcpFirewallRulesProps);
const synthesized = (stack: TerraformStack) => JSON.parse(Testing.synth(stack)) as { terraform: Data; resource: Resources; output?: Record<string, Data> };
const only = (resources: Resources, type: string) => Object.values(resources[type] ?? {});
const rule = (resources: Resources, name: string) => only(resources, RULE).find(({ rule_name }) => rule_name === `eic-plant-${name}`) as Data & { depends_on: string[]; match: Data };

describe('GcpFirewallRules', () => {
  it('writes an own policy, its rules, and the association after them', () => {
    const stack = stackOf();
    const rules = rulesIn(stack);
    const { resource } = synthesized(stack);
    expect(only(resource, 'google_compute_network_firewall_policy')).toEqual([expect.objectContaining({ name: 'eic-plant', project: 'acme-net' })]);
    const [association] = only(resource, 'google_compute_network_firewall_policy_association') as (Data & { depends_on: string[] })[];
    expect(association).toMatchObject({ attachment_target: NETWORK, name: 'eic-plant' });
    expect(association!.depends_on.length).toBe(only(resource, RULE).length);
    expect(rule(resource, 'v4-receiver-bank')).toMatchObject({
      action: 'allow', direction: 'EGRESS', enable_logging: false, target_service_accounts: [NODES],
      match: { dest_ip_ranges: ['203.0.113.7/32'], layer4_configs: [{ ip_protocol: 'tcp', ports: ['22'] }] },
    });
    expect(rules.ruleNames).toContain('eic-plant-v4-receiver-bank');
    expect(rules.rows).toContainEqual(expect.objectContaining({ flow: 'receiver/bank', rule: 'eic-plant-v4-receiver-bank' }));
    expect(Object.isFrozen(rules.rows) && Object.isFrozen(rules.findings)).toBe(true);
  });

  it('creates nothing that it was given', () => {
    const stack = stackOf();
    const rules = rulesIn(stack, { firewallPolicy: 'hub' });
    const { resource } = synthesized(stack);
    expect(Object.keys(resource)).toEqual([RULE]);
    expect(new Set(only(resource, RULE).map(({ firewall_policy }) => firewall_policy))).toEqual(new Set(['hub']));
    expect(rules.firewallPolicyName).toBe('hub');
  });

  it('denies after everything that allows is there', () => {
    const stack = stackOf();
    rulesIn(stack, { defaultDeny: 'sources', targetServiceAccounts: undefined, targetSecureTags: ['tagValues/1'] });
    const { resource } = synthesized(stack);
    const allows = only(resource, RULE).filter(({ action }) => action === 'allow');
    for (const name of ['deny-v4', 'deny-v6']) {
      expect(rule(resource, name)).toMatchObject({ action: 'deny', enable_logging: true, target_secure_tags: [{ name: 'tagValues/1' }], match: { layer4_configs: [{ ip_protocol: 'all' }] } });
      expect(rule(resource, name).depends_on.length).toBe(allows.length);
    }
    expect(rule(resource, 'v4-base-metadata').match).toMatchObject({ dest_ip_ranges: ['169.254.169.254/32'] });
  });

  it('takes tokens for every id', () => {
    const stack = stackOf();
    const network = new ComputeNetwork(stack, 'Vpc', { name: 'hub' });
    const rules = rulesIn(stack, { network: network.id, project: '${var.project}', firewallPolicy: '${var.policy}', targetServiceAccounts: ['${var.nodes}'] });
    new TerraformOutput(stack, 'policy', { value: rules.firewallPolicyName });
    const { resource, output } = synthesized(stack);
    expect(rule(resource, 'v4-receiver-bank')).toMatchObject({ project: '${var.project}', firewall_policy: '${var.policy}', target_service_accounts: ['${var.nodes}'] });
    expect(output!.policy!.value).toBe('${var.policy}');
    expect(problemsOf(() => rulesIn(stackOf(), { priorityBase: Token.asNumber('${var.p}') }))).toEqual([expect.objectContaining({ code: 'EIC408', path: 'Cell.priorityBase' })]);
  });

  it('gives the resource of a rule, and says which there are', () => {
    const stack = stackOf();
    const rules = rulesIn(stack);
    rules.rule('eic-plant-v4-receiver-bank').addOverride('enable_logging', true);
    expect(rule(synthesized(stack).resource, 'v4-receiver-bank').enable_logging).toBe(true);
    expect(problemsOf(() => rules.rule('eic-plant-v4-receiver-bnk'))).toEqual([expect.objectContaining({ code: 'EIC407', message: expect.stringContaining('did you mean "eic-plant-v4-receiver-bank"') })]);
  });
});

describe('URL filtering', () => {
  const wild = (props: object = {}, stack = stackOf()) => {
    rulesIn(stack, { cell: cellWith({ cluster: { platform: 'gke' } }), ...URL_FILTERING, ...props });
    return stack;
  };

  it('is written past the bindings, in a stack that asks for a newer provider', () => {
    const { terraform, resource } = synthesized(wild());
    expect(JSON.stringify(terraform)).toContain('"version":"~> 7.22"');
    const [profile] = only(resource, 'google_network_security_security_profile');
    expect(profile).toMatchObject({ name: 'eic-plant-url-https', parent: 'organizations/123456789012', location: 'global', type: 'URL_FILTERING' });
    const [{ url_filters: filters }] = profile!.url_filtering_profile as [{ url_filters: Data[] }];
    expect(filters[0]).toMatchObject({ filtering_action: 'ALLOW', urls: expect.arrayContaining(['*.hana.ondemand.com']) });
    expect(filters.at(-1)).toMatchObject({ filtering_action: 'DENY', urls: ['*'] });
    expect(only(resource, 'google_network_security_security_profile_group')[0]!.url_filtering_profile).toMatch(/^\$\{google_network_security_security_profile\..*\.id\}$/);
    expect(rule(resource, 'inspect-https')).toMatchObject({
      action: 'apply_security_profile_group', security_profile_group: expect.stringMatching(/^\/\/networksecurity\.googleapis\.com\/\$\{google_network_security_security_profile_group\./),
      match: { dest_ip_ranges: ['0.0.0.0/0'], layer4_configs: [{ ip_protocol: 'tcp', ports: ['443'] }] },
    });
    expect(JSON.stringify(resource)).not.toContain('tls_inspect":true');
  });

  it('has an endpoint in every zone, and inspects after they are associated', () => {
    const { resource } = synthesized(wild());
    expect(only(resource, 'google_network_security_firewall_endpoint').map(({ location }) => location).sort()).toEqual(['europe-west3-a', 'europe-west3-b']);
    expect(only(resource, 'google_network_security_firewall_endpoint_association').map(({ location, parent, network }) => [location, parent, network]).sort()).toEqual([
      ['europe-west3-a', 'projects/acme-net', NETWORK], ['europe-west3-b', 'projects/acme-net', NETWORK],
    ]);
    expect(rule(resource, 'inspect-https').depends_on.filter((one) => one.startsWith('google_network_security_firewall_endpoint_association')).length).toBe(2);
  });

  it('takes endpoints and associations that exist', () => {
    const endpoint = 'organizations/1/locations/europe-west3-a/firewallEndpoints/hub';
    const given = { urlFiltering: { organization: '1', zones: ['europe-west3-a'], endpoints: { 'europe-west3-a': endpoint } } };
    const { resource } = synthesized(wild(given));
    expect(resource.google_network_security_firewall_endpoint).toBeUndefined();
    expect(only(resource, 'google_network_security_firewall_endpoint_association')[0]!.firewall_endpoint).toBe(endpoint);
    expect(synthesized(wild({ urlFiltering: { ...given.urlFiltering, associate: false } })).resource.google_network_security_firewall_endpoint_association).toBeUndefined();
  });

  it('does not share its stack with other Google resources', () => {
    const stack = wild();
    expect(() => stack.runAllValidations()).not.toThrow();
    new ComputeNetwork(stack, 'Vpc', { name: 'hub' });
    expect(() => stack.runAllValidations()).toThrow(/EIC432 net\/Vpc must be in another stack/);
  });
});

it('writes a Secure Web Proxy as the next hop, and routes around it first', () => {
  const stack = stackOf();
  rulesIn(stack, PROXY);
  const { resource } = synthesized(stack);
  expect(only(resource, 'google_network_services_gateway')).toEqual([expect.objectContaining({
    type: 'SECURE_WEB_GATEWAY', routing_mode: 'NEXT_HOP_ROUTING_MODE', ports: [443], addresses: ['10.10.0.250'], location: 'europe-west3',
  })]);
  expect(only(resource, 'google_network_security_gateway_security_policy_rule').map(({ session_matcher }) => session_matcher)).toContain("host() == 'xsuaa.cfapps.eu10.hana.ondemand.com'");
  const through = only(resource, 'google_network_connectivity_policy_based_route').filter(({ next_hop_ilb_ip }) => next_hop_ilb_ip !== undefined) as (Data & { depends_on: string[] })[];
  expect(through).toEqual([expect.objectContaining({ next_hop_ilb_ip: '10.10.0.250', filter: { protocol_version: 'IPV4', ip_protocol: 'TCP', src_range: '10.10.0.0/22', dest_range: '0.0.0.0/0' } })]);
  expect(through[0]!.depends_on.length).toBeGreaterThan(3);
  expect(only(resource, 'google_compute_subnetwork')).toEqual([expect.objectContaining({ purpose: 'REGIONAL_MANAGED_PROXY', role: 'ACTIVE', ip_cidr_range: '10.99.0.0/23' })]);
});

it('writes DNS answers and a route for the private virtual address, into a response policy that is there', () => {
  const stack = stackOf();
  const cell = gkeCell({ btp: { region: 'eu30', flows: { 'content-deployment': { hosts: ['eic.storage.googleapis.com'] } } } });
  rulesIn(stack, { cell, googleApis: 'privateVip', responsePolicy: 'hub' });
  const { resource } = synthesized(stack);
  expect(resource.google_dns_response_policy).toBeUndefined();
  expect(only(resource, 'google_dns_response_policy_rule')).toEqual([expect.objectContaining({
    response_policy: 'hub', dns_name: '*.storage.googleapis.com.',
    local_data: { local_datas: [{ name: '*.storage.googleapis.com.', type: 'A', ttl: 300, rrdatas: ['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11'] }] },
  })]);
  expect(only(resource, 'google_compute_route')).toEqual([expect.objectContaining({ dest_range: '199.36.153.8/30', next_hop_gateway: 'default-internet-gateway' })]);
});

describe('several cells', () => {
  const second = { cell: cellWith(EXACT).extend({ name: 'second' }), targetServiceAccounts: ['second@acme.iam.gserviceaccount.com'] };

  it('stand in one stack and policy, with names and priorities of their own', () => {
    const stack = stackOf();
    rulesIn(stack, { firewallPolicy: 'hub', defaultDeny: 'sources' });
    rulesIn(stack, { ...second, firewallPolicy: 'hub', defaultDeny: 'sources' }, 'Second');
    const rules = only(synthesized(stack).resource, RULE);
    expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
    expect(new Set(rules.map(({ rule_name }) => rule_name)).size).toBe(rules.length);
  });

  it.each<[string, object, object, string[]]>([
    ['twice in one policy', { firewallPolicy: 'hub' }, { firewallPolicy: 'hub' }, ['EIC403 Second.cell']],
    ['with two policies for one network', {}, second, ['EIC403 Second.firewallPolicy']],
    ['with targets of each other', { firewallPolicy: 'hub' }, { ...second, firewallPolicy: 'hub', targetServiceAccounts: [NODES] }, ['EIC403 Second.targets']],
  ])('are refused %s', (_, first, other, expected) => {
    const stack = stackOf();
    rulesIn(stack, first);
    expect(codesOf(() => rulesIn(stack, other, 'Second'))).toEqual(expected);
  });
});

describe('problems', () => {
  it.each<[string, object, string[]]>([
    ['no cell', { cell: {} }, ['EIC408 Cell.cell']],
    ['no network', { network: '' }, ['EIC408 Cell.network']],
    ['an unknown word', { wildcards: 'all', defaultDeny: 'any', googleApis: 'x' }, ['EIC408 Cell.defaultDeny', 'EIC408 Cell.googleApis', 'EIC408 Cell.wildcards']],
    ['targets that are no list', { targetServiceAccounts: NODES }, ['EIC408 Cell.targetServiceAccounts']],
    ['URL filtering without zones', { wildcards: 'urlFiltering', urlFiltering: { organization: '1' } }, ['EIC408 Cell.urlFiltering']],
    ['a deny without targets', { defaultDeny: 'sources', targetServiceAccounts: [] }, ['EIC430 Cell.targets']],
    ['a flow that is refused', { cell: gkeCell({ receivers: { x: { protocol: 'imaps', host: '*.x.example' } } }) }, ['EIC401 receivers.x']],
  ])('%s', (_, props, expected) => {
    const stack = stackOf();
    const problems = problemsOf(() => rulesIn(stack, props));
    expect(problems.map(({ code, path }) => `${code} ${path}`).sort()).toEqual(expected);
    expect(new Set(problems.map(({ construct }) => construct))).toEqual(new Set(['net/Cell']));
    expect(JSON.parse(Testing.synth(stack))).not.toHaveProperty('resource');
  });

  it('of the engine: the stack of another one', () => {
    const { TerraformStack: OtherStack } = otherEngine();
    const stack = new OtherStack(new RootConstruct(), 'net');
    expect(codesOf(() => rulesIn(stack as unknown as TerraformStack))).toEqual(['EIC903 scope']);
  });
});
