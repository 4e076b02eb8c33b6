import fc from 'fast-check';
import { escapeTerraform, escapeTerraformData } from '../../src/terraform/escape';

/** What Terraform makes of a template without other expressions than our empty one (HCL's template grammar, checked with terraform 1.11). */
function evaluated(template: string): string {
  return template.replace(/\$\{""\}|\$\$\{|%%\{/g, (part) => (part === '${""}' ? '' : part.slice(1)));
}

/** Does it still hold something that Terraform would evaluate, besides our empty expression? */
function holdsExpression(template: string): boolean {
  return /[$%]\{/.test(template.replace(/\$\{""\}|\$\$\{|%%\{/g, ' '));
}

const hostile = fc.array(fc.constantFrom(
  '${', '%{', '}', '$', '%', '{', '#{', '"', '\\', '~', 'TfToken[', 'TOKEN.0', ']}', 'tftoken[', '-8.109562212591379e+298', '1e300', 'e', ' ', 'a', '\u{1F600}',
), { maxLength: 12 }).map((parts) => parts.join(''));

it.each([
  ['plain text', 'sftp.acme.example', 'sftp.acme.example'],
  ['an expression', '${file("/etc/passwd")}', '$${file("/etc/passwd")}'],
  ['a directive', '%{ if true }x%{ endif }', '%%{ if true }x%%{ endif }'],
  ['text that is escaped already', '$${x}', '$$${x}'],
  ['single signs', '100% of $5 {x}', '100% of $5 {x}'],
  ['a token of the CDK', '${TfToken[TOKEN.0]}', '$${Tf${""}Token[TOKEN.0]}'],
  ['a token of the CDK in a list', '#{TfToken[TOKEN.0]}', '#{Tf${""}Token[TOKEN.0]}'],
  ['a number that stands for a token', '-8.109562212591379e+298', '-8.109562212591379${""}e+298'],
  ['an ordinary number', '1.5e+2', '1.5e+2'],
])('escapes %s', (_, text, expected) => {
  expect(escapeTerraform(text)).toBe(expected);
});

it('evaluates to the text, whatever it is', () => {
  fc.assert(fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })).filter((text) => !text.includes('${""}')), (text) => {
    expect(evaluated(escapeTerraform(text))).toBe(text);
  }), { numRuns: 500 });
});

it('leaves nothing that Terraform or the CDK would evaluate', () => {
  fc.assert(fc.property(hostile, (text) => {
    expect(holdsExpression(escapeTerraform(text))).toBe(false);
    expect(escapeTerraform(text)).not.toMatch(/TfToken\[|\de\+?\d{3}/i);
  }), { numRuns: 500 });
});

it('escapes every text in data, and nothing else', () => {
  expect(escapeTerraformData({ 'a': ['${x}', 5, { b: '%{y}', c: true, d: null }], '${key}': undefined })).toEqual(
    { 'a': ['$${x}', 5, { b: '%%{y}', c: true, d: null }], '${key}': undefined });
});
