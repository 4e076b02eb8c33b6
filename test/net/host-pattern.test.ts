import * as fc from 'fast-check';
import { HostPattern } from '../../src/net';
import { codesOf } from '../support/cells';

const LABELS = /labels of letters, digits and hyphens/;

describe('taken', () => {
  test.each([
    ['acme.example', 'acme.example'],
    ['*.acme.example', '*.acme.example'],
    ['EIC.Acme.Example', 'eic.acme.example'],
    ['*.AMAZONAWS.COM', '*.amazonaws.com'],
    ['a-b.c--d.example', 'a-b.c--d.example'],
    ['1.2.3.4.example', '1.2.3.4.example'],
    ['0x7f.example', '0x7f.example'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['*.MÜNCHEN.example', '*.xn--mnchen-3ya.example'],
    ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
    ['XN--MNCHEN-3YA.example', 'xn--mnchen-3ya.example'],
    ['faß.example', 'xn--fa-hia.example'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
    ['acme。example', 'acme.example'],
    ['*.blob.core.windows.net', '*.blob.core.windows.net'],
    ['*.s3.eu-central-1.amazonaws.com', '*.s3.eu-central-1.amazonaws.com'],
    ['*.github.io', '*.github.io'],
    ['svc-1.acme.example', 'svc-1.acme.example'],
    ['pod.acme.example', 'pod.acme.example'],
    ['localhost.acme.example', 'localhost.acme.example'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
    [`${`${'a'.repeat(48)}.`.repeat(5)}example1`, `${`${'a'.repeat(48)}.`.repeat(5)}example1`],
  ])('%s as %s', (text, canonical) => {
    expect(HostPattern.refusal(text)).toBeUndefined();
    expect(HostPattern.of(text).toString()).toBe(canonical);
  });
});

describe('refused', () => {
  test.each<[string, RegExp]>([
    ['', /not be empty/],
    ['*', /\* would allow every host/],
    ['*.', /\* would allow every host/],
    ['*.com', /not over a top-level domain/],
    ['*.example', /not over a top-level domain/],
    ['*.co.uk', /wildcard over the public suffix co\.uk/],
    ['*.com.br', /public suffix com\.br/],
    ['*.foo.ck', /public suffix foo\.ck/],
    ['*.xn--55qx5d.cn', /public suffix/],
    ['*.公司.cn', /public suffix/],
    ['a*.acme.example', /whole first label/],
    ['*a.acme.example', /whole first label/],
    ['**.acme.example', /whole first label/],
    ['a.*.example', /whole first label/],
    ['*.*.acme.example', /whole first label/],
    ['＊.acme.example', LABELS],
    ['com', /two labels or more/],
    ['intranet', /two labels or more/],
    ['localhost', /not be localhost/],
    ['LOCALHOST', /not be localhost/],
    ['a.localhost', /not be localhost/],
    ['*.localhost', /not be localhost/],
    ['policyengine.edge-icell.svc', /not be a name inside a cluster/],
    ['policyengine.edge-icell.svc.cluster.local', /not be a name inside a cluster/],
    ['*.svc.acme.example', /not be a name inside a cluster/],
    ['a.svc.acme.example', /not be a name inside a cluster/],
    ['*.cluster.local', /not be a name inside a cluster/],
    ['10-1-2-3.ns.pod.cluster.local', /not be a name inside a cluster/],
    ['metadata.google.internal', /metadata/],
    ['METADATA.google.internal', /metadata/],
    ['*.google.internal', /metadata/],
    ['*.metadata.google.internal', /metadata/],
    ['metadata.goog', /metadata/],
    ['instance-data.ec2.internal', /metadata/],
    ['169.254.169.254', /give IP addresses under addresses/],
    ['10.0.0.1', /give IP addresses under addresses/],
    ['*.10.0.0.1', /give IP addresses under addresses/],
    ['10.0.0.0/8', /give IP addresses under addresses/],
    ['0177.0.0.1', /give IP addresses under addresses/],
    ['999.1.1.1', /give IP addresses under addresses/],
    ['0x7f.0.0.1', /IP addresses go under addresses/],
    ['0x7f000001', /IP addresses go under addresses/],
    ['0x7f.0x0.0x0.0x1', /IP addresses go under addresses/],
    ['127.1', /IP addresses go under addresses/],
    ['2130706433', /IP addresses go under addresses/],
    ['a.0x', /IP addresses go under addresses/],
    ['acme.1', /IP addresses go under addresses/],
    ['１２７.0.0.1', /IP addresses go under addresses/],
    ['[::1]', /give IP addresses under addresses/],
    ['::1', /give IP addresses under addresses/],
    ['fe80::1', /give IP addresses under addresses/],
    ['2001:db8::1', /give IP addresses under addresses/],
    ['acme.example:443', /without port/],
    ['*.acme.example:443', /without port/],
    ['https://acme.example', /without scheme/],
    ['HTTPS://acme.example/x', /without scheme/],
    ['acme.example/path', /without path, query or user/],
    ['acme.example?x', /without path, query or user/],
    ['acme.example#x', /without path, query or user/],
    ['user@acme.example', /without path, query or user/],
    ['acme\\example.com', /without path, query or user/],
    ['acme example.com', /without spaces/],
    [' acme.example', /without spaces/],
    ['acme.example.', /trailing dot/],
    ['*.acme.example.', /trailing dot/],
    ['acme.example。', LABELS],
    ['.acme.example', LABELS],
    ['acme..example', LABELS],
    ['-acme.example', LABELS],
    ['acme-.example', LABELS],
    ['ac_me.example', LABELS],
    ['acme,evil.example', LABELS],
    ['acme.example"; drop', /without spaces/],
    ['"acme.example"', LABELS],
    ['acme.example;', LABELS],
    ['<script>.example', LABELS],
    ['ü%2eevil.example', LABELS],
    ['ü_.example', LABELS],
    ['xn--a.example', /internationalised name/],
    [`${'a'.repeat(64)}.example`, LABELS],
    [`${'a.'.repeat(124)}example`, /at most 253 characters/],
    ['ü'.repeat(100_000), /at most 253 characters/],
    ['${var.host}.example', /without tokens/],
    ['${TfToken[TOKEN.7]}', /without tokens/],
    ['%{ if true }acme.example', /without tokens/],
    ['#{acme}.example', /without tokens/],
    ['acme\0.example', /visible characters/],
    ['acme\n.example', /visible characters/],
    ['acme\r.example', /visible characters/],
    ['\u202eacme.example', /visible characters/],
    ['ac\u00adme.example', /visible characters/],
    ['ac\u200dme.example', /visible characters/],
  ])('%p', (text, rule) => {
    expect(HostPattern.refusal(text)).toMatch(rule);
    expect(codesOf(() => HostPattern.of(text))).toEqual([/tokens/.test(rule.source) ? 'EIC110 ' : 'EIC106 ']);
  });

  test.each<[unknown]>([[undefined], [null], [7], [-8.109562212591379e298], [{}], [['a.b']], [{ resolve: () => 'a.b' }]])('%p, which is no text', (value) => {
    expect(codesOf(() => HostPattern.of(value as string))[0]).toMatch(/^EIC1(06|10) $/);
  });
});

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/);
const name = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => [...labels, 'acme', 'example'].join('.'));
const pattern = fc.tuple(fc.boolean(), fc.constantFrom('acme.example', 'b.acme.example', 'a.b.acme.example', 'xacme.example', 'other.example'))
  .map(([wildcard, base]) => HostPattern.of(wildcard ? `*.${base}` : base));
const host = fc.constantFrom('acme.example', 'b.acme.example', 'a.b.acme.example', 'z.a.b.acme.example', 'xacme.example', 'z.xacme.example', 'other.example', 'example');
const upper = (text: string, mask: number) => [...text].map((char, index) => (Math.floor(mask / 2 ** (index % 30)) % 2 === 1 ? char.toUpperCase() : char)).join('');

describe('laws', () => {
  test('*.x matches one or more labels in front of x', () => {
    fc.assert(fc.property(name, fc.array(label, { minLength: 1, maxLength: 4 }), (base, labels) => {
      expect(HostPattern.of(`*.${base}`).matches(`${labels.join('.')}.${base}`)).toBe(true);
    }));
  });

  test('*.x never matches x, nor a name that ends with the letters of x, nor what x is below of', () => {
    fc.assert(fc.property(name, label, (base, evil) => {
      const wildcard = HostPattern.of(`*.${base}`);
      for (const other of [base, `${evil}${base}`, `.${base}`, base.slice(base.indexOf('.') + 1), `${base}.${evil}`, `a.${base}.`]) expect(wildcard.matches(other)).toBe(false);
    }));
  });

  test('an exact host matches itself only', () => {
    fc.assert(fc.property(name, label, (exact, other) => {
      expect(HostPattern.of(exact).matches(exact)).toBe(true);
      for (const text of [`${other}.${exact}`, `${other}${exact}`, `${exact}.${other}`, `*.${exact}`]) expect(HostPattern.of(exact).matches(text)).toBe(false);
    }));
  });

  test('case does not matter', () => {
    fc.assert(fc.property(name, fc.nat(), fc.nat(), (base, a, b) => {
      expect(HostPattern.of(upper(base, a)).toString()).toBe(base);
      expect(HostPattern.of(upper(`*.${base}`, a)).matches(upper(`x.${base}`, b))).toBe(true);
    }));
  });

  test('when a covers b, a matches what b matches', () => {
    fc.assert(fc.property(pattern, pattern, host, (a, b, text) => {
      fc.pre(a.covers(b) && b.matches(text));
      expect(a.matches(text)).toBe(true);
    }));
  });

  test('when a does not cover b, there is a host that b matches and a does not', () => {
    fc.assert(fc.property(pattern, pattern, (a, b) => {
      const witness = b.wildcard ? `zzz.${b.name}` : b.name;
      expect(b.matches(witness)).toBe(true);
      expect(a.covers(b)).toBe(a.matches(witness));
    }));
  });

  test('covers is an order: of itself, and transitive; both ways only of equals', () => {
    fc.assert(fc.property(pattern, pattern, pattern, (a, b, c) => {
      expect(a.covers(a)).toBe(true);
      if (a.covers(b) && b.covers(c)) expect(a.covers(c)).toBe(true);
      if (a.covers(b) && b.covers(a)) expect(a.toString()).toBe(b.toString());
    }));
  });

  test('reading what was written changes nothing', () => {
    const text = fc.oneof(name, name.map((base) => `*.${base}`), fc.string({ unit: 'grapheme' }).map((part) => `${part}.example`), fc.webUrl().map((url) => new URL(url).hostname));
    fc.assert(fc.property(text, (given) => {
      fc.pre(HostPattern.refusal(given) === undefined);
      const canonical = HostPattern.of(given).toString();
      expect(HostPattern.of(canonical).toString()).toBe(canonical);
      expect(JSON.stringify(HostPattern.of(canonical))).toBe(`"${canonical}"`);
      expect(canonical).toMatch(/^(\*\.)?[a-z0-9.-]+$/);
    }));
  });

  test('no text makes it throw anything but a ValidationError, with the rule that refusal gives', () => {
    const hostile = fc.string({ unit: fc.constantFrom('*', '.', 'a', 'é', '%', '2', 'e', '{', '$', ':', '/', '[', ']', '0', 'x', '。', 'ß', 'xn--', '\u202e', '\0', '\ud800', '-') });
    fc.assert(fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
      const rule = HostPattern.refusal(text);
      if (rule === undefined) expect(HostPattern.of(text).toString()).toMatch(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/);
      else expect(codesOf(() => HostPattern.of(text))).toHaveLength(1);
    }), { numRuns: 500 });
  });
});
