import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { readCell } from '../../../src/read-cell';
import { readOutput, verify } from '../../../src/verify';
import type { ReadOutput, TerraformConfig, TerraformResource } from '../../../src/verify/read';
import { ROOT } from '../../support/scripts';
import { OUTPUTS } from '../support/mutated-outputs';
import { asShown } from '../support/terraform-config';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- attributes are changed as they stand in files
type Loose = any;

const known = new Map<string, ReturnType<(typeof OUTPUTS)[string]>>();
function readOf(name: string) {
  const read = known.get(name) ?? OUTPUTS[name]!();
  known.set(name, read);
  return read;
}

/** What is lacking or led astray after a change of one resource, or of all. */
function found(name: string, change: (resources: Loose[]) => void, withTargets = true): string[] {
  const { cell, output, targets } = readOf(name);
  const changed: Loose = structuredClone(output);
  for (const config of Object.values<Loose>(changed.terraform)) change(config.resources);
  const { problems } = verify(cell, changed as ReadOutput, { firewall: withTargets ? targets : {} });
  return problems.filter(({ code }) => code === 'EIC727' || code === 'EIC730').map(({ message }) => message);
}

/** The resource whose address or name holds the text. */
const one = (resources: readonly TerraformResource[], text: string): Loose => resources.find(({ address, values }) => `${address} ${String(values.rule_name ?? values.name)}`.includes(text))!.values;
const remove = (resources: Loose[], text: string): void => void resources.splice(resources.findIndex(({ address }: TerraformResource) => address.includes(text)), 1);
const group = (resources: Loose[], suffix: string): Loose => resources.find(({ values }: Loose) => values.name === `eic-works-gent${suffix}` && values.priority !== undefined).values;

