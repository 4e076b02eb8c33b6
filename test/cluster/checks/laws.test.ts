import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { authorizationPolicy, CONTEXT, deployment, found, gateway, Manifest, peerAuthentication, problems, service, serviceEntry, sidecar, tcp, tls, virtualService } from './objects';
import { checkManifests } from '../../../src/cluster/checks';
import { KINDS, ProblemKind } from '../../../src/errors';
import { readRepositoryFile } from '../../support/scripts';

const codes = Object.values(KINDS as Record<string, ProblemKind>).map(({ code }) => code).filter((code) => code.startsWith('EIC6'));

/** Objects that are in each other's way in many ways. */
const crowd: readonly Manifest[] = [
  ...['a', 'b', 'c'].flatMap((name) => [
    tcp(`egress/${name}`, `${name}.example`, 5432), tls(`egress/t-${name}`, [`*.${name}.example`], { resolution: name === 'a' ? 'NONE' : 'DYNAMIC_DNS' }), tls(`x/${name}`, ['same.example'], { resolution: name === 'a' ? 'NONE' : 'DNS' }),
    sidecar(`app/${name}`, { workloadSelector: { labels: { app: name === 'c' ? 'b' : name } }, egress: [{ hosts: ['egress/*', `x/${name}.example`] }] }), deployment(`app/${name}`),
    service(`app/${name}`, { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] }), authorizationPolicy(`app/${name}`, { rules: [{ to: [{ operation: { ports: ['80'] } }] }] }),
    gateway(`app/${name}`, { selector: { app: 'x' }, servers: [{ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['h.example'], tls: { mode: 'SIMPLE', credentialName: 'c' } }] }),
    virtualService(`app/${name}`, { hosts: ['h.example'], http: [{ route: [{ destination: { host: 'a', port: { number: 8080 } } }] }] }),
    peerAuthentication(`istio-system/${name}`, { selector: { matchLabels: { app: name } }, mtls: { mode: 'STRICT' } }),
  ]),
];

test('the crowd is one', () => {
  expect(new Set(found(crowd).map((text) => text.slice(0, 6)))).toEqual(new Set(['EIC613', 'EIC621', 'EIC623', 'EIC630', 'EIC631', 'EIC633', 'EIC634', 'EIC635', 'EIC642', 'EIC653']));
});

test('the order of the objects changes nothing', () => {
  const all = problems(crowd);
  fc.assert(fc.property(fc.shuffledSubarray([...crowd], { minLength: crowd.length }), (shuffled) => { expect(problems(shuffled)).toEqual(all); }), { numRuns: 50 });
});

test('an object more never silences an error about others', () => {
  fc.assert(fc.property(fc.shuffledSubarray([...crowd]), (some) => {
    const before = problems(some).filter(({ severity, code }) => severity === 'error' && code !== 'EIC621' && code !== 'EIC623').map(({ code, path }) => `${code} ${path}`);
    const after = problems([...some, tls('other/more', ['more.example'])]).map(({ code, path }) => `${code} ${path}`);
    for (const text of before) expect(after).toContain(text);
  }), { numRuns: 50 });
});

test('messages read must …, got: …; way out, and are printable whatever the names', () => {
  const hostile = '\u202eevil"; drop\n${x}';
  const named = [
    ...crowd, tls(`egress/${hostile}`, ['*.a.example'], { resolution: 'DYNAMIC_DNS', exportTo: [hostile] }), sidecar(`app/${hostile}`, { workloadSelector: { labels: { app: 'a' } }, egress: [{ hosts: [`${hostile}/x`] }] }),
    deployment('app/z', { annotations: { 'sidecar.istio.io/inject': hostile } }), serviceEntry(`${hostile}/e`, { hosts: [hostile, 'x'.repeat(1e5)], resolution: hostile, ports: [{ number: 1, name: hostile, protocol: hostile }] }),
  ];
  const all = problems(named);
  expect(all.length).toBeGreaterThan(problems(crowd).length);
  for (const { message, path, docs, code } of all) {
    expect(message).toMatch(/^must .+, got: .+; .+$/);
    expect(`${message}${path}`).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(message.length).toBeLessThan(1000);
    expect(docs).toBe(`docs/errors.md#${code.toLowerCase()}`);
  }
});

test('5,000 objects are checked, those in each other\'s way are found', () => {
  const many = Array.from({ length: 625 }, (_, index) => [
    tls(`egress/t${index}`, [`t${index}.example`, `*.w${index}.example`], { resolution: 'NONE' }),
    tcp(`egress/d${index}`, `d${index}.example`, 5432, { addresses: [`10.${Math.floor(index / 256)}.${index % 256}.1`] }),
    sidecar(`app/s${index}`, { workloadSelector: { labels: { app: `a${index}` } }, egress: [{ hosts: ['egress/*.example', `egress/t${index}.example`] }] }),
    deployment(`app/a${index}`), service(`app/a${index}`, { selector: { app: `a${index}` }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
    authorizationPolicy(`app/p${index}`, { selector: { matchLabels: { app: `a${index}` } }, rules: [{ to: [{ operation: { ports: ['8080'] } }] }] }),
    virtualService(`app/v${index}`, { hosts: [`v${index}.example`], http: [{ route: [{ destination: { host: `a${index}`, port: { number: 80 } } }] }] }),
    gateway(`app/g${index}`, { selector: { app: `a${index}` }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [`v${index}.example`] }] }),
  ]).flat();
  expect(many.length).toBe(5000);
  expect(found(many)).toEqual([]);
  expect(found([...many, tcp('egress/more', 'more.example', 5432, { addresses: ['10.0.7.1'] }), sidecar('app/more', { workloadSelector: { labels: { app: 'a7' } }, egress: [{ hosts: ['~/*'] }] })]))
    .toEqual(['EIC621 ServiceEntry egress/more spec.addresses[0]', 'EIC630 Sidecar app/s7 spec.workloadSelector']);
}, 60_000);

test('every code has a row in these tests and a line in the README', () => {
  const tests = readdirSync(__dirname).filter((file) => /^(istiod|traps|analyzers|istio-version)\.test\.ts$/.test(file)).map((file) => readFileSync(join(__dirname, file), 'utf8')).join('');
  const readme = readRepositoryFile('src/cluster/checks/README.md').replace(/EIC(\d+)–EIC(\d+)/g, (_, first: string, last: string) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (__, index) => `EIC${Number(first) + index}`).join(' '));
  expect(codes.filter((code) => !tests.includes(code))).toEqual([]);
  expect(codes.filter((code) => !readme.includes(code))).toEqual([]);
  expect([...readme.matchAll(/EIC\d+/g)].map(([code]) => code).filter((code) => !codes.includes(code))).toEqual([]);
});

test('a manifest without a construct is named by kind, namespace and name', () => {
  expect(checkManifests([{ manifest: tcp('app/a', 'a.example', 1, { resolution: 'NONE' }) }], [CONTEXT])[0]!.construct).toBe('ServiceEntry app/a');
  expect(checkManifests([{ manifest: tcp('app/a', 'a.example', 1, { resolution: 'NONE' }), construct: 'edge/A' }], [CONTEXT])[0]!.construct).toBe('edge/A');
});
