import { compareText, KINDS } from '../../errors';
import { Cidr, HostPattern } from '../../net';
import { Flow } from '../../plan';
import { findingOf } from '../../plan/finding';
import { TargetRow } from '../target';
import { profileOf } from './carriers';
import { byVersion, GcpContext, nameOf, ruleOf } from './context';
import { srcRanges } from './flow-rules';
import { GcpRule, UrlFilter, UrlProfile } from './rules';

/** A flow whose wildcards a URL profile decides. */
export interface FilteredFlow {
  readonly flow: Flow;
  readonly hosts: readonly HostPattern[];
}

export interface UrlFiltering {
  readonly profiles: readonly UrlProfile[];
  readonly rules: readonly GcpRule[];
  readonly rows: readonly TargetRow[];
}

const PORTS = { https: 443, http: 80 } as const;

/** Evaluated last; the same priorities in every profile. */
const DENY_PRIORITY = 2000000000;

/**
 * One profile for each port, so that a name that is allowed on 443 does not pass on 80: the wildcards, and at the end a DENY of every name, which
 * Google recommends to write down. Inspected is all TCP to the port that no rule before allows.
 */
export function urlFiltering(flows: readonly FilteredFlow[], sources: readonly Cidr[] | undefined, context: GcpContext): UrlFiltering {
  const used = (['https', 'http'] as const).map((key) => ({ key, flows: flows.filter(({ flow }) => profileOf(flow) === key) })).filter((entry) => entry.flows.length > 0);
  const path = context.options.target;
  const from = sources === undefined ? undefined : byVersion(sources).find(({ version }) => version === 4)?.ranges;
  if (used.length > 0) {
    context.findings.push(findingOf(KINDS.gcpUrlFiltering, null, `${path}.wildcards`,
      'URL filtering decides by the name that a client sends on TCP 80 and 443: raw TCP, CONNECT, malformed HTTP and a missing Host are reported to pass; its schema is checked by our own tests only',
      'name exact hosts where you can, list every zone, and watch the logs'));
  }
  return used.reduce<UrlFiltering>((all, { key, flows: filtered }) => {
    const rule = ruleOf({
      band: 'inspect', action: 'apply_security_profile_group', profile: key, key: `inspect/${key}`, path, protocols: [{ protocol: 'tcp', ports: [`${PORTS[key]}`] }],
      destRanges: ['0.0.0.0/0'], ...srcRanges(from),
    }, context);
    const rows = filtered.map(({ flow }): TargetRow => ({ flow: flow.id, rule: rule.name, mechanism: 'url-filter', evidence: key === 'https' ? 'sni' : 'host', exact: true }));
    return {
      profiles: [...all.profiles, { key, name: nameOf(context.cell, `url/${key}`), port: PORTS[key], filters: filters(filtered) }],
      rules: [...all.rules, rule],
      rows: [...all.rows, ...rows],
    };
  }, { profiles: [], rules: [], rows: [] });
}

/** Names of all flows in one filter, since their order means nothing. */
function filters(flows: readonly FilteredFlow[]): UrlFilter[] {
  const urls = [...new Set(flows.flatMap(({ hosts }) => hosts.map(String)))].sort(compareText);
  return [{ priority: 1000, action: 'ALLOW', urls }, { priority: DENY_PRIORITY, action: 'DENY', urls: ['*'] }];
}
