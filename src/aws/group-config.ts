import type { NetworkfirewallRuleGroupConfig } from './bindings';
import { rulesString, SuricataRuleGroup } from '../compile/aws';
import { escapeTerraform, escapeTerraformData } from '../terraform/escape';

/** A rule group as a resource. All text is literal and escaped; tags may be tokens. A group in use cannot be deleted, so its successor comes first. */
export function groupConfig(group: SuricataRuleGroup, about: string, tags: Readonly<Record<string, string>> | undefined): NetworkfirewallRuleGroupConfig {
  return {
    name: escapeTerraform(group.name),
    description: escapeTerraform(about),
    type: 'STATEFUL',
    capacity: group.capacity,
    ruleGroup: {
      statefulRuleOptions: { ruleOrder: 'STRICT_ORDER' },
      ruleVariables: { ipSets: Object.entries(group.ipSets).map(([key, definition]) => ({ key, ipSet: { definition: [...escapeTerraformData(definition)] } })) },
      rulesSource: { rulesString: escapeTerraform(rulesString(group)) },
    },
    ...(tags === undefined ? {} : { tags: { ...tags } }),
    lifecycle: { createBeforeDestroy: true },
  };
}
