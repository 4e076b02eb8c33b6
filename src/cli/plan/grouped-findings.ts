import { compareText, KINDS } from '../../errors';
import { Finding } from '../../plan';

/** Findings that say the same of several flows. */
export interface FindingGroup {
  readonly code: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly remedy: string;
  readonly accepted: string | null;
  /** Flows, or paths where a finding is about no flow. */
  readonly about: readonly string[];
}

/** Findings of the plan, and fields that are not rendered yet, which have a list of their own. */
export interface GroupedFindings {
  /** Not accepted first, warnings before infos. */
  readonly findings: readonly FindingGroup[];
  readonly notRendered: readonly FindingGroup[];
}

const WEIGHT = { error: 0, warning: 1, info: 2 } as const;

/** One entry for what many flows share, such as the finding of `*.hana.ondemand.com`. */
export function groupFindings(findings: readonly Finding[]): GroupedFindings {
  const groups = new Map<string, FindingGroup & { readonly about: string[] }>();
  for (const { code, severity, message, remedy, accepted, flow, path } of findings) {
    const common = remedyForAll(remedy, path, flow);
    const key = JSON.stringify([code, message, common, accepted]);
    const group = groups.get(key) ?? { code, severity, message, remedy: common, accepted, about: [] };
    group.about.push(flow ?? path);
    groups.set(key, group);
  }
  const all = [...groups.values()].map((group) => ({ ...group, about: [...new Set(group.about)].sort(compareText) }));
  const isNotRendered = ({ code }: FindingGroup) => code === KINDS.notRenderedYet.code;
  return {
    findings: all.filter((group) => !isNotRendered(group)).sort(compareGroups),
    notRendered: all.filter(isNotRendered).sort((a, b) => compareText(a.about[0]!, b.about[0]!)),
  };
}

/** A remedy that names the path of one flow, in words that fit all flows. */
function remedyForAll(remedy: string, path: string, flow: string | null): string {
  if (flow === null || path === '') return remedy;
  const last = Math.max(path.lastIndexOf('.'), 0);
  return remedy.replaceAll(path, `${path.slice(0, last)}.<${path.startsWith('btp.flows.') ? 'flow' : 'key'}>`);
}

function compareGroups(a: FindingGroup, b: FindingGroup): number {
  return Number(a.accepted !== null) - Number(b.accepted !== null) || WEIGHT[a.severity] - WEIGHT[b.severity]
    || compareText(a.code, b.code) || compareText(a.message, b.message) || compareText(a.accepted ?? '', b.accepted ?? '');
}
