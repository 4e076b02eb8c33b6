import { isIPv4 } from 'node:net';
import { dotted, type Checks } from '../checks';
import { shortHash } from '../fake-values';
import type { Hooks } from '../hook-types';
import type { AttributeJson } from '../provider-schema';
import { fieldsOf, isAbsent, isUnknown, type Fields } from '../values';

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

/** What AWS takes in one direction: an endpoint, a gateway, …; exactly one, to exactly one kind of destination. */
function route(checks: Checks): void {
  const fields = fieldsOf(checks.config);
  for (const [path, names] of [
    ['vpc_endpoint_id', ['vpc_endpoint_id', 'nat_gateway_id', 'gateway_id', 'transit_gateway_id', 'network_interface_id', 'egress_only_gateway_id']],
    ['destination_cidr_block', ['destination_cidr_block', 'destination_ipv6_cidr_block', 'destination_prefix_list_id']],
  ] as const) {
    const given = names.filter((name) => !isAbsent(fields[name]));
    if (given.length !== 1) checks.fault([path], `a route needs exactly one of ${names.join(', ')}, has ${given.length}`);
  }
}

function block(checks: Checks): void {
  checks.each('cidr_block', (text) => isBlock(text), 'must be an IPv4 network from /16 to /28');
}

/** IPv4, /16 to /28, without host bits. */
function isBlock(text: string): boolean {
  const [base = '', bits] = text.split('/');
  if (!isIPv4(base) || !/^(1[6-9]|2[0-8])$/.test(bits ?? '')) return false;
  const number = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return number % 2 ** (32 - Number(bits)) === 0;
}

function firewall(checks: Checks): void {
  checks.name('name', NAME, 128);
  checks.unique(['subnet_mapping[].subnet_id'], 'subnet of the firewall');
  checks.oneOf('subnet_mapping[].ip_address_type', ['IPV4', 'DUALSTACK', 'IPV6']);
}

function dnsRule(checks: Checks): void {
  checks.oneOf('action', ['ALLOW', 'BLOCK', 'ALERT']);
  checks.oneOf('block_response', ['NODATA', 'NXDOMAIN', 'OVERRIDE']);
  checks.oneOf('firewall_domain_redirection_action', ['INSPECT_REDIRECTION_DOMAIN', 'TRUST_REDIRECTION_DOMAIN']);
  checks.name('name', /^[a-zA-Z0-9_ -]+$/, 64);
  const [action] = checks.strings('action');
  if (action?.value === 'BLOCK' && checks.select('block_response').length === 0) checks.fault(['action'], 'action BLOCK needs block_response');
  if (action?.value !== 'BLOCK') for (const { path } of checks.select('block_response')) checks.fault(path, 'block_response needs action BLOCK');
}

function logging(checks: Checks): void {
  checks.oneOf('logging_configuration[].log_destination_config[].log_type', ['ALERT', 'FLOW', 'TLS']);
  checks.oneOf('logging_configuration[].log_destination_config[].log_destination_type', ['CloudWatchLogs', 'S3', 'KinesisDataFirehose']);
  checks.unique(['logging_configuration[].log_destination_config[].log_type'], 'log type');
}

const RETENTIONS = [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653].map(String);

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
    aws_cloudwatch_log_group: (checks) => {
      checks.name('name', /^[\w./#-]+$/, 512);
      checks.oneOf('retention_in_days', RETENTIONS);
    },
    aws_eip: (checks) => checks.oneOf('domain', ['vpc']),
    aws_nat_gateway: (checks) => checks.oneOf('connectivity_type', ['public', 'private']),
    aws_networkfirewall_firewall: firewall,
    aws_networkfirewall_firewall_policy: policy,
    aws_networkfirewall_logging_configuration: logging,
    aws_networkfirewall_rule_group: ruleGroup,
    aws_route: route,
    aws_route53_resolver_firewall_config: (checks) => checks.oneOf('firewall_fail_open', ['ENABLED', 'DISABLED', 'USE_LOCAL_RESOURCE_SETTING']),
    aws_route53_resolver_firewall_domain_list: (checks) => {
      checks.name('name', /^[a-zA-Z0-9_ -]+$/, 64);
      checks.each('domains[]', (domain) => /^(\*|(\*\.)?[a-z0-9_.-]+)$/.test(domain), 'must be a domain');
    },
    aws_route53_resolver_firewall_rule: dnsRule,
    aws_route53_resolver_firewall_rule_group: (checks) => checks.name('name', /^[a-zA-Z0-9_ -]+$/, 64),
    // 100 and 9900 are those of AWS itself.
    aws_route53_resolver_firewall_rule_group_association: (checks) => checks.range('priority', 101, 9899),
    aws_subnet: block,
    aws_vpc: block,
    aws_vpc_endpoint: (checks) => checks.oneOf('vpc_endpoint_type', ['Gateway', 'GatewayLoadBalancer', 'Interface']),
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