describe('what is not as the definition has it is said in words', () => {
  test.each<[string, string, (resources: Loose[]) => void, RegExp]>([
    ['Google: an allow that is logged', 'hub-rotterdam', (all) => { one(all, 'receiver-s4').enable_logging = true; }, /log nothing, as it allows/],
    ['Google: a deny that is not logged', 'hub-rotterdam', (all) => { one(all, 'deny-v4').enable_logging = false; }, /must log what it decides/],
    ['Google: a rule for every VM', 'hub-rotterdam', (all) => { one(all, 'deny-v4').target_service_accounts = []; }, /be for the service accounts gke-nodes@/],
    ['Google: a rule in another policy', 'hub-rotterdam', (all) => { one(all, 'deny-v4').firewall_policy = 'other'; }, /be in the policy of the files/],
    ['Google: a rule in another policy than the given', 'gcp-hub', (all) => { one(all, 'deny-v4').firewall_policy = 'other'; }, /be in the policy hub, got: "other"/],
    ['Google: a rule for what comes in', 'hub-rotterdam', (all) => { one(all, 'receiver-s4').direction = 'INGRESS'; }, /must be EGRESS, got: "INGRESS"/],
    ['Google: a rule that is off', 'hub-rotterdam', (all) => { one(all, 'receiver-s4').disabled = true; }, /must be on, got: true/],
    ['Google: a priority of others', 'hub-rotterdam', (all) => { one(all, 'receiver-s4').priority = 9999; }, /lie among the priorities of the cell, 10000 to 1075848975/],
    ['Google: no deny of IPv6', 'hub-rotterdam', (all) => remove(all, 'deny-v6'), /deny by a rule what no rule allows: tcp to .*::.*implied-allow/],
    ['Google: half of the addresses', 'hub-rotterdam', (all) => { one(all, 'deny-v6').match.dest_ip_ranges = ['::/1']; }, /icmp to e000::9:9 from 2001:db8::5/],
    ['Google: nodes cut off from each other', 'hub-rotterdam', (all) => remove(all, 'base-nodes'), /keeps the nodes alive: tcp to 10\.90\.0\.0:10250 from 10\.90\.0\.5, got: gcp-firewall\/deny-rule/],
    ['Google: a host of the platform', 'hub-rotterdam', (all) => { one(all, 'platform-images').match.dest_fqdns.shift(); }, /keeps the nodes alive: tls to gcr\.io:443/],
    ['Google: what Google always allows', 'hub-rotterdam', (all) => remove(all, 'base-metadata'), /a rule of ours: 169\.254\.169\.254\/32/],
    ['Google: a policy for another network', 'hub-rotterdam', (all) => { one(all, 'association').attachment_target = 'projects/acme-net/global/networks/other'; }, /attachment_target/],
    ['Google: two flows in one rule', 'gcp-hub', (all) => remove(all, 'fqdn-security-material'), /a rule for each of application-monitoring, configuration-service, security-material, got: 2/],
    ['Google: no NAT', 'gke-egress-network', (all) => remove(all, 'router_nat'), /nodes without public addresses could not leave/],
    ['Google: an address less', 'gke-egress-network', (all) => { one(all, 'router_nat').nat_ips.pop(); }, /leave by the 2 reserved addresses/],
    ['Google: no way to Google APIs', 'gke-egress-network', (all) => { one(all, 'subnetwork').private_ip_google_access = false; }, /private_ip_google_access/],
    ['Google: no range of pods', 'gke-egress-network', (all) => { one(all, 'subnetwork').secondary_ip_range.shift(); }, /secondary_ip_range/],
    ['Google: a name of private Google APIs', 'gke-private-apis', (all) => remove(all, 'any-pkg-dev'), /of \*\.pkg\.dev: it would be dialled at its public addresses/],
    ['Google: another answer', 'gke-private-apis', (all) => { one(all, 'apis-gcr-io').local_data.local_datas[0].rrdatas = ['199.36.153.4']; }, /the private virtual address of Google APIs, got: \["199\.36\.153\.4"\]/],
    ['Google: no route to private Google APIs', 'gke-private-apis', (all) => remove(all, 'compute_route.'), /no google_compute_route to 199\.36\.153\.8\/30/],
    ['Google: answers for another network', 'gke-private-apis', (all) => { one(all, 'google_dns_response_policy.').networks = []; }, /be for the network of the files/],
    ['Google: a bucket without a rule', 'gke-private-apis', (all) => remove(all, 'apis-content-deployment'), /on TCP 443 for each of content-deployment.*, GKE, got: 1/],
    ['Azure: no tag of AKS', 'works-gent', (all) => { group(all, '.aks').application_rule_collection[0].rule[0].destination_fqdn_tags = []; }, /AKS needs \(platformEgress\): tls to mcr\.microsoft\.com:443/],
    ['Azure: the tag without HTTP', 'works-gent', (all) => { group(all, '.aks').application_rule_collection[0].rule[0].protocols.shift(); }, /http to mcr\.microsoft\.com:80/],
    ['Azure: the API server', 'works-gent', (all) => { group(all, '.aks').network_rule_collection = []; }, /tcp to 10\.40\.8\.4:443 from 10\.40\.0\.5/],
    ['Azure: another place', 'works-gent', (all) => { group(all, '.aks').priority = 500; }, /be 399, the priority of the definition, got: 500/],
    ['Azure: another policy', 'works-gent', (all) => { group(all, '.deny').firewall_policy_id = '/subscriptions/s/other'; }, /be in the policy of the files/],
    ['Azure: a group without its policy', 'azure-hub', (all) => { one(all, 'Cell_Group').firewall_policy_id = '/subscriptions/s/other'; }, /firewallPolicies\/hub/],
    ['Azure: no deny of ICMP', 'works-gent', (all) => { group(all, '.deny').network_rule_collection[0].rule.shift(); }, /final deny \(network\): icmp/],
    ['Azure: a deny before all names', 'works-gent', (all) => { group(all, '.deny').network_rule_collection[0].rule[1].destination_ports[0] = '1-80'; }, /final deny \(application\): http to eic-probe\.stranger\.example:80/],
    ['Azure: names of Azure itself', 'works-gent', (all) => { group(all, '.deny').application_rule_collection = []; }, /tls to eic-probe\.core\.windows\.net:443 .*infrastructure-names/],
    ['Azure: another next hop', 'works-gent', (all) => { one(all, 'Routedefault').next_hop_in_ip_address = '10.40.3.4'; }, /appliance that is not the firewall/],
    ['Azure: no DNS proxy', 'works-gent', (all) => { one(all, 'Network_Policy').dns = []; }, /dns\.proxy_enabled/],
    ['Azure: names past the firewall', 'works-gent', (all) => remove(all, 'DnsServers'), /nodes would not ask the DNS proxy/],
    ['Azure: DNS elsewhere', 'works-gent', (all) => { one(all, 'DnsServers').dns_servers = ['10.1.0.53']; }, /be the private address of the firewall/],
    ['Azure: no NAT at the firewall', 'works-gent', (all) => remove(all, 'NatAssociation'), /leave by its public address/],
    ['Azure: no outgoing address', 'works-gent', (all) => remove(all, 'NatPrefixAssociation'), /no outgoing address/],
    ['Azure: a smaller prefix', 'works-gent', (all) => { one(all, 'NatPrefix_').prefix_length = 31; }, /must be 30, got: 31/],
    ['Azure: no logs', 'works-gent', (all) => remove(all, 'Diagnostics'), /nobody would see what it denies/],
    ['Azure: another zone', 'works-gent', (all) => { one(all, 'NatGateway_').zones = ['2']; }, /must be \["1"\], got: \["2"\]/],
    ['Azure: default outbound access', 'works-gent', (all) => { one(all, 'ClusterSubnet').default_outbound_access_enabled = true; }, /leaves past the firewall/],
    ['a resource that is not there', 'works-gent', (all) => remove(all, 'log_analytics_workspace'), /azurerm_log_analytics_workspace\.\S+ in azurerm_monitor_diagnostic_setting\.\S+, which no file declares/],
  ])('%s', (_, name, change, message) => {
    const messages = found(name, change);
    expect(messages.filter((text) => message.test(text))).not.toEqual([]);
  });
});

