// docs/verdicts.md from the codes of the evaluators, what layers see, and what stays open.

const cell = (text) => String(text).replaceAll('|', '\\|');
const NAMES = { no: 'no', web: 'of HTTP, and of TLS on flows of web protocols', tls: 'of TLS and HTTP' };
const ADDRESSES = { no: 'no', declared: 'declared ones', exact: 'of exact hosts', resolved: 'those that DNS gives for allowed names', all: 'yes' };
const yes = (value) => (value ? 'yes' : 'no');

/** The table of `SIGHTS`: what each kind of layer looks at. */
function sightLines(sights) {
  return ['', '## Who sees what', '', 'A neighbour of a flow must be denied by every layer on its way that sees in what it differs. Where none does, it is `residual`, with one of the reasons below. Ports are seen by all.', '',
    '| layer | names | addresses | component | UDP | source |', '|---|---|---|---|---|---|',
    ...Object.entries(sights).map(([kind, { name, address, component, udp, source }]) => `| ${kind} | ${NAMES[name]} | ${ADDRESSES[address]} | ${yes(component)} | ${yes(udp)} | ${cell(source)} |`)];
}

/** The table of `RESIDUALS`: why a neighbour stays open. */
function residualLines(residuals) {
  return ['', '## Residual', '', '| code | why it stays open | `accept[].risk` |', '|---|---|---|',
    ...Object.values(residuals).map(({ code, text, risk }) => `| \`${code}\` | ${cell(`${text[0].toUpperCase()}${text.slice(1)}`)}. | ${risk === undefined ? '' : `\`${risk}\``} |`)];
}

/** A layer's codes come with the name of its folder; within a layer they stand as the layer orders them. */
export function verdictsMarkdown(tables, sights, residuals) {
  const lines = ['# Verdicts', '', 'Generated from `src/verify/*/codes.ts`, `sight.ts` and `residuals.ts` by `npm run docs`.', '',
    'Every verdict of a layer (`eic explain`, `eic verify --json`) has a code that does not change: the kind of the layer, and the reason. Besides `allow` and `deny` a layer may say `cannot-see`: it',
    'does not look at what the question is about; `absent`: it is not on the way, or nothing enforces it; `unknown`: something that could decide was not understood.',
    ...sightLines(sights), ...residualLines(residuals)];
  for (const { folder, codes } of [...tables].sort((a, b) => (a.folder < b.folder ? -1 : 1))) {
    lines.push('', `## ${folder}`, '', '| code | meaning |', '|---|---|', ...Object.entries(codes).filter(([code]) => !code.startsWith('residual/')).map(([code, text]) => `| \`${code}\` | ${text.replaceAll('|', '\\|')} |`));
  }
  return `${lines.join('\n')}\n`;
}
