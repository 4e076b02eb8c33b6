// docs/errors.md from the catalogue of problem kinds.
const GROUPS = {
  1: 'One value of a definition', 2: 'Files', 3: 'Several values together', 4: 'Targets', 5: 'Findings',
  6: 'Objects of a chart, at synth', 7: 'What is verified', 9: 'Use and environment',
};

export function errorsMarkdown(kinds) {
  const all = Object.values(kinds).sort((a, b) => (a.code < b.code ? -1 : 1));
  const lines = ['# Problems and findings', '', 'Generated from `src/errors/catalogue.ts` by `npm run docs`.', '',
    'A problem reads `CODE path must <rule>, got: <value>; <way out>`. Errors stop; warnings and infos are findings: they show in the plan and never change the exit code, except warnings with `--strict`.',
    '', 'Codes 6xx are about objects of a cdk8s chart, ours and the user\'s own. Errors stop `app.synth()`, warnings are emitted as warnings of the process. The annotation `galley.istio.io/analyze-suppress` on an object',
    'accepts its problems: by code (`EIC625`), or, for warnings, also by the code of Istio (`IST0134`) or `*`.',
    '', '## Risks that can be accepted', '', '| `accept[].risk` | finding |', '|---|---|',
    ...all.filter(({ risk }) => risk).map(({ code, title, risk }) => `| \`${risk}\` | [${code}](#${code.toLowerCase()}) ${title} |`)];
  for (const [group, title] of Object.entries(GROUPS)) {
    lines.push('', `## ${title}`);
    for (const kind of all.filter(({ code }) => code[3] === group)) {
      lines.push('', `### <a id="${kind.code.toLowerCase()}"></a>${kind.code}: ${kind.title}`, '', `${kind.severity}. ${kind.explanation}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
