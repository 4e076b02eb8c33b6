import { dotted, type Checks } from '../checks';
import type { Hooks } from '../hook-types';
import type { AttributeJson } from '../provider-schema';
import { fieldsOf, isAbsent } from '../values';

const RFC1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const URL_LIST_NAME = /^[A-Za-z_-][A-Za-z0-9_-]*$/;
const PROXY_NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const MAX_INT32 = 2 ** 31 - 1;

const STRING: AttributeJson = { type: 'string', optional: true };

const COMPUTE_NAMES = [
  'address', 'firewall', 'global_address', 'network', 'network_firewall_policy', 'region_network_firewall_policy', 'route', 'router', 'subnetwork',
];

const computeName = (checks: Checks): void => checks.name('name', RFC1035, 63);

function policyRule(checks: Checks): void {
  checks.range('priority', 0, MAX_INT32);
  checks.oneOf('direction', ['INGRESS', 'EGRESS']);
  checks.oneOf('action', ['allow', 'deny', 'goto_next', 'apply_security_profile_group']);
  checks.maxItems('match[].dest_fqdns', 100);
  checks.maxItems('match[].dest_ip_ranges', 5000);
  checks.maxItems('match[].dest_address_groups', 10);
  ruleOfApi(checks);
  for (const { value, path } of checks.strings('match[].dest_fqdns[]')) {
    if (value.includes('*')) checks.fault(path, `${dotted(path)}: FQDN objects are exact names, is "${value}"`);
  }
}

/** Is the argument there, known or not? */
function given(checks: Checks, name: string): boolean {
  const value = fieldsOf(checks.config)[name];
  return !isAbsent(value) && !(Array.isArray(value) && value.length === 0);
}

/** Rules of the API that neither schema nor provider has: versions apart, one kind of target, a group where one is applied. */
function ruleOfApi(checks: Checks): void {
  for (const list of ['dest_ip_ranges', 'src_ip_ranges']) {
    const versions = checks.strings(`match[].${list}[]`).map(({ value }) => (value.includes(':') ? 6 : 4));
    if (new Set(versions).size > 1) checks.fault(['match', 0, list], `match[0].${list} has one version of IP only`);
  }
  const [action] = checks.strings('action');
  if (action?.value === 'apply_security_profile_group' && !given(checks, 'security_profile_group')) checks.fault(['action'], 'action needs security_profile_group');
  if (given(checks, 'target_service_accounts') && given(checks, 'target_secure_tags')) {
    checks.fault(['target_secure_tags'], 'target_secure_tags and target_service_accounts exclude each other');
  }
  if (checks.select('match[].layer4_configs[]').length === 0) checks.fault(['match'], 'match needs layer4_configs');
}

function gateway(checks: Checks): void {
  computeName(checks);
  checks.oneOf('type', ['OPEN_MESH', 'SECURE_WEB_GATEWAY']);
  checks.oneOf('routing_mode', ['NEXT_HOP_ROUTING_MODE', 'EXPLICIT_ROUTING_MODE']);
  checks.maxItems('ports', 1);
  checks.maxItems('addresses', 1);
}

function proxyRule(checks: Checks): void {
  checks.name('name', PROXY_NAME, 63);
  checks.range('priority', 0, MAX_INT32);
  checks.oneOf('basic_profile', ['ALLOW', 'DENY']);
}

function policyRoute(checks: Checks): void {
  computeName(checks);
  checks.range('priority', 1, 65535);
  checks.oneOf('filter[].protocol_version', ['IPV4', 'IPV6']);
  if (given(checks, 'next_hop_ilb_ip') === given(checks, 'next_hop_other_routes')) {
    checks.fault(['next_hop_ilb_ip'], 'next_hop_ilb_ip needs exactly one of next_hop_ilb_ip and next_hop_other_routes');
  }
}

function routerNat(checks: Checks): void {
  if (checks.strings('enable_dynamic_port_allocation').some(({ value }) => value === 'true')
    && checks.strings('enable_endpoint_independent_mapping').some(({ value }) => value === 'true')) {
    checks.fault(['enable_endpoint_independent_mapping'], 'enable_endpoint_independent_mapping must be false with dynamic port allocation');
  }
  if (checks.strings('nat_ip_allocate_option').some(({ value }) => value === 'MANUAL_ONLY') && !given(checks, 'nat_ips') && !given(checks, 'initial_nat_ips')) {
    checks.fault(['nat_ip_allocate_option'], 'nat_ip_allocate_option MANUAL_ONLY needs nat_ips');
  }
  computeName(checks);
  checks.oneOf('nat_ip_allocate_option', ['AUTO_ONLY', 'MANUAL_ONLY']);
  checks.range('rules[].rule_number', 0, 65000);
  checks.unique(['rules[].rule_number'], 'NAT rule number');
}

/** Rules of the google provider and the Compute API beyond the schema. */
export const google: Hooks = {
  provider: {
    attributes: {
      project: STRING,
      region: STRING,
      zone: STRING,
      billing_project: STRING,
      user_project_override: { type: 'bool', optional: true },
      impersonate_service_account: STRING,
      default_labels: { type: ['map', 'string'], optional: true },
    },
  },

  validate: {
    ...Object.fromEntries(COMPUTE_NAMES.map((name) => [`google_compute_${name}`, computeName])),
    google_compute_network_firewall_policy_rule: policyRule,
    google_compute_region_network_firewall_policy_rule: policyRule,
    google_compute_router_nat: routerNat,
    google_compute_network_firewall_policy_association: computeName,
    google_network_connectivity_policy_based_route: policyRoute,
    google_network_security_firewall_endpoint: computeName,
    google_network_security_firewall_endpoint_association: computeName,
    google_network_security_gateway_security_policy: (checks) => checks.name('name', PROXY_NAME, 63),
    google_network_security_gateway_security_policy_rule: proxyRule,
    google_network_security_security_profile: (checks) => {
      computeName(checks);
      checks.oneOf('type', ['THREAT_PREVENTION', 'URL_FILTERING', 'CUSTOM_MIRRORING', 'CUSTOM_INTERCEPT']);
    },
    google_network_security_security_profile_group: computeName,
    google_network_services_gateway: gateway,
    google_dns_response_policy_rule: (checks) => checks.each('dns_name', (value) => value.endsWith('.'), 'must end with a dot'),
    google_network_security_url_lists: (checks) => checks.name('name', URL_LIST_NAME, 63),
  },
};
