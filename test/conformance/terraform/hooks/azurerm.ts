import { isIP, isIPv4 } from 'node:net';
import { dotted, type Checks } from '../checks';
import type { Hooks } from '../hook-types';
import type { AttributeJson } from '../provider-schema';
import { azureIds, FIREWALL_POLICY_ID } from './azure-ids';
import { azureNetwork } from './azure-network';

const POLICY_NAME = /^[^\W_][\w\-.]*\w$/;
const COLLECTIONS = ['application_rule_collection', 'network_rule_collection', 'nat_rule_collection'];
const APPLICATION = 'application_rule_collection[]';
const NETWORK = 'network_rule_collection[]';
const NAT = 'nat_rule_collection[]';
const ADDRESS = 'must be an IP address, an IPv4 range, a CIDR or *';
const SOURCES = ['source_addresses', 'source_ip_groups'];

const STRING: AttributeJson = { type: 'string', optional: true };
const BOOL: AttributeJson = { type: 'bool', optional: true };
const PROVIDER_STRINGS = [
  'client_certificate', 'client_certificate_password', 'client_certificate_path', 'client_id', 'client_id_file_path',
  'client_secret', 'client_secret_file_path', 'environment', 'metadata_host', 'msi_endpoint', 'oidc_request_token', 'oidc_request_url', 'oidc_token',
  'oidc_token_file_path', 'partner_id', 'resource_provider_registrations', 'subscription_id', 'tenant_id',
];
const PROVIDER_BOOLS = [
  'disable_correlation_request_id', 'disable_terraform_partner_id', 'storage_use_azuread', 'use_aks_workload_identity', 'use_cli', 'use_msi', 'use_oidc',
];

/** An IP address, CIDR, IPv4 range or `*`. */
function isAddress(text: string): boolean {
  if (text === '*' || isIP(text)) return true;
  const ends = text.split('-');
  if (ends.length === 2) return ends.every((end) => isIPv4(end));
  const [, address = '', bits = ''] = /^([^/]+)\/(\d+)$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits) <= (family === 4 ? 32 : 128);
}

/** `*`, a port or a range of ports. */
function isPorts(text: string): boolean {
  const [first = NaN, last = first] = text.split('-').map(Number);
  return text === '*' || (/^\d+(-\d+)?$/.test(text) && first >= 1 && first <= last && last <= 65535);
}

/** What Azure refuses, and the provider does not. */
function checkAzure(checks: Checks): void {
  checks.unique(COLLECTIONS.map((collection) => `${collection}[].priority`), 'collection priority');
  for (const { value, path } of checks.strings(`${NETWORK}.rule[].destination_fqdns[]`)) {
    if (value.includes('*')) checks.fault(path, `${dotted(path)}: Azure takes no wildcard in a network rule, is "${value}"`);
  }
  checks.each(`${APPLICATION}.rule[].destination_fqdns[]`, (name) => name.lastIndexOf('*') <= 0, 'takes * as first character only');
  for (const collection of COLLECTIONS) {
    checks.atLeastOneOf(`${collection}[].rule[]`, SOURCES);
    for (const end of ['source', 'destination']) {
      checks.each(`${collection}[].rule[].${end}_addresses[]`, (text) => !text.includes(':'), 'Azure Firewall knows no IPv6');
    }
  }
  checks.atLeastOneOf(`${NETWORK}.rule[]`, ['destination_addresses', 'destination_ip_groups', 'destination_fqdns']);
  checks.atLeastOneOf(`${APPLICATION}.rule[]`, [
    'destination_fqdns', 'destination_fqdn_tags', 'destination_urls', 'destination_addresses', 'web_categories',
  ]);
  checks.atLeastOneOf(`${APPLICATION}.rule[]`, ['protocols']); // also with tags, although the schema says optional
}