/** The configuration after `apply`: blocks are lists, and references the ids that the cloud gave. */
function asState(config: TerraformConfig): TerraformConfig {
  const { resources } = asShown(config);
  const given = ({ address, values }: TerraformResource): Loose => ({ id: `/made/${address}`, self_link: `https://www.googleapis.com/made/${address}`, ...values });
  const resolved = (value: Loose): Loose => {
    if (Array.isArray(value)) return value.map(resolved);
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
    // Some fields have more than the reference, such as the address of an API before it.
    const [, before = '', address, attribute] = typeof value === 'string' ? /^(\/\/[^$]*)?\$\{((?:data\.)?\w+\.[\w-]+)\.(.+)\}$/.exec(value) ?? [] : [];
    if (address === undefined) return value;
    if (before !== '') return `${before}${String(given(resources.find((resource) => resource.address === address)!)[attribute!])}`;
    // Of what exists, the id that the definition gives.
    if (address.startsWith('data.')) return '/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/firewallPolicies/hub';
    return attribute!.endsWith('private_ip_address') ? '10.40.9.4' : given(resources.find((resource) => resource.address === address)!)[attribute!];
  };
  return { ...config, resources: resources.map((resource) => ({ ...resource, file: 'terraform.tfstate', values: resolved({ ...given(resource), depends_on: undefined }) as TerraformResource['values'] })) };
}

