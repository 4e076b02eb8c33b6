import { Compiled } from './target';
import type { Definition } from '../cell';
import { item } from '../cell/spec';
import { KINDS, Problem, Problems } from '../errors';
import { Finding } from '../plan';
import { isOfTargets, riskOf } from '../plan/finding';

/** What targets found, with what the definition accepts of it. */
export interface AcceptedFindings {
  readonly findings: readonly Finding[];
  /** Acceptances that match nothing. */
  readonly problems: readonly Problem[];
}

/**
 * Marks what the definition accepts of the findings of targets: by flow, in every target that finds it, or by target, whatever the flow. An
 * acceptance that matches nothing is a problem, where all targets could be compiled.
 */
export function acceptOfTargets({ accept }: Definition, compiled: Readonly<Record<string, Compiled>>): AcceptedFindings {
  const problems = new Problems();
  const isWhole = Object.values(compiled).every((target) => target.problems.length === 0);
  const found = Object.entries(compiled).flatMap(([target, { findings }]) => findings.map((finding) => ({ finding, keys: keysOf(finding, target) })));
  const known = new Set(found.flatMap(({ keys }) => keys));
  const reasons = new Map<string, { readonly reason: string; readonly path: string }>();
  accept.forEach(({ flows, targets, risk, reason }, index) => {
    if (!isOfTargets(risk)) return;
    const claim = (kind: 'flow' | 'target', name: string, path: string) => {
      const key = keyOf(kind, name, risk);
      const earlier = reasons.get(key);
      if (earlier !== undefined) problems.must(KINDS.uselessAcceptance, path, `not be accepted again: ${earlier.path} does`, name, `give one reason for each ${kind} and risk`);
      else if (known.has(key)) reasons.set(key, { reason, path });
      else if (isWhole) problems.must(KINDS.uselessAcceptance, path, `be a ${kind} with the risk ${risk}${kind === 'flow' ? ' in a target of firewall' : ''}`, name, `remove it, or correct ${kind} and risk`);
    };
    flows.forEach((id, place) => claim('flow', id, item(`${item('accept', index)}.flows`, place)));
    targets.forEach((key, place) => claim('target', key, item(`${item('accept', index)}.targets`, place)));
  });
  const reasonOf = (keys: readonly string[]) => keys.flatMap((key) => reasons.get(key)?.reason ?? [])[0] ?? null;
  return { findings: found.map(({ finding, keys }) => ({ ...finding, accepted: reasonOf(keys) })), problems: problems.all };
}

/** By what a finding of a target can be accepted. */
function keysOf(finding: Finding, target: string): readonly string[] {
  const risk = riskOf(finding);
  if (risk === undefined) return [];
  return [...(finding.flow === null ? [] : [keyOf('flow', finding.flow, risk)]), keyOf('target', target, risk)];
}

function keyOf(kind: 'flow' | 'target', name: string, risk: string): string {
  return `${kind} ${name} ${risk}`;
}
