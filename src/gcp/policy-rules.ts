import { Construct } from 'constructs';
import { ComputeNetworkFirewallPolicy, ComputeNetworkFirewallPolicyAssociation, ComputeNetworkFirewallPolicyRule, type ComputeNetworkFirewallPolicyRuleConfig } from './bindings';
import { PrivateAccessRecords } from './private-access-records';
import { ProxyGateway } from './proxy-gateway';
import { UrlProfiles } from './url-profiles';
import { GcpCompilation, GcpRule, GcpSecureWebProxy, GcpUrlFiltering } from '../compile/gcp';
import { escapeTerraformData } from '../terraform/escape';

/** Where the rules of a cell go; every id may be a token. */
export interface PolicyRulesProps {
  readonly cell: string;
  readonly compilation: GcpCompilation;
  readonly project: string;
  readonly region: string;
  readonly network: string;
  readonly firewallPolicy?: string;
  readonly responsePolicy?: string;
  readonly targetServiceAccounts: readonly string[];
  readonly targetSecureTags: readonly string[];
  readonly urlFiltering?: GcpUrlFiltering;
  readonly secureWebProxy?: GcpSecureWebProxy;
  readonly labels?: { readonly [key: string]: string };
}

/** The resources of a compiled cell in a network: policy, rules, and what the rules need. */
export class PolicyRules extends Construct {
  /** Name of the policy; a token where it is created. */
  public readonly policyName: string;
  private readonly rules = new Map<string, ComputeNetworkFirewallPolicyRule>();

  public constructor(scope: Construct, id: string, private readonly props: PolicyRulesProps) {
    super(scope, id);
    const { compilation, project, network, firewallPolicy, secureWebProxy, urlFiltering, responsePolicy } = props;
    const own = firewallPolicy === undefined ? new ComputeNetworkFirewallPolicy(this, 'Policy', { project, name: compilation.name, description: `Edge Integration Cell ${props.cell}` }) : undefined;
    this.policyName = own?.name ?? firewallPolicy!;
    const profiles = urlFiltering === undefined || compilation.urlProfiles.length === 0 ? undefined
      : new UrlProfiles(this, 'UrlFiltering', { compilation, project, network, urlFiltering, ...labelsOf(props) });
    if (compilation.privateAccess !== undefined) {
      new PrivateAccessRecords(this, 'GoogleApis', { access: compilation.privateAccess, project, network, ...(responsePolicy === undefined ? {} : { responsePolicy }) });
    }
    this.addRules(profiles);
    if (compilation.proxy !== undefined && secureWebProxy !== undefined) {
      new ProxyGateway(this, 'Proxy', { proxy: compilation.proxy, project, network, region: props.region, secureWebProxy, ...labelsOf(props) });
    }
    // Last, so that no rule of ours is missing once the network has the policy.
    if (own !== undefined) {
      new ComputeNetworkFirewallPolicyAssociation(this, 'Association', {
        project, name: compilation.name, firewallPolicy: own.name, attachmentTarget: network, dependsOn: [...this.rules.values()],
      });
    }
  }

  /** Names of the rules. */
  public get ruleNames(): readonly string[] {
    return [...this.rules.keys()];
  }

  /** The resource of a rule; undefined when there is none of that name. */
  public rule(name: string): ComputeNetworkFirewallPolicyRule | undefined {
    return this.rules.get(name);
  }

  /** What an allow-list needs is there before something is denied: inspection waits for its endpoints, a deny for everything else. */
  private addRules(profiles: UrlProfiles | undefined): void {
    const { compilation } = this.props;
    const add = (rule: GcpRule, more: Partial<ComputeNetworkFirewallPolicyRuleConfig> = {}) =>
      this.rules.set(rule.name, new ComputeNetworkFirewallPolicyRule(this, `rule.${rule.name}`, { ...this.ruleConfig(rule), ...more }));
    for (const rule of compilation.rules.filter(({ action }) => action === 'allow')) add(rule);
    const allows = [...this.rules.values()];
    for (const rule of compilation.rules.filter(({ action }) => action === 'apply_security_profile_group')) {
      add(rule, { securityProfileGroup: profiles!.groupOf(rule.profile!), dependsOn: [...allows, ...profiles!.associations] });
    }
    const before = [...this.rules.values()];
    for (const rule of compilation.rules.filter(({ action }) => action === 'deny')) add(rule, { dependsOn: before });
  }

  private ruleConfig({ name, priority, action, protocols, destFqdns, destRanges, srcRanges, logging }: GcpRule): ComputeNetworkFirewallPolicyRuleConfig {
    const { project, targetServiceAccounts, targetSecureTags } = this.props;
    const text = escapeTerraformData({ ruleName: name, destFqdns, destRanges, srcRanges, description: `Edge Integration Cell ${this.props.cell}` });
    return {
      project,
      firewallPolicy: this.policyName,
      ruleName: text.ruleName,
      description: text.description,
      direction: 'EGRESS',
      priority,
      action,
      enableLogging: logging,
      ...(targetServiceAccounts.length > 0 ? { targetServiceAccounts: [...targetServiceAccounts] } : {}),
      ...(targetSecureTags.length > 0 ? { targetSecureTags: targetSecureTags.map((tag) => ({ name: tag })) } : {}),
      match: {
        layer4Configs: protocols.map(({ protocol, ports }) => ({ ipProtocol: protocol, ...(ports.length > 0 ? { ports: [...ports] } : {}) })),
        ...(text.destFqdns === undefined ? {} : { destFqdns: [...text.destFqdns] }),
        ...(text.destRanges === undefined ? {} : { destIpRanges: [...text.destRanges] }),
        ...(text.srcRanges === undefined ? {} : { srcIpRanges: [...text.srcRanges] }),
      },
    };
  }
}

function labelsOf({ labels }: PolicyRulesProps): { readonly labels?: { readonly [key: string]: string } } {
  return labels === undefined ? {} : { labels };
}
