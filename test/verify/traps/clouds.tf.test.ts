// What goes wrong in clouds by hand: a good output of `eic synth` for three clouds, altered, and put through `eic verify`.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AlteredOutput, expectFound, only } from './altered-output';
import { eic, fileWith } from '../../cli/eic';
import { Data } from '../../support/cells';
import { newFolder } from '../../support/folders';
import { TargetForm, threeCloudProps, threeTargets } from '../support/three-targets';

type Resources = Record<string, Record<string, Data>>;
type Alter = (resources: Resources, whole: Data) => void;

/** IPv4 and IPv6, so that what is written for one of them only shows. */
const NODES = ['10.10.0.0/22', 'fd00:10:10::/64'];
const RECEIVERS = {
  s4: { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] }, web: { protocol: 'https', host: 'api.carrier.example' },
  bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32'] },
};
const FORMS = ['rules', 'network'] as const;
const CLOUDS = ['azure', 'aws', 'gcp'] as const;

/** A cell behind one firewall: of several in a row, another one would stop what a trap opens. */
function definitionOf(form: TargetForm, cloud: string): Data {
  const base = threeCloudProps({ name: `${cloud}-${form}`, receivers: RECEIVERS });
  const { [cloud]: target } = threeTargets(form, { deny: true, nodes: NODES }) as Data;
  return { apiVersion: 'edge-integration-cell/v1', kind: 'EdgeIntegrationCell', ...base, cluster: { ...base.cluster, nodeCidrs: NODES, egressSources: NODES }, firewall: { [cloud]: target } };
}

const out = newFolder();
const files = new Map<string, string>(FORMS.flatMap((form) => CLOUDS.map((cloud) => [`${cloud}-${form}`, fileWith(definitionOf(form, cloud), `${cloud}-${form}.yaml`)] as const)));
const good = (form: TargetForm, cloud: string) => new AlteredOutput(files.get(`${cloud}-${form}`)!, `${cloud}-${form}`, join(out, `${cloud}-${form}`));

beforeAll(async () => expect(await eic('synth', ...files.values(), '-o', out)).toMatchObject({ code: 0, err: '' }));

const group = (resources: Resources) => only(resources, 'azurerm_firewall_policy_rule_collection_group') as { firewall_policy_id: unknown; network_rule_collection: Data[]; application_rule_collection: Data[] };
const rulesOf = ({ rule }: Data) => rule as Data[];
const ANY = { name: 'any', protocols: ['Any'], source_addresses: ['*'], destination_addresses: ['*'], destination_ports: ['*'] };
const otherGroup = (priority: number, action: string, rule: object): Alter => (resources) => {
  resources.azurerm_firewall_policy_rule_collection_group!.others = { name: 'others', priority, firewall_policy_id: group(resources).firewall_policy_id, network_rule_collection: [{ name: 'any', priority: 100, action, rule: [rule] }] };
};
const ruleGroup = (resources: Resources) => (only(resources, 'aws_networkfirewall_rule_group').rule_group as { rules_source: Data; rule_variables: { ip_sets: { key: string; ip_set: { definition: string[] } }[] } });
const suricata = (change: (text: string) => string): Alter => (resources) => {
  const { rules_source: source } = ruleGroup(resources);
  source.rules_string = change(source.rules_string as string);
};
const GCP = 'google_compute_network_firewall_policy';
const otherRule = (values: object): Alter => (resources) => {
  const [mine] = Object.values(resources[`${GCP}_rule`]!);
  resources[`${GCP}_rule`]!.others = { firewall_policy: mine!.firewall_policy, direction: 'EGRESS', rule_name: 'others', ...values };
};
const ALL = { layer4_configs: [{ ip_protocol: 'all' }], dest_ip_ranges: ['0.0.0.0/0'] };
const routes = (name: RegExp, alter: (route: Data) => void): Alter => (resources) => {
  const chosen = Object.entries(resources.aws_route!).filter(([key]) => name.test(key));
  expect(chosen.length).toBeGreaterThan(0);
  for (const [, route] of chosen) alter(route);
};
const without = (type: string, name = /./): Alter => (resources) => {
  for (const key of Object.keys(resources[type]!).filter((one) => name.test(one))) delete resources[type]![key];
};
const provider = (name: string, version: string): Alter => (_, whole) => {
  (whole.terraform as { required_providers: Record<string, Data> }).required_providers[name]!.version = version;
};

