import { PlannedCell } from '../planned-cell';
import { flowText, Footnotes } from './flow-text';
import { groupFindings } from './grouped-findings';
import { headline, noProxyLines, targetSummaries } from './view';

/** The plan for a review: what a pull request or wiki shows. */
export function markdownOf(cells: readonly PlannedCell[]): string {
  return cells.map(cellMarkdown).join('\n');
}

function cellMarkdown(planned: PlannedCell): string {
  const { findings, notRendered } = groupFindings(planned.document.findings);
  const about = (entries: readonly string[]) => entries.map(code).join(', ');
  const notes = new Footnotes();
  const flows = planned.cell.plan.flows.map((flow) => {
    const { id, from, to, ports, evidence, reasons } = flowText(flow, notes);
    return [code(id), flow.direction, from.map(code).join('<br>'), to.map(code).join('<br>'), ports, evidence, reasons.map(escape).join('<br>')];
  });
  return [
    `# ${escape(headline(planned))}`, '',
    '## Flows', '',
    ...table(['flow', 'direction', 'from', 'to', 'ports', 'evidence', 'reasons'], flows), '',
    ...notes.all.map((note) => `- ${escape(note)}`), '',
    ...noProxyLines(planned).flatMap((value) => ['## NO_PROXY of pods', '', code(value), '']),
    '## Findings', '',
    ...(findings.length === 0 ? ['None.'] : table(['code', 'severity', 'finding', 'flows', 'remedy or acceptance'], findings.map((group) => [
      group.code, group.severity, escape(group.message), about(group.about), group.accepted === null ? escape(group.remedy) : `accepted: ${escape(group.accepted)}`,
    ]))), '',
    ...(notRendered.length === 0 ? [] : [
      '## Not rendered yet', '', ...notRendered.map(({ about: paths, message, remedy }) => `- ${about(paths)}: ${escape(message)}; ${escape(remedy)}`), '',
    ]),
    '## Targets', '',
    ...table(['target', 'rules', 'of them not exact'], targetSummaries(planned).map(({ target, rules, inexact }) => [code(target), `${rules}`, `${inexact}`])), '',
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
}

/** Text that no renderer of Markdown takes for markup, a mention or a link. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('@', '&#64;')
    .replace(/[\\`*_{}[\]()#~|!]/g, '\\$&').replaceAll('://', '&#58;//').replace(/www\./gi, (www) => `${www.slice(0, 3)}&#46;`);
}

/** Hosts, ids and paths, which hold neither backticks nor pipes. */
function code(text: string): string {
  return `\`${text}\``;
}
