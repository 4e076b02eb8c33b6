import { Construct } from 'constructs';
import { NetworkSecurityFirewallEndpoint, NetworkSecurityFirewallEndpointAssociation, NetworkSecuritySecurityProfile, NetworkSecuritySecurityProfileGroup } from './bindings';
import { GcpCompilation, GcpUrlFiltering, UrlProfile } from '../compile/gcp';
import { docsOf, KINDS } from '../errors';
import { TerraformResource, TerraformStack } from '../terraform/engine';
import { escapeTerraformData } from '../terraform/escape';

export interface UrlProfilesProps {
  readonly compilation: GcpCompilation;
  readonly project: string;
  readonly network: string;
  readonly urlFiltering: GcpUrlFiltering;
  readonly labels?: { readonly [key: string]: string };
}

/**
 * URL filtering of Cloud NGFW Enterprise: profiles with their groups, and an endpoint in every zone. The bindings do not know the fields yet, so
 * they are written past them, and the stack asks for a provider that does.
 */
export class UrlProfiles extends Construct {
  /** What inspected traffic needs. */
  public readonly associations: readonly NetworkSecurityFirewallEndpointAssociation[];
  private readonly groups: ReadonlyMap<string, NetworkSecuritySecurityProfileGroup>;

  public constructor(scope: Construct, id: string, private readonly props: UrlProfilesProps) {
    super(scope, id);
    this.askForProvider();
    this.groups = new Map(props.compilation.urlProfiles.map((profile) => [profile.key, this.addProfile(profile)]));
    this.associations = this.addEndpoints();
  }

  /** The group as a rule names it. */
  public groupOf(key: string): string {
    return `//networksecurity.googleapis.com/${this.groups.get(key)!.id}`;
  }

  private askForProvider(): void {
    const stack = TerraformStack.of(this);
    stack.addOverride('terraform.required_providers.google.version', this.props.urlFiltering.providerVersion ?? '~> 7.22');
    const cell = this.node.scopes[this.node.scopes.length - 3]!;
    stack.node.addValidation({
      validate: () => stack.node.findAll()
        .filter((other) => other instanceof TerraformResource && other.terraformResourceType.startsWith('google_') && !other.node.scopes.includes(cell))
        .map((other) => `${KINDS.gcpOwnStack.code} ${other.node.path} must be in another stack than ${cell.node.path}, whose URL filtering needs a newer google provider; ${docsOf(KINDS.gcpOwnStack.code)}`),
    });
  }

  private addProfile({ key, name, filters }: UrlProfile): NetworkSecuritySecurityProfileGroup {
    const common = { name, parent: `organizations/${this.props.urlFiltering.organization}`, location: 'global', ...this.labels() };
    const profile = new NetworkSecuritySecurityProfile(this, `profile.${key}`, { ...common, type: 'URL_FILTERING' });
    profile.addOverride('url_filtering_profile', [{
      url_filters: escapeTerraformData(filters).map(({ priority, action, urls }) => ({ priority, filtering_action: action, urls: [...urls] })),
    }]);
    const group = new NetworkSecuritySecurityProfileGroup(this, `group.${key}`, common);
    group.addOverride('url_filtering_profile', profile.id);
    return group;
  }

  private addEndpoints(): NetworkSecurityFirewallEndpointAssociation[] {
    const { compilation, project, network, urlFiltering: { zones, endpoints = {}, associate = true, organization, billingProject = project } } = this.props;
    return zones.flatMap((zone) => {
      const name = `${compilation.name}-${zone}`.slice(0, 63);
      const endpoint = endpoints[zone] ?? new NetworkSecurityFirewallEndpoint(this, `endpoint.${zone}`, {
        name, parent: `organizations/${organization}`, location: zone, billingProjectId: billingProject, ...this.labels(),
      }).id;
      if (!associate) return [];
      return [new NetworkSecurityFirewallEndpointAssociation(this, `association.${zone}`, {
        name, parent: `projects/${project}`, location: zone, network, firewallEndpoint: endpoint, ...this.labels(),
      })];
    });
  }

  private labels(): { labels?: { [key: string]: string } } {
    return this.props.labels === undefined ? {} : { labels: { ...this.props.labels } };
  }
}
