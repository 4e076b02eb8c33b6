import { spawn } from 'node:child_process';
import { ModuleKind, NewLineKind, ScriptTarget, transpileModule } from 'typescript';
import { Authority, LocalNetwork } from './network';
import { PROGRAM } from '../../../src/cluster/probe/program.generated';
import type { ProbeTarget as Target } from '../../../src/compile/cluster/probe';
import { readRepositoryFile } from '../../support/scripts';

const network = new LocalNetwork();
const home = { address: '127.0.0.1' };
let expected: Authority;
let inspection: Authority;
let agentPort: number;

beforeAll(async () => {
  expected = network.authority('Expected CA');
  inspection = network.authority('Corporate Inspection');
  agentPort = await network.closed();
});
afterAll(() => network.close());

let files = 0;

/** Runs the real program on the local network. */
async function probe(mustPass: readonly Target[], mustFail: readonly Target[] = [], more: object = {}): Promise<{ code: number | null; lines: string[]; errors: string }> {
  files += 1;
  const script = network.file(`probe${files}.js`, PROGRAM);
  const targets = network.file(`targets${files}.json`, JSON.stringify({
    cell: 'plant', namespace: 'edge-icell', scope: 'pods of edge-icell that no component names', timeout: 400, settle: 600, agent: { ready: agentPort, quit: agentPort },
    authorities: expected.certificate, mustPass, mustFail, notTried: [], ...more,
  }));
  return run([script, targets]);
}

function run(args: readonly string[]): Promise<{ code: number | null; lines: string[]; errors: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { env: {} });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => { output += String(chunk); });
    child.stderr.on('data', (chunk) => { errors += String(chunk); });
    child.on('close', (code) => resolve({ code, lines: output.trimEnd().split('\n'), errors }));
  });
}

/** `ok reachable name`, without details. */
const verdicts = (lines: readonly string[]) => lines.flatMap((line) => {
  const [, result, verdict, name] = /^(ok|FAILED) +([a-z -]+?)  +([^:]+): /.exec(line) ?? [];
  return name === undefined ? [] : [`${result} ${verdict} ${name}`];
});
const lineOf = (lines: readonly string[], name: string) => lines.find((line) => line.includes(` ${name}: `)) ?? '';