const TRAPS: readonly [string, TargetForm, string, Alter, string, RegExp][] = [
  ['a network rule that masks application rules', 'rules', 'azure', (resources) => { rulesOf(group(resources).network_rule_collection[0]!).push({ ...ANY, name: 'web', protocols: ['TCP'], destination_ports: ['443'] }); }, 'EIC721', /network-rule-allow: .*azurerm_firewall_policy_rule_collection_group\.\S+ network_rule_collection\[0\]\.rule\[\d+\]/],
  ['another team\'s rule for everything, before ours', 'rules', 'azure', otherGroup(100, 'Allow', ANY), 'EIC721', /azurerm_firewall_policy_rule_collection_group\.others network_rule_collection\[0\]\.rule\[0\]/],
  ['another team\'s deny, before ours', 'rules', 'azure', otherGroup(100, 'Deny', { ...ANY, protocols: ['TCP'], destination_ports: ['443'] }), 'EIC720', /network-rule-deny: .*azurerm_firewall_policy_rule_collection_group\.others/],
  ['names that are known after apply', 'rules', 'azure', (resources) => { rulesOf(group(resources).application_rule_collection[0]!)[0]!.destination_fqdns = '${var.hosts}'; }, 'EIC722', /application_rule_collection\[0\]\.rule\[0\]/],
  ['the route to the Internet instead of the firewall', 'network', 'azure', (resources) => {
    for (const route of Object.values(resources.azurerm_route!)) Object.assign(route, { next_hop_type: 'Internet', next_hop_in_ip_address: null });
  }, 'EIC721', /route\/around-firewall/],
  ['a subnet without its route table', 'network', 'azure', without('azurerm_subnet_route_table_association'), 'EIC721', /route\//],
  ['a provider of another major version', 'rules', 'azure', provider('azurerm', '~> 3.117'), 'EIC722', /firewall\/other-version/],

  ['a domain list, which lets the apex through', 'rules', 'aws', (resources) => {
    ruleGroup(resources).rules_source = { rules_source_list: { generated_rules_type: 'ALLOWLIST', target_types: ['TLS_SNI'], targets: ['.hana.ondemand.com'] } };
  }, 'EIC721', /apex: .* to hana\.ondemand\.com .* must be denied.*aws_networkfirewall_rule_group/],
  ['pass ip any any', 'rules', 'aws', suricata((text) => `pass ip any any -> any any (sid:999999;)\n${text}`), 'EIC721', /pass-rule: .*aws_networkfirewall_rule_group\.\S+ /],
  ['a keyword that is not known', 'rules', 'aws', suricata((text) => `pass tls $HOME_NET any -> any 443 (eic.magic:1; sid:999999;)\n${text}`), 'EIC722', /aws-network-firewall\/not-understood: .*aws_networkfirewall_rule_group/],
  ['denies for HOME_NET, which is IPv4 only', 'network', 'aws', (resources) => {
    for (const { ip_set: set } of ruleGroup(resources).rule_variables.ip_sets) set.definition = set.definition.filter((text) => !text.includes(':'));
    const { rules_source: source } = ruleGroup(resources);
    source.rules_string = (source.rules_string as string).replaceAll(/^(drop|alert) (\w+) any any/gm, '$1 $2 $HOME_NET any');
  }, 'EIC721', /foreign-ipv6: .* must be denied, got: firewall aws says aws-network-firewall\/no-deny/],
  ['no way back to the firewall', 'network', 'aws', without('aws_route', /Reply/), 'EIC730', /aws_/],
  ['a way to the Internet past the firewall', 'network', 'aws', routes(/Egressnodes/, (route) => {
    delete route.vpc_endpoint_id;
    route.gateway_id = '${aws_internet_gateway.Network_Internet.id}';
  }), 'EIC721', /route\/around-firewall/],
  ['a provider of another major version', 'rules', 'aws', provider('aws', '5.100.0'), 'EIC722', /firewall\/other-version/],

  ['another team\'s rule for everything, before ours', 'rules', 'gcp', otherRule({ priority: 1, action: 'allow', match: ALL }), 'EIC721', /gcp-firewall\/allow-rule: .*google_compute_network_firewall_policy_rule\.others/],
  ['another team\'s goto_next for everything, before our denies', 'network', 'gcp', otherRule({ priority: 1, action: 'goto_next', match: ALL }), 'EIC721', /gcp-firewall\/implied-allow/],
  ['a URL filter with an asterisk but no dot', 'rules', 'gcp', (resources) => {
    for (const profile of Object.values(resources.google_network_security_security_profile!)) {
      for (const filter of (profile.url_filtering_profile as { url_filters: { urls: string[] }[] }[])[0]!.url_filters) filter.urls = filter.urls.map((url) => url.replace('*.hana', '*hana'));
    }
  }, 'EIC721', /apex: .* to hana\.ondemand\.com .*google_network_security_security_profile/],
  ['no NAT with addresses of its own', 'network', 'gcp', without('google_compute_router_nat'), 'EIC730', /google_compute_router\.\S+ .*route\/not-covered-by-nat/],
  ['a provider of another major version', 'rules', 'gcp', provider('google', '~> 5.0'), 'EIC722', /firewall\/other-version/],
];

test.each(FORMS.flatMap((form) => CLOUDS.map((cloud) => [cloud, form] as const)))('%s %s, not altered: nothing is found', async (cloud, form) => {
  const { code, verification: { summary } } = await good(form, cloud).verify();
  expect([code, summary.wrong, summary.unknown]).toEqual([0, 0, 0]);
});

test.each(TRAPS.map((trap, index) => [trap[2], trap[0], trap, index] as const))('%s: %s', async (target, _, [, form, , alter, code, rule], index) => {
  const output = good(form, target).terraform(target, alter);
  expectFound(await output.verify(index % 4 === 0), code, rule);
});

describe('what `terraform show -json` prints of a plan', () => {
  /** The configuration as a plan; with names that are known after apply, or all of them known. */
  function asPlan(isKnown: boolean): AlteredOutput {
    const output = good('rules', 'azure');
    const file = join(output.folder, 'azure-rules/terraform/azure/cdk.tf.json');
    const { resource } = JSON.parse(readFileSync(file, 'utf8')) as { resource: Resources };
    const type = 'azurerm_firewall_policy_rule_collection_group';
    const [[name, { '//': _, ...values }]] = Object.entries(resource[type]!) as [[string, Data]];
    const address = `${type}.${name}`;
    if (!isKnown) delete rulesOf((values.application_rule_collection as Data[])[0]!)[0]!.destination_fqdns;
    const inFirst = (leaf: unknown) => (isKnown ? {} : { application_rule_collection: [{ rule: [{ destination_fqdns: leaf }] }] });
    rmSync(file);
    fileWith({
      format_version: '1.2', planned_values: { root_module: { resources: [{ address, mode: 'managed', type, name, values }] } },
      resource_changes: [{ address, change: { after_unknown: inFirst(true) } }],
      configuration: { root_module: { resources: [{ address, expressions: inFirst({ references: ['var.hosts'] }) }] } },
    }, 'plan.json', join(output.folder, 'azure-rules/terraform/azure'));
    return output;
  }

  test('names that are known after apply are not proof', async () => {
    expect((await asPlan(true).verify()).code).toBe(0);
    expectFound(await asPlan(false).verify(), 'EIC722', /application_rule_collection\[0\]\.rule\[0\]/);
  });
});
