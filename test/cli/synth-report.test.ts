import { PassThrough } from 'node:stream';
import { CellReport, reportJson, reportText, snippetsOf } from '../../src/cli/synth/report';

const SNIPPET = 'resource "x" "y" {\n  arn = "\u202eabc"\n}\n';
const report: CellReport = { cell: 'plant', files: [], findings: [], snippets: { hub: SNIPPET } };
const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough(), env: {} };

test('snippets are what targets give, by target', () => {
  const compiled = { rows: [], problems: [], findings: [] };
  expect(snippetsOf({ cluster: compiled, hub: { ...compiled, snippet: SNIPPET } })).toEqual({ hub: SNIPPET });
});

test('are printed for people, line by line and with nothing hidden', async () => {
  const text = await reportText([report, { ...report, cell: 'other', snippets: {} }], 'out', io);
  expect(text).toContain('\nplant/hub: to be put into configuration that is not ours\nresource "x" "y" {\n  arn = "\\u202eabc"\n}\n');
  expect(text).not.toContain('other/');
});

test('are in the report for machines as they are', () => {
  expect(JSON.parse(reportJson([report]))).toMatchObject({ cells: [{ cell: 'plant', snippets: { hub: SNIPPET } }] });
});