describe('what others write in their own words lacks nothing', () => {
  const byHand = (all: Loose[]) => all.forEach(({ values }, index) => {
    for (const key of ['rule_name', 'name']) if (typeof values[key] === 'string' && values[key] !== 'AzureFirewallSubnet') values[key] = values[key].replace(/^eic-[a-z]+-[a-z]+/, `platform-${index}`);
    if (values.description !== undefined) values.description = 'by the platform team';
  });

  test.each(['hub-rotterdam', 'gcp-hub', 'gke-egress-network', 'azure-hub', 'works-gent', 'plant-mannheim'])('%s under other names, with and without targets', (name) => {
    expect(found(name, byHand)).toEqual([]);
    expect(found(name, byHand, false)).toEqual([]);
  });

  test('one rule of Google for all names, logged, at a priority of theirs', () => {
    const merged = (all: Loose[]) => {
      byHand(all);
      const rules = all.filter(({ values }) => values.match?.dest_fqdns !== undefined && values.match.layer4_configs[0].ports[0] === '443');
      const hosts = [...new Set(rules.flatMap(({ values }) => values.match.dest_fqdns as string[]))];
      Object.assign(rules[0].values, { priority: 5, enable_logging: true });
      rules[0].values.match.dest_fqdns = hosts;
      for (const { address } of rules.slice(1)) remove(all, address);
      // References to rules that are gone are another matter.
      for (const { values } of all) delete values.depends_on;
    };
    expect(found('gcp-hub', merged)).toEqual([]);
  });

  test('one rule of Azure for all flows to a host', () => {
    const merged = (all: Loose[]) => {
      byHand(all);
      const [collection] = all[0].values.application_rule_collection;
      const seen = new Set<string>();
      collection.rule = collection.rule.filter(({ destination_fqdns: hosts, protocols }: Loose) => !seen.has(JSON.stringify([hosts, protocols])) && seen.add(JSON.stringify([hosts, protocols])));
      expect(collection.rule.length).toBeLessThan(10);
    };
    expect(found('azure-hub', merged)).toEqual([]);
  });

  test.each(Object.keys(OUTPUTS).filter((name) => !/lyon|minimal/.test(name)))('%s with every block as a list, as terraform show has it', (name) => {
    const { cell, output, targets } = readOf(name);
    const terraform = Object.fromEntries(Object.entries(output.terraform).map(([key, config]) => [key, asShown(config)]));
    const { problems } = verify(cell, { ...output, terraform }, { firewall: targets });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each(Object.keys(OUTPUTS).filter((name) => !/lyon|minimal/.test(name)))('%s as a state has it, with ids in place of references', (name) => {
    const { cell, output, targets } = readOf(name);
    const terraform = Object.fromEntries(Object.entries(output.terraform).map(([key, config]) => [key, asState(config)]));
    expect(JSON.stringify(terraform)).not.toContain('${');
    const { problems, probes } = verify(cell, { ...output, terraform }, { firewall: targets });
    expect(problems.filter(({ code }) => code === 'EIC727' || code === 'EIC730')).toEqual([]);
    expect(probes.filter(({ outcome }) => outcome === 'wrong' || outcome === 'unknown').map(({ id, layers }) => `${id} ${layers.map(({ code }) => code).join(' ')}`)).toEqual([]);
  });

  test('rules of another cell in the same policy', () => {
    const { cell, output, targets } = readOf('hub-rotterdam');
    const other: Loose = structuredClone(output.terraform.net!.resources);
    for (const resource of other) {
      resource.address = `${resource.address}_other`;
      resource.values = JSON.parse(JSON.stringify(resource.values).replaceAll('hub-rotterdam', 'hub')) as object;
      if (resource.values.priority < 2 ** 30) resource.values.priority = 5;
    }
    const both = { ...output, terraform: { net: { ...output.terraform.net!, resources: [...output.terraform.net!.resources, ...other.filter(({ values }: Loose) => values.action === 'allow')] } } };
    expect(verify(cell, both, { firewall: targets }).problems.filter(({ code }) => code === 'EIC727')).toEqual([]);
  });
});

test('eic verify passes the targets on', () => {
  const data = parse(readFileSync(join(ROOT, 'examples/cells/aks-egress-network.yaml'), 'utf8')) as Loose;
  data.firewall.edge.azure.network.natPrefixLength = 29;
  const reading = readCell(data, 'file');
  const { problems } = verify(new EdgeIntegrationCell(data, reading), readOutput([join(ROOT, 'examples/cells/expected/works-gent')]), { firewall: reading.firewall });
  expect(problems.filter(({ code }) => code === 'EIC727').map(({ message, file }) => [message.replace(/in azurerm.*/, ''), file === undefined])).toEqual([['must be 29, got: 30 ', false]]);
});
