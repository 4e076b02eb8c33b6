import { Construct } from 'constructs';
import { Route53ResolverFirewallConfig, Route53ResolverFirewallDomainList, Route53ResolverFirewallRule, Route53ResolverFirewallRuleGroup, Route53ResolverFirewallRuleGroupAssociation } from './network-bindings';

export interface DnsFirewallOptions {
  readonly cell: string;
  readonly vpcId: string;
  readonly domains: readonly string[];
  /** Only report what would be blocked. */
  readonly observe: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** Resolves the given domains only, in the whole VPC; closed when the firewall itself fails. What the resolver answers does not pass Network Firewall. */
export function dnsFirewall(scope: Construct, { cell, vpcId, domains, observe, tags }: DnsFirewallOptions): void {
  const named = (part: string) => ({ name: `eic-${cell}-${part}`, tags: { ...tags } });
  const group = new Route53ResolverFirewallRuleGroup(scope, 'Dns', named('dns'));
  const rule = (part: string, priority: number, list: readonly string[], action: 'ALLOW' | 'BLOCK' | 'ALERT') => {
    const { id } = new Route53ResolverFirewallDomainList(scope, `Dns.${part}`, { ...named(part), domains: [...list] });
    new Route53ResolverFirewallRule(scope, `Dns.${part}.rule`, {
      name: `eic-${cell}-${part}`, priority, firewallRuleGroupId: group.id, firewallDomainListId: id, action,
      ...(action === 'BLOCK' ? { blockResponse: 'NXDOMAIN' } : {}),
      // The names that an allowed one is an alias of belong to its owner, and are not in the plan.
      ...(action === 'ALLOW' ? { firewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN' } : {}),
    });
  };
  rule('allow', 100, domains, 'ALLOW');
  rule('rest', 200, ['*'], observe ? 'ALERT' : 'BLOCK');
  new Route53ResolverFirewallRuleGroupAssociation(scope, 'DnsAssociation', { ...named('dns'), firewallRuleGroupId: group.id, vpcId, priority: 200, mutationProtection: 'DISABLED' });
  new Route53ResolverFirewallConfig(scope, 'DnsConfig', { resourceId: vpcId, firewallFailOpen: 'DISABLED' });
}
