import { dotted, type Checks } from '../checks';
import type { Hooks } from '../hook-types';
import type { AttributeJson } from '../provider-schema';

const RFC1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const URL_LIST_NAME = /^[A-Za-z_-][A-Za-z0-9_-]*$/;
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
  for (const { value, path } of checks.strings('match[].dest_fqdns[]')) {
    if (value.includes('*')) checks.fault(path, `${dotted(path)}: FQDN objects are exact names, is "${value}"`);
  }
}

function routerNat(checks: Checks): void {
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
    google_network_security_url_lists: (checks) => checks.name('name', URL_LIST_NAME, 63),
  },
};