describe('the program', () => {
  test('as text is that of program.ts: run node scripts/probe.mjs', () => {
    const { outputText } = transpileModule(readRepositoryFile('src/cluster/probe/program.ts'), {
      compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, removeComments: true, newLine: NewLineKind.LineFeed },
    });
    expect(PROGRAM).toBe(outputText.trimEnd());
  });

  test('needs nothing but Node', () => {
    const modules = [...PROGRAM.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name!);
    expect(modules.length).toBeGreaterThan(4);
    expect(modules.filter((name) => !name.startsWith('node:'))).toEqual([]);
  });

  test('all as planned: exit 0, and the log says what that proves', async () => {
    const { code, lines } = await probe(
      [{ name: 'xsuaa', host: 'localhost', port: await network.tls(expected, 'localhost'), check: 'tls' }],
      [{ name: 'foreign-host', ...home, port: await network.closed(), check: 'tls' }], { notTried: [{ name: 'registry', reason: '*.x is a wildcard' }] });
    expect(verdicts(lines)).toEqual(['ok reachable xsuaa', 'ok kept out foreign-host']);
    expect(lineOf(lines, 'xsuaa')).toMatch(/TLSv1\.3, issuer "Expected CA, Test"/);
    expect(lines.slice(-3)).toEqual([
      '-      not tried          registry: *.x is a wildcard',
      'OK: 1 reachable, 1 kept out, 1 not tried',
      'This proves: pods of edge-icell that no component names, without a sidecar, so nothing about the mesh; not the pods of named components, which have permissions of their own.',
    ]);
    expect(code).toBe(0);
  });

  test.each([
    ['another authority: intercepted', async () => ({ ...home, host: 'a.example', port: await network.tls(inspection, 'a.example'), check: 'tls' }), 'intercepted', /issuer "Corporate Inspection, Test", which no trusted authority signed/],
    ['a trusted authority, but not the expected one: intercepted', async () => ({ ...home, host: 'a.example', port: await network.tls(expected, 'a.example'), check: 'tls', issuers: ['SAP SE'] }),
      'intercepted', /issuer "Expected CA, Test", expected "SAP SE"/],
    ['a certificate for another name', async () => ({ ...home, host: 'b.example', port: await network.tls(expected, 'a.example'), check: 'tls' }), 'wrong-certificate', /ERR_TLS_CERT_ALTNAME_INVALID/],
    ['no TLS behind the port', async () => ({ ...home, port: await network.tcp((socket) => socket.end('SSH-2.0-x\r\n')), check: 'tls' }), 'wrong-certificate', /no handshake/],
    ['a closed port', async () => ({ ...home, port: await network.closed(), check: 'tls' }), 'blocked', /ECONNREFUSED/],
    ['silence', async () => ({ ...home, port: await network.tcp(() => undefined), check: 'tls' }), 'blocked', /no answer in time/],
    ['a connection that is closed at once, as by a sidecar', async () => ({ ...home, port: await network.tcp((socket) => socket.destroy()), check: 'tls' }), 'blocked', /./],
    ['a closed port, bare', async () => ({ ...home, port: await network.closed(), check: 'tcp' }), 'blocked', /ECONNREFUSED/],
    ['a name that does not resolve', async () => ({ host: 'nowhere.invalid', port: 443, check: 'tls' }), 'unresolved', /does not resolve/],
    ['a name with other addresses than declared', async () => ({ host: 'localhost', port: await network.tls(expected, 'localhost'), check: 'tls', networks: ['203.0.113.0/24', '2001:db8::/32'] }),
      'unresolved', /none of the declared addresses/],
    ['the sidecar\'s own answer', async () => ({ ...home, port: await network.http(['HTTP/1.1 502 Bad Gateway', 'server: envoy']), check: 'http' }), 'blocked', /the sidecar itself answers/],
  ] as [string, () => Promise<Omit<Target, 'name'>>, string, RegExp][])('must pass: %s', async (_, target, verdict, detail) => {
    const { code, lines } = await probe([{ name: 'xsuaa', ...await target() }]);
    expect(verdicts(lines)).toEqual([`FAILED ${verdict} xsuaa`]);
    expect(lineOf(lines, 'xsuaa')).toMatch(detail);
    expect(lines.at(-2)).toBe(`FAILED: 1 ${verdict}, 0 not tried`);
    expect(code).toBe(1);
  });

  test.each([
    ['TLS by address', async () => ({ ...home, port: await network.tls(expected, 'a.example'), check: 'tls' })],
    ['an issuer that is expected', async () => ({ ...home, host: 'a.example', port: await network.tls(expected, 'a.example'), check: 'tls', issuers: ['Other', 'Expected CA'] })],
    ['a declared address', async () => ({ host: 'localhost', port: await network.tls(expected, 'localhost'), check: 'tls', networks: ['127.0.0.0/8', '::1/128'] })],
    ['HTTP, whatever the status', async () => ({ ...home, host: 'crl.example', port: await network.http(['HTTP/1.1 404 Not Found', 'server: envoy', 'x-envoy-upstream-service-time: 3']), check: 'http' })],
    ['a bare connection', async () => ({ ...home, port: await network.tcp(() => undefined), check: 'tcp' })],
  ] as [string, () => Promise<Omit<Target, 'name'>>][])('must pass, and does: %s', async (_, target) => {
    const { code, lines } = await probe([{ name: 'xsuaa', ...await target() }]);
    expect(verdicts(lines)).toEqual(['ok reachable xsuaa']);
    expect(code).toBe(0);
  });

  const quicServer = (message: Buffer) => (message.length >= 1200 && message[0]! >= 0x80 ? Buffer.from('80000000000008', 'hex') : undefined);
  const dnsServer = (message: Buffer) => (message.readUInt16BE(4) === 1 ? Buffer.concat([message.subarray(0, 2), Buffer.from('8180', 'hex'), message.subarray(4)]) : undefined);

  test.each([
    ['metadata that answers', async () => ({ ...home, port: await network.http(['HTTP/1.1 200 OK']), check: 'http' })],
    ['metadata that refuses without token', async () => ({ ...home, port: await network.http(['HTTP/1.1 401 Unauthorized', 'server: EC2ws']), check: 'http' })],
    ['TLS', async () => ({ ...home, host: 'a.example', port: await network.tls(expected, 'a.example'), check: 'tls' })],
    ['TLS of an inspection', async () => ({ ...home, host: 'a.example', port: await network.tls(inspection, 'a.example'), check: 'tls' })],
    ['a bare connection', async () => ({ ...home, port: await network.tcp(() => undefined), check: 'tcp' })],
    ['QUIC', async () => ({ ...home, port: await network.udp(quicServer), check: 'quic' })],
    ['DNS', async () => ({ ...home, port: await network.udp(dnsServer), check: 'dns' })],
  ] as [string, () => Promise<Omit<Target, 'name'>>][])('must fail, but is open: %s', async (_, target) => {
    const { code, lines } = await probe([], [{ name: 'leak', ...await target() }]);
    expect(verdicts(lines)).toEqual(['FAILED open leak']);
    expect(code).toBe(1);
  });

  test.each([
    ['QUIC', async () => ({ ...home, port: await network.udp(() => undefined), check: 'quic' })],
    ['UDP on a closed port', async () => ({ ...home, port: await network.closed(), check: 'dns' })],
    ['metadata behind a sidecar', async () => ({ ...home, port: await network.http(['HTTP/1.1 502 Bad Gateway', 'server: envoy']), check: 'http' })],
    ['TLS that is reset', async () => ({ ...home, port: await network.tcp((socket) => socket.resetAndDestroy()), check: 'tls' })],
  ] as [string, () => Promise<Omit<Target, 'name'>>][])('must fail, and does: %s', async (_, target) => {
    const { code, lines } = await probe([], [{ name: 'leak', ...await target() }]);
    expect(verdicts(lines)).toEqual(['ok kept out leak']);
    expect(code).toBe(0);
  });

  test('nothing tried is no proof', async () => {
    const { code, lines } = await probe([], []);
    expect(lines.at(-2)).toBe('FAILED: 0 not tried');
    expect(code).toBe(1);
  });

  test('a target that must fail and has no address proves nothing', async () => {
    const { code, lines } = await probe([], [{ name: 'leak', host: 'nowhere.invalid', port: 443, check: 'tls' }]);
    expect(verdicts(lines)).toEqual(['ok unproven leak']);
    expect(code).toBe(0);
  });

  test('through a sidecar a bare connection counts when it stays open; the agent is told to end', async () => {
    const asked: string[] = [];
    const agent = { ready: await network.http(['HTTP/1.1 200 OK'], asked), quit: await network.http(['HTTP/1.1 200 OK'], asked) };
    const { code, lines } = await probe([
      { name: 'banner', ...home, port: await network.tcp((socket) => socket.write('SSH-2.0-x\r\n')), check: 'tcp' },
      { name: 'closed-later', ...home, port: await network.tcp((socket) => { setTimeout(() => socket.destroy(), 100); }), check: 'tcp' },
      { name: 'open', ...home, port: await network.tcp(() => undefined), check: 'tcp' },
    ], [], { agent });
    expect(verdicts(lines)).toEqual(['ok reachable banner', 'FAILED blocked closed-later', 'ok reachable open']);
    expect(lines.at(-1)).toContain('through a sidecar;');
    expect(asked).toEqual(['GET /healthz/ready HTTP/1.1', 'POST /quitquitquit HTTP/1.1']);
    expect(code).toBe(1);
  });

  test('text of certificates cannot write lines of its own', async () => {
    const forged = network.authority('x\\nok     reachable         forged: y');
    const { lines } = await probe([{ name: 'xsuaa', ...home, host: 'a.example', port: await network.tls(forged, 'a.example'), check: 'tls' }]);
    expect(verdicts(lines)).toEqual(['FAILED intercepted xsuaa']);
  });

  test.each([['no file', []], ['no JSON', ['-']]])('exit 2 when it cannot run: %s', async (_, args) => {
    const script = network.file('broken.js', PROGRAM);
    const { code, errors } = await run([script, ...args.map(() => network.file('broken.json', '{'))]);
    expect(errors).toMatch(/^the probe cannot run: /);
    expect(code).toBe(2);
  });
});
