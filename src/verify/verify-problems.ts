import { compareProblems, KINDS, Problem, problemOf, ProblemKind } from '../errors';
import { originText } from './probes/probe';
import { LayerVerdict } from './verdict';
import { ProbeResult } from './verification';

/** Problems of results: one for each flow, layer and deciding rule, with the first question as the example and the number of the others. */
export function problemsOf(results: readonly ProbeResult[], pathOf: (flow: string) => string): Problem[] {
  const groups = new Map<string, { readonly first: ProbeResult; readonly layer: LayerVerdict | undefined; readonly kind: ProblemKind; count: number }>();
  for (const result of results) {
    const found = causeOf(result);
    if (found === undefined) continue;
    const { kind, layer } = found;
    const key = JSON.stringify([kind.code, result.flow, kind === KINDS.residualRisk ? result.residual!.code : [layer?.layer, layer?.code, layer?.rule]]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: result, layer, kind, count: 1 });
    else group.count += 1;
  }
  return [...groups.values()].map(({ first, layer, kind, count }) => {
    const rule = layer?.rule;
    return { ...problemOf(kind, pathOf(first.flow), textOf(first, layer, kind, count)), ...(rule === null || rule === undefined || rule.file.startsWith('(') ? {} : { file: rule.file }) };
  }).sort(compareProblems);
}

function causeOf({ outcome, expected, layers, verdict }: ProbeResult): { readonly kind: ProblemKind; readonly layer: LayerVerdict | undefined } | undefined {
  const first = (word: LayerVerdict['verdict']) => layers.find((layer) => layer.verdict === word);
  if (outcome === 'unknown') return { kind: KINDS.undecided, layer: first('unknown') };
  if (outcome === 'residual') return { kind: KINDS.residualRisk, layer: first('cannot-see') };
  if (outcome !== 'wrong') return undefined;
  return expected === 'allow' && verdict === 'deny' ? { kind: KINDS.flowBlocked, layer: first('deny') } : { kind: KINDS.openNeighbour, layer: first('allow') };
}

function textOf(result: ProbeResult, layer: LayerVerdict | undefined, kind: ProblemKind, count: number): string {
  const more = count === 1 ? '' : ` (and ${count - 1} more like it)`;
  const where = layer?.rule === null || layer?.rule === undefined ? '' : ` [${layer.rule.object}${layer.rule.path === '' ? '' : ` ${layer.rule.path}`}]`;
  const said = layer === undefined ? '' : `${layer.layer} says ${layer.code}: ${layer.text}${where}`;
  if (kind === KINDS.residualRisk) return `${questionText(result)} stays open: ${result.residual!.text}${more}`;
  const must = result.expected === 'allow' ? 'must pass' : 'must be denied';
  return `${questionText(result)} ${must}, got: ${said}${more}`;
}

/** A question in few words. */
export function questionText({ from, to, protocol, serverName, kind }: Pick<ProbeResult, 'from' | 'to' | 'protocol' | 'serverName' | 'kind'>): string {
  const name = serverName ?? to.host;
  return `${kind === 'own' ? '' : `${kind}: `}${originText(from)} to ${name === null ? '' : `${name} at `}${to.address}:${to.port} (${protocol}${serverName === null && protocol === 'tls' ? ' without server name' : ''})`;
}
