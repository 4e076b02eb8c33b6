import { dotted, type Checks } from '../checks';
import { shortHash } from '../fake-values';
import type { Hooks } from '../hook-types';
import type { AttributeJson } from '../provider-schema';
import { fieldsOf, isUnknown, type Fields } from '../values';

const NAME = /^[a-zA-Z0-9-]+$/;
const VARIABLE = /^[A-Za-z][A-Za-z0-9_]*$/;
const DEFAULT_ACTION = /^aws:(drop|alert)_(strict|established(_app_layer(_to_server)?)?)$/;
const MAX_RULE_CHARACTERS = 8192;
const MAX_RULES_BYTES = 2_000_000;

const STRING: AttributeJson = { type: 'string', optional: true };
const STRINGS: AttributeJson = { type: ['map', 'string'], optional: true };

function checkRulesString(checks: Checks, strictOrder: boolean): void {
  const { capacity } = fieldsOf(checks.config);
  for (const { value, path } of checks.strings('rule_group[].rules_source[].rules_string')) {
    const fault = (message: string): void => checks.fault(path, `${dotted(path)} ${message}`);
    const rules = value.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
    if (Buffer.byteLength(value) > MAX_RULES_BYTES) fault(`has more than ${MAX_RULES_BYTES} bytes`);
    if (typeof capacity === 'number' && rules.length > capacity) fault(`has ${rules.length} rules, more than the capacity of ${capacity}`);
    const sids = new Set<string>();
    for (const rule of rules) {
      const sid = /\bsid:\s*(\d+)\s*;/.exec(rule)?.[1];
      const label = `rule ${sid ?? JSON.stringify(rule.slice(0, 40))}`;
      if (rule.length > MAX_RULE_CHARACTERS) fault(`${label} has more than ${MAX_RULE_CHARACTERS} characters`);
      if (strictOrder && /[(;]\s*priority\s*:/.test(rule)) fault(`${label}: "priority" is not allowed with STRICT_ORDER`);
      if (sid === undefined) fault(`${label} has no sid`);
      else if (sids.has(sid)) fault(`${label}: the sid is used twice`);
      else sids.add(sid);
    }
  }
}

function ruleGroup(checks: Checks): void {
  checks.name('name', NAME, 128);
  checks.oneOf('type', ['STATEFUL', 'STATELESS']);
  checks.range('capacity', 1, 30000);
  checks.oneOf('rule_group[].stateful_rule_options[].rule_order', ['STRICT_ORDER', 'DEFAULT_ACTION_ORDER']);
  checks.name('rule_group[].rule_variables[].ip_sets[].key', VARIABLE, 32);
  checks.name('rule_group[].rule_variables[].port_sets[].key', VARIABLE, 32);
  checks.exactlyOneOf('rule_group[].rules_source[]', ['rules_string', 'rules_source_list', 'stateful_rule', 'stateless_rules_and_custom_actions']);
  checkRulesString(checks, checks.select('rule_group[].stateful_rule_options[].rule_order')[0]?.value === 'STRICT_ORDER');
}

function policy(checks: Checks): void {
  checks.name('name', NAME, 128);
  checks.range('firewall_policy[].stateful_rule_group_reference[].priority', 1, 65535);
  checks.unique(['firewall_policy[].stateful_rule_group_reference[].priority'], 'rule group priority');
  checks.each('firewall_policy[].stateful_default_actions[]', (action) => DEFAULT_ACTION.test(action), 'is not a stateful default action');
}

/** One endpoint for each subnet mapping, as routes need it. */
function firewallStatus({ subnet_mapping: mappings }: Fields): Fields {
  const sync_states = (mappings as readonly Fields[] ?? []).map(({ subnet_id }) => ({
    availability_zone: /^subnet-(.*)-\w+$/.exec(String(subnet_id))?.[1] ?? 'unknown-zone',
    attachment: [{ endpoint_id: `vpce-${shortHash(subnet_id)}`, subnet_id }],
  }));
  return { firewall_status: [{ sync_states, transit_gateway_attachment_sync_states: [] }] };
}

/** Rules the AWS Network Firewall API applies beyond the provider's schema. */
export const aws: Hooks = {
  provider: {
    attributes: { region: STRING, profile: STRING, allowed_account_ids: { type: ['set', 'string'], optional: true } },
    block_types: {
      assume_role: { nesting_mode: 'list', block: { attributes: { role_arn: STRING } } },
      default_tags: { nesting_mode: 'list', max_items: 1, block: { attributes: { tags: STRINGS } } },
    },
  },

  validate: {
    aws_networkfirewall_firewall: (checks) => checks.name('name', NAME, 128),
    aws_networkfirewall_firewall_policy: policy,
    aws_networkfirewall_rule_group: ruleGroup,
  },

  applied: {
    // The zone is kept in the id, so that a firewall can be asked per zone.
    'aws_subnet': (subnet) => ({ id: `subnet-${String(subnet.availability_zone)}-${shortHash(subnet.id)}` }),
    'aws_networkfirewall_firewall': firewallStatus,
    'data.aws_availability_zones': (zones, { planned, provider }) => {
      const region = String(isUnknown(planned.region) ? provider.region ?? 'mock-region' : zones.region);
      return { region, names: ['a', 'b', 'c'].map((suffix) => `${region}${suffix}`) };
    },
  },
};
