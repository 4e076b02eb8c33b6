import type { BlockJson, ProviderJson, SchemasJson } from './provider-schema';

/**
 * The schemas of the shared data were stripped of everything named `description`, and with the texts went the attributes of that name. Those that
 * the bindings have (`@cdktf/provider-<name>/lib/<resource>`) in the resources that firewalls are made of, by the block they stand in.
 */
const DESCRIBED: Readonly<Record<string, readonly string[]>> = {
  azurerm_firewall_policy: ['intrusion_detection.traffic_bypass'],
  azurerm_firewall_policy_rule_collection_group: ['application_rule_collection.rule', 'nat_rule_collection.rule', 'network_rule_collection.rule'],
  aws_networkfirewall_firewall: [''],
  aws_networkfirewall_firewall_policy: [''],
  aws_networkfirewall_rule_group: [''],
  google_compute_firewall: [''],
  google_compute_network_firewall_policy: [''],
  google_compute_network_firewall_policy_rule: [''],
  google_network_security_gateway_security_policy: [''],
  google_network_security_gateway_security_policy_rule: [''],
  google_network_security_url_lists: [''],
};

/** The provider's schema with the attributes back in their blocks. */
export function withLostAttributes(provider: ProviderJson): ProviderJson {
  const schemas: SchemasJson = Object.fromEntries(Object.entries(provider.resource_schemas ?? {}).map(([name, schema]) => [
    name, { ...schema, block: (DESCRIBED[name] ?? []).reduce((block, path) => described(block, path === '' ? [] : path.split('.')), schema.block) },
  ]));
  return { ...provider, resource_schemas: schemas };
}

function described(block: BlockJson, [step, ...rest]: readonly string[]): BlockJson {
  if (step === undefined) return { ...block, attributes: { ...block.attributes, description: { type: 'string', optional: true } } };
  const nested = block.block_types?.[step];
  if (nested === undefined) throw new Error(`there is no block ${step} to describe`);
  return { ...block, block_types: { ...block.block_types, [step]: { ...nested, block: described(nested.block, rest) } } };
}
