import { KINDS, Problems } from '../../errors';
import { boolean, child, defaulted, freeText, integer, isMap, item, list, name, object, ObjectSpec, optional, pattern, record, required, Shape, Spec, word } from '../spec';

const SECRET = /(secret|password|passwd|access_?key|sas_?token|client_?certificate|private_?key|^token$|credentials)/i;

const SETTING = /^[A-Za-z][A-Za-z0-9_]{0,99}$/;

/** A map of literal values that is passed on, such as the settings of a provider: no expressions, no secrets. */
function literals(): Spec<Readonly<Record<string, unknown>>> {
  const text = freeText();
  const read = (value: unknown, path: string, problems: Problems): unknown => {
    if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value;
    if (Array.isArray(value)) return value.map((entry, index) => read(entry, item(path, index), problems));
    if (isMap(value)) return map(value, path, problems);
    if (typeof value === 'string' && /[$%]\{/.test(value)) {
      problems.must(KINDS.token, path, 'be literal, without tokens or expressions', value);
      return undefined;
    }
    return text.read(value, path, problems);
  };
  const map = (value: Readonly<Record<string, unknown>>, path: string, problems: Problems): Record<string, unknown> => {
    const entries = Object.keys(value).flatMap((key) => {
      const at = child(path, key);
      if (!SETTING.test(key)) problems.must(KINDS.badName, at, 'have a key of letters, digits and underscores, at most 100', key);
      else if (SECRET.test(key)) problems.add(KINDS.secret, at, 'must not be in a definition; Terraform reads it from its environment');
      else return [[key, read(value[key], at, problems)] as const];
      return [];
    });
    return Object.fromEntries(entries);
  };
  return {
    type: '{ readonly [key: string]: unknown }',
    schema: { type: 'object', propertyNames: { pattern: SETTING.source } },
    read(value, path, problems) {
      if (isMap(value)) return map(value, path, problems);
      problems.must(KINDS.wrongType, path, 'be a map', value);
      return undefined;
    },
  };
}

const defaultDeny = defaulted(word('DefaultDeny', 'none', 'sources'), 'none',
  '`none`: what no rule of ours matches falls to the firewall\'s own policy; `sources`: our own deny, for the cell\'s egress sources only.');

const azureRules = object('AzureRules', 'Rules in an existing Azure Firewall policy.', {
  firewallPolicyId: required(
    pattern(/^\/subscriptions\/[^/\s]+\/resourceGroups\/[^/\s]+\/providers\/Microsoft\.Network\/firewallPolicies\/[^/\s]+$/i,
      'be the id of a firewall policy: /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/firewallPolicies/…'), 'Id of the firewall policy.'),
  priority: required(integer(100, 65000), 'Priority of our rule collection group in the policy.'),
  tier: defaulted(word('AzureFirewallTier', 'Basic', 'Standard', 'Premium'), 'Standard', 'Tier of the policy.'),
  dnsProxy: defaulted(boolean(), false, 'Is the DNS proxy of the policy on, and do the cell\'s nodes use it?'),
  defaultDeny,
});

const awsRules = object('AwsRules', 'Rule groups of AWS Network Firewall.', {
  region: required(pattern(/^[a-z]{2}(-[a-z]+)+-\d$/, 'be an AWS Region such as eu-central-1'), 'AWS Region.'),
  ruleOrder: defaulted(word('AwsRuleOrder', 'STRICT_ORDER'), 'STRICT_ORDER', 'Rule order of the policy.'),
  policyDefaultActions: defaulted(list(pattern(/^aws:[a-z_]+$/, 'be a stateful default action such as aws:drop_established_app_layer')), [],
    'Stateful default actions of the policy that the group goes into.'),
  defaultDeny,
});

const gcpTargets = object('GcpTargets', 'Which VMs the rules apply to.', {
  serviceAccounts: defaulted(list(pattern(/^[a-z0-9-]+@[a-z0-9.-]+$/, 'be a service account')), [], 'Service accounts of the nodes.'),
  secureTags: defaulted(list(pattern(/^tagValues\/\d+$/, 'be a secure tag value such as tagValues/123')), [], 'Secure tags of the nodes.'),
});

const gcpRules = object('GcpRules', 'Rules of a Google Cloud network firewall policy.', {
  project: required(pattern(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'be a project id'), 'Project.'),
  region: required(pattern(/^[a-z]+-[a-z]+\d+$/, 'be a Google Cloud region such as europe-west3'), 'Region.'),
  network: required(pattern(/^projects\/[^/\s]+\/global\/networks\/[^/\s]+$/, 'be projects/…/global/networks/…'), 'VPC network.'),
  targets: optional(gcpTargets, 'Which VMs the rules apply to.', 'all VMs of the network'),
  priorityBase: defaulted(integer(0, 2147483000), 10000, 'First priority.'),
  wildcards: defaulted(word('GcpWildcards', 'refuse', 'urlFiltering', 'secureWebProxy'), 'refuse', 'How wildcard hosts are matched.'),
  defaultDeny,
});

/** One cloud of a target: rules into what exists, or a whole egress network. */
function cloud<F extends Parameters<typeof object>[2]>(title: string, rules: ObjectSpec<F>) {
  return object(title, 'Rules into an existing firewall, or a whole egress network.', {
    rules: optional(rules as Spec<Shape<F>>, 'Rules into what exists.', '`network`'),
    network: optional(literals(), 'A whole egress network; the props of the construct.', '`rules`'),
    platformEgress: defaulted(word('PlatformEgress', 'none', 'aks', 'eks', 'gke'), 'none', 'What the Kubernetes platform itself needs, as a group of its own.'),
  });
}

const backend = object('TerraformBackend', 'Where Terraform keeps the state.', {
  type: required(name(), 'Type of the backend, such as azurerm.'),
  config: defaulted(literals(), {}, 'Its settings; `{cell}` and `{target}` are replaced.'),
});

/** One target of `firewall`. */
export const firewallTarget = object('FirewallTarget', 'One firewall: exactly one of azure, aws and gcp.', {
  azure: optional(cloud('AzureTarget', azureRules), 'Azure Firewall.', 'another cloud'),
  aws: optional(cloud('AwsTarget', awsRules), 'AWS Network Firewall.', 'another cloud'),
  gcp: optional(cloud('GcpTarget', gcpRules), 'Google Cloud firewall.', 'another cloud'),
  provider: defaulted(literals(), {}, 'Settings of the Terraform provider, such as subscriptionId; no secrets.'),
  backend: optional(backend, 'Where Terraform keeps the state.', 'no backend is written: Terraform keeps it beside the stack'),
});

/** `firewall`, which only definition files have. */
export const firewall = record(firewallTarget);

export const CLOUDS = ['azure', 'aws', 'gcp'] as const;
