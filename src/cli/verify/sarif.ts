import { relative, sep } from 'node:path';
import { KINDS, Problem, ProblemKind } from '../../errors';
import { packageVersion } from '../../plan/connectivity-plan';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/** Problems as SARIF 2.1.0, which code review of GitHub, Azure DevOps and others shows beside the lines. */
export function sarifOf(problems: readonly Problem[]): string {
  const kinds = Object.values(KINDS as Record<string, ProblemKind>);
  const codes = [...new Set(problems.map(({ code }) => code))].sort();
  const rules = codes.map((code) => {
    const kind = kinds.find((one) => one.code === code)!;
    return {
      id: code, name: kind.title.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? ''), shortDescription: { text: kind.title },
      fullDescription: { text: kind.explanation }, defaultConfiguration: { level: LEVELS[kind.severity] },
    };
  });
  const results = problems.map((problem) => ({
    ruleId: problem.code,
    ruleIndex: codes.indexOf(problem.code),
    level: LEVELS[problem.severity],
    message: { text: `${problem.path === '' ? '' : `${problem.path}: `}${problem.message}` },
    ...(problem.file === undefined ? {} : {
      locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(problem.file) }, region: regionOf(problem) } }],
    }),
    partialFingerprints: { problem: `${problem.code} ${problem.path} ${problem.message}` },
  }));
  return `${JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0',
    runs: [{ tool: { driver: { name: 'eic', version: packageVersion(), informationUri: 'https://www.npmjs.com/package/edge-integration-cell', rules } }, columnKind: 'utf16CodeUnits', results }],
  }, null, 2)}\n`;
}

function regionOf({ line = 1, column }: Problem): { readonly startLine: number; readonly startColumn?: number } {
  return { startLine: line, ...(column === undefined ? {} : { startColumn: column }) };
}

/** Relative to the working folder, with slashes, escaped: what review tools resolve. */
function uriOf(file: string): string {
  const path = relative(process.cwd(), file);
  return (path.startsWith('..') || path === '' ? file : path).split(sep).map(encodeURIComponent).join('/');
}
