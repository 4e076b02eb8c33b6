// docs/verdicts.md from the codes of the evaluators.

/** A layer's codes come with the name of its folder; within a layer they stand as the layer orders them. */
export function verdictsMarkdown(tables) {
  const lines = ['# Verdicts', '', 'Generated from `src/verify/*/codes.ts` by `npm run docs`.', '',
    'Every verdict of a layer (`eic explain`, `eic verify --json`) has a code that does not change: the kind of the layer, and the reason. Besides `allow` and `deny` a layer may say `cannot-see`: it',
    'does not look at what the question is about; `absent`: it is not on the way, or nothing enforces it; `unknown`: something that could decide was not understood.'];
  for (const { folder, codes } of [...tables].sort((a, b) => (a.folder < b.folder ? -1 : 1))) {
    lines.push('', `## ${folder}`, '', '| code | meaning |', '|---|---|', ...Object.entries(codes).map(([code, text]) => `| \`${code}\` | ${text.replaceAll('|', '\\|')} |`));
  }
  return `${lines.join('\n')}\n`;
}
