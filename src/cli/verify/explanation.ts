import { escapeUnprintable } from '../../errors';
import { Explanation } from '../../verify';
import { coloursFor, Io } from '../io';

/** One answer for people: the question, each layer with the rule that decides, and what it all comes to. */
export async function explanationText(answer: Explanation, { stdout, env }: Io): Promise<string> {
  const colours = await coloursFor(stdout, env);
  const paint = { 'allow': colours.green, 'deny': colours.red, 'cannot-see': colours.yellow, 'unknown': colours.magenta, 'absent': colours.dim, 'residual': colours.yellow } as const;
  const { from, to, protocol, serverName, verdict, permittedBy, residual, expected } = answer;
  const origin = from.nodes === true ? 'nodes' : `${from.namespace}/${from.component}`;
  const layers = answer.layers.filter((layer) => layer.verdict !== 'absent' || /^(sidecar|network-policy|firewall)/.test(layer.layer));
  const width = Math.max(...layers.map(({ layer }) => layer.length), 0);
  const lines = [
    `${origin} to ${to.host ?? to.address}:${to.port}, ${protocol}${serverName === null ? '' : ` for ${serverName}`}${to.host === null ? '' : ` at ${to.address}`}`,
    permittedBy === null ? 'plan: not permitted' : `plan: permitted by ${permittedBy}`,
    ...layers.flatMap(({ layer, verdict: word, code, text, rule }) => [
      `  ${layer.padEnd(width)}  ${paint[word](word.padEnd('cannot-see'.length))}  ${text} [${code}]`,
      ...(rule === null ? [] : [`  ${' '.repeat(width)}  ${' '.repeat('cannot-see'.length)}  ${rule.object}${rule.path === '' ? '' : ` ${rule.path}`} in ${rule.file}`]),
    ]),
    `${paint[verdict](verdict)}${verdict === expected ? ', as the plan says' : residual === null ? `; the plan says ${expected}` : `: ${residual.text}`}${residual?.accepted === null || residual === null ? '' : ` (accepted: ${residual.accepted})`}`,
  ];
  return `${lines.map((line) => line.split(/(\u001b\[\d+m)/).map((part, index) => (index % 2 === 1 ? part : escapeUnprintable(part))).join('')).join('\n')}\n`;
}
