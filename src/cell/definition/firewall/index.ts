import { aws } from './aws';
import { azure } from './azure';
import { gcp } from './gcp';
import { literals } from './shared';
import { defaulted, name, object, optional, record, required } from '../../spec';

const backend = object('TerraformBackend', 'Where Terraform keeps the state.', {
  type: required(name(), 'Type of the backend, such as azurerm.'),
  config: defaulted(literals(), {}, 'Its settings; `{cell}` and `{target}` are replaced.'),
});

/** One target of `firewall`. */
export const firewallTarget = object('FirewallTarget', 'One firewall: exactly one of azure, aws and gcp.', {
  azure: optional(azure, 'Azure Firewall.', 'another cloud'),
  aws: optional(aws, 'AWS Network Firewall.', 'another cloud'),
  gcp: optional(gcp, 'Google Cloud firewall.', 'another cloud'),
  provider: defaulted(literals(), {}, 'Settings of the Terraform provider, such as subscriptionId; no secrets.'),
  backend: optional(backend, 'Where Terraform keeps the state.', 'no backend is written: Terraform keeps it beside the stack'),
});

/** `firewall`, which only definition files have. */
export const firewall = record(firewallTarget);

/** Clouds that a target can be of. */
export const CLOUDS = ['azure', 'aws', 'gcp'] as const;