/** What the provider refuses. */
function ruleCollectionGroup(checks: Checks): void {
  checks.name('name', POLICY_NAME);
  checks.each('firewall_policy_id', (id) => FIREWALL_POLICY_ID.test(id), 'must be the id of a firewall policy');
  checks.range('priority', 100, 65000);
  for (const collection of COLLECTIONS) {
    checks.range(`${collection}[].priority`, 100, 65000);
    checks.each(`${collection}[].name`, Boolean, 'must not be empty');
    checks.each(`${collection}[].rule[].name`, Boolean, 'must not be empty');
    checks.each(`${collection}[].rule[].description`, Boolean, 'must not be empty');
    checks.each(`${collection}[].rule[].source_addresses[]`, isAddress, ADDRESS);
  }

  checks.oneOf(`${APPLICATION}.action`, ['Allow', 'Deny']);
  checks.oneOf(`${APPLICATION}.rule[].protocols[].type`, ['Http', 'Https', 'Mssql']);
  checks.range(`${APPLICATION}.rule[].protocols[].port`, 0, 64000);
  checks.each(`${APPLICATION}.rule[].destination_addresses[]`, isAddress, ADDRESS);

  checks.oneOf(`${NETWORK}.action`, ['Allow', 'Deny']);
  checks.oneOf(`${NETWORK}.rule[].protocols[]`, ['Any', 'TCP', 'UDP', 'ICMP']);
  checks.each(`${NETWORK}.rule[].destination_ports[]`, isPorts, 'must be *, a port or a range within 1-65535');

  checks.oneOf(`${NAT}.action`, ['Dnat']);
  checks.oneOf(`${NAT}.rule[].protocols[]`, ['TCP', 'UDP']);
  checks.range(`${NAT}.rule[].translated_port`, 1, 65535);
  checks.exactlyOneOf(`${NAT}.rule[]`, ['translated_address', 'translated_fqdn']);
  checkAzure(checks);
}

function policy(checks: Checks): void {
  checks.name('name', POLICY_NAME, 80);
  checks.oneOf('sku', ['Basic', 'Standard', 'Premium']);
  checks.oneOf('threat_intelligence_mode', ['Alert', 'Deny', 'Off']);
  checks.oneOf('intrusion_detection[].mode', ['Off', 'Alert', 'Deny']);
  checks.each('base_policy_id', (id) => FIREWALL_POLICY_ID.test(id), 'must be the id of a firewall policy');
  checks.each('dns[].servers[]', (text) => isIPv4(text), 'must be an IPv4 address');
  const sku = checks.strings('sku')[0]?.value ?? 'Standard';
  for (const premium of ['intrusion_detection[]', 'tls_certificate[]']) {
    for (const { path } of checks.select(premium)) {
      if (sku !== 'Premium') checks.fault(path, `${dotted(path)} needs sku Premium, is ${sku}`);
    }
  }
}

/** Rules the provider applies beyond its schema, and a few of Azure's own. */
export const azurerm: Hooks = {
  provider: {
    attributes: {
      ...Object.fromEntries(PROVIDER_STRINGS.map((name) => [name, STRING])),
      ...Object.fromEntries(PROVIDER_BOOLS.map((name) => [name, BOOL])),
      auxiliary_tenant_ids: { type: ['list', 'string'], optional: true },
      resource_providers_to_register: { type: ['list', 'string'], optional: true },
    },
    block_types: {
      features: {
        nesting_mode: 'list',
        min_items: 1,
        max_items: 1,
        block: {
          block_types: {
            resource_group: {
              nesting_mode: 'list',
              max_items: 1,
              block: { attributes: { prevent_deletion_if_contains_resources: BOOL } },
            },
          },
        },
      },
    },
  },

  validate: {
    ...azureNetwork,
    'azurerm_firewall_policy': policy,
    'data.azurerm_firewall_policy': (checks) => checks.name('name', POLICY_NAME, 80),
    'azurerm_firewall_policy_rule_collection_group': ruleCollectionGroup,
    'azurerm_ip_group': (checks) => checks.each('cidrs[]', (text) => isAddress(text) && text !== '*' && !text.includes(':'), 'must be an IPv4 address, range or CIDR'),
  },

  applied: {
    ...azureIds,
    azurerm_firewall: (state, known) => ({
      ...azureIds.azurerm_firewall?.(state, known),
      ip_configuration: (state.ip_configuration as readonly object[]).map((configuration) => ({ ...configuration, private_ip_address: '10.0.0.4' })),
    }),
    azurerm_public_ip_prefix: (state, known) => ({ ...azureIds.azurerm_public_ip_prefix?.(state, known), ip_prefix: '203.0.113.8/31' }),
  },
};
