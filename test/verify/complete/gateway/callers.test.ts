import { verify } from '../../../../src/verify';
import type { ReadOutput } from '../../../../src/verify/read';
import { matrixCells, modelOf } from '../../../conformance/matrix';
import { renderedCell } from '../../support/rendered-cell';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields are changed as they stand in files
type Loose = any;

const cell = modelOf(matrixCells().find(({ name }) => name === 'gateway: own names')!);
const read = renderedCell(cell);

function found(change: (output: Loose) => void): string[] {
  const output: Loose = structuredClone(read);
  change(output);
  return verify(cell, output as ReadOutput).problems.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`);
}
const spec = (output: Loose, name: string): Loose => output.objects.find(({ id }: Loose) => id === `AuthorizationPolicy acme-egress/eic-rich-${name}`).value.spec;

test('a gateway as the definition has it serves those alone that it names', () => expect(found(() => undefined)).toEqual([]));

const ACCOUNTS = 'acme-accounts-ondemand-com-443';
const OF_ONE = 'any-amazonaws-com-443';
test.each<[string, (output: Loose) => void, RegExp]>([
  ['callers that nobody names', (output) => { delete spec(output, ACCOUNTS).rules[0].from; }, /^EIC727 must name accounts or namespaces/],
  ['a source without name', (output) => { spec(output, OF_ONE).rules[0].from[0].source = {}; }, /^EIC727 must name accounts or namespaces/],
  ['no port', (output) => { delete spec(output, ACCOUNTS).rules[0].to; }, /^EIC727 must name the port of the gateway/],
  ['no server name', (output) => { delete spec(output, ACCOUNTS).rules[0].when; }, /^EIC727 must name the server name/],
  ['a condition without values', (output) => { spec(output, ACCOUNTS).rules[0].when[0].values = []; }, /^EIC727 must name the server name/],
  ['all pods of the namespace', (output) => { delete spec(output, ACCOUNTS).selector; }, /^EIC727 must be for the pods of the gateway/],
  ['half of the labels', (output) => { delete spec(output, ACCOUNTS).selector.matchLabels.istio; }, /^EIC727 must be for the pods of the gateway/],
  ['no rules', (output) => { delete spec(output, ACCOUNTS).rules; }, /^EIC727 must say who is allowed/],
  ['no policy that allows nothing', (output) => { output.objects = output.objects.filter(({ id }: Loose) => !id.endsWith('eic-rich-nothing')); }, /^EIC727 must have the AuthorizationPolicy that allows nothing in acme-egress/],
  ['an account of another namespace', (output) => { spec(output, ACCOUNTS).rules[0].from.push({ source: { namespaces: ['edge-icell-ela'] } }); }, /^EIC725 .*cluster\.local\/ns\/edge-icell-ela\/sa\/.* at the egress gateway for acme\.accounts\.ondemand\.com:443/],
  ['a whole namespace in place of an account', (output) => { spec(output, OF_ONE).rules[0].from = [{ source: { namespaces: ['edge-icell'] } }]; }, /^EIC725 .*cluster\.local\/ns\/edge-icell\/sa\/.* at the egress gateway for .*amazonaws\.com:443/],
  ['everybody with an identity', (output) => { spec(output, OF_ONE).rules[0].from = [{ source: { principals: ['*'] } }]; }, /^EIC725 .* and \d+ more at the egress gateway/],
  ['the server name of another destination', (output) => { spec(output, ACCOUNTS).rules[0].when[0].values.push('any-amazonaws-com.acme-egress.internal'); }, /^EIC725 .*amazonaws\.com:443/],
])('%s: noticed', (_, change, message) => {
  expect(found(change).filter((text) => message.test(text))).not.toEqual([]);
});
