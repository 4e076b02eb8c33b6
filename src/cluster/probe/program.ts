/** The program of the connectivity probe: one file, no dependencies, Node 18. `program.generated.ts` holds it as text (`node scripts/probe.mjs`). */
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { BlockList, connect, isIP, Socket } from 'node:net';
import { connect as connectTls, PeerCertificate, DetailedPeerCertificate, rootCertificates } from 'node:tls';

interface Target {
  readonly name: string;
  readonly host?: string; readonly address?: string; readonly port: number;
  readonly check: 'tls' | 'http' | 'tcp' | 'quic' | 'dns';
  readonly networks?: readonly string[];
  readonly issuers?: readonly string[];
}

interface Task {
  readonly cell: string;
  readonly namespace: string;
  readonly scope: string;
  /** Longest wait for an answer, in milliseconds. */
  readonly timeout: number;
  /** How long a connection through a sidecar must stay open to count, in milliseconds: longer than Envoy tries to connect (10 s). */
  readonly settle: number;
  /** Ports of Istio's agent in the pod. */
  readonly agent: { readonly ready: number; readonly quit: number };
  /** Certificates that are trusted beside those of Node, as PEM. */
  readonly authorities: string;
  readonly mustPass: readonly Target[];
  readonly mustFail: readonly Target[];
  readonly notTried: readonly { readonly name: string; readonly reason: string }[];
}

/** What a connection came to. */
interface Outcome {
  readonly verdict: 'reachable' | 'blocked' | 'intercepted' | 'wrong-certificate' | 'unresolved';
  readonly detail: string;
}

const AT_ONCE = 16;
const MAX_BYTES = 65536;
const quoted = (value: unknown): string => JSON.stringify(String(value));

/** Text of the names of a certificate, which may hold anything. */
const nameOf = (name: PeerCertificate['issuer'] | undefined): string => quoted([name?.CN, name?.O].filter((part) => part !== undefined).join(', '));

/** Where to dial, of each family one address at most; or why not. */
async function addressesOf({ host, address, networks }: Target): Promise<{ addresses: string[]; problem: string }> {
  if (address !== undefined) return { addresses: [address], problem: '' };
  try {
    const found = await lookup(host ?? '', { all: true });
    const list = new BlockList();
    for (const network of networks ?? []) {
      const [base = '', prefix = ''] = network.split('/');
      list.addSubnet(base, Number(prefix), isIP(base) === 6 ? 'ipv6' : 'ipv4');
    }
    const inside = found.filter((one) => networks === undefined || list.check(one.address, one.family === 6 ? 'ipv6' : 'ipv4'));
    const addresses = [4, 6].flatMap((family) => inside.find((one) => one.family === family)?.address ?? []);
    return { addresses, problem: `resolves to ${found.map((one) => one.address).join(' ')}, none of the declared addresses` };
  } catch (error) {
    return { addresses: [], problem: `the name does not resolve (${(error as NodeJS.ErrnoException).code ?? String(error)})` };
  }
}

/** Is the answer the sidecar's own, which says that nothing passed? An answer from behind carries the time it took. */
function isOfSidecar(answer: string): boolean {
  const [head = ''] = answer.split('\r\n\r\n');
  return /^HTTP\/1\.[01] (403|404|426|502|503) /.test(head) && /^server: (istio-)?envoy\s*$/im.test(head) && !/^x-envoy-upstream-service-time:/im.test(head);
}

/** Opens a connection, sends what there is to send, and waits for an answer. */
function tryTcp(address: string, { port, check, host }: Target, task: Task, sidecar: boolean): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ host: address, port });
    let answer = '';
    let connected = false;
    const done = (verdict: Outcome['verdict'], detail: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ verdict, detail });
    };
    const judge = (): void => {
      if (answer === '') done('blocked', connected ? 'closed without an answer' : 'no connection');
      else if (isOfSidecar(answer)) done('blocked', 'the sidecar itself answers');
      else done('reachable', 'answers');
    };
    let timer = setTimeout(() => done('blocked', 'no connection in time'), task.timeout);
    socket.on('connect', () => {
      connected = true;
      if (check === 'tcp' && !sidecar) return done('reachable', 'connects');
      if (check === 'http') socket.write(`GET / HTTP/1.1\r\nHost: ${host ?? address}\r\nConnection: close\r\n\r\n`);
      clearTimeout(timer);
      // A sidecar takes every connection at once; it closes those that it cannot carry on.
      timer = setTimeout(() => (check === 'tcp' ? done('reachable', 'stays open') : judge()), check === 'tcp' ? task.settle : task.timeout);
    });
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (check === 'tcp' || answer.includes('\r\n\r\n') || answer.length > MAX_BYTES) judge();
    });
    socket.on('end', judge);
    socket.on('error', (error: NodeJS.ErrnoException) => (answer === '' ? done('blocked', error.code ?? error.message) : judge()));
  });
}

/** Codes by which OpenSSL says that no trusted authority signed. */
const UNTRUSTED = /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_UNTRUSTED|INVALID_CA)$/;

/** Names of all that issued the certificate, from the nearest to the root. */
function issuersOf(certificate: DetailedPeerCertificate): string[] {
  const names: string[] = [];
  const seen = new Set<unknown>();
  for (let at: DetailedPeerCertificate | undefined = certificate; at !== undefined && !seen.has(at); at = at.issuerCertificate) {
    seen.add(at);
    for (const part of [at.issuer?.CN, at.issuer?.O]) if (part !== undefined) names.push(...[part].flat());
  }
  return names;
}

function tryTls(address: string, { port, host, issuers }: Target, task: Task): Promise<Outcome> {
  return new Promise((resolve) => {
    const ca = [...rootCertificates, ...(task.authorities === '' ? [] : [task.authorities])];
    const wire = connect({ host: address, port });
    const socket = connectTls({ socket: wire, ca, rejectUnauthorized: false, ...(host === undefined ? { checkServerIdentity: () => undefined } : { servername: host }) });
    const done = (verdict: Outcome['verdict'], detail: string): void => {
      clearTimeout(timer);
      socket.destroy();
      wire.destroy();
      resolve({ verdict, detail });
    };
    /** Bytes that are no handshake still say that something is behind it. */
    const failed = (detail: string): void => (wire.bytesRead > 0 ? done('wrong-certificate', `no handshake (${detail})`) : done('blocked', detail));
    const timer = setTimeout(() => failed('no answer in time'), task.timeout);
    socket.on('secureConnect', () => {
      const certificate = socket.getPeerCertificate(true);
      const issuer = `issuer ${nameOf(certificate.issuer)}`;
      const code = (socket.authorizationError as unknown as string | null) ?? '';
      if (UNTRUSTED.test(code)) return done('intercepted', `${issuer}, which no trusted authority signed`);
      if (issuers !== undefined && !issuersOf(certificate).some((name) => issuers.includes(name))) return done('intercepted', `${issuer}, expected ${issuers.map(quoted).join(' or ')}`);
      if (!socket.authorized && code !== '') return done('wrong-certificate', `${code}, ${issuer}`);
      done('reachable', `${socket.getProtocol() ?? 'TLS'}, ${issuer}`);
    });
    const onError = (error: NodeJS.ErrnoException): void => failed(error.code ?? error.message);
    socket.on('error', onError);
    wire.on('error', onError);
    socket.on('end', () => failed('closed without an answer'));
    wire.on('close', () => failed('closed without an answer'));
  });
}

/** A long header with a version that nobody has: every QUIC server answers with those that it has (RFC 9000 6.1). */
const QUIC_QUESTION = Buffer.concat([Buffer.from('c01a2a3a4a08', 'hex'), Buffer.from('eic-prob'), Buffer.from('08', 'hex'), Buffer.from('eic-prob'), Buffer.alloc(1178)]);
/** Asks for the name servers of the root. */
const DNS_QUESTION = Buffer.from('e1c001000001000000000000' + '00' + '00020001', 'hex');

function tryUdp(address: string, { port, check }: Target, task: Task): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
    const done = (verdict: Outcome['verdict'], detail: string): void => {
      clearTimeout(timer);
      socket.close();
      resolve({ verdict, detail });
    };
    const timer = setTimeout(() => done('blocked', 'no answer in time'), task.timeout);
    socket.on('message', () => done('reachable', 'answers'));
    socket.on('error', (error: NodeJS.ErrnoException) => done('blocked', error.code ?? error.message));
    socket.connect(port, address, () => socket.send(check === 'quic' ? QUIC_QUESTION : DNS_QUESTION));
  });
}

/** The first outcome that is not `blocked`: a cluster may have one family only. */
async function tryTarget(target: Target, task: Task, sidecar: boolean): Promise<Outcome> {
  const { addresses, problem } = await addressesOf(target);
  let last: Outcome = { verdict: 'unresolved', detail: problem };
  for (const address of addresses) {
    const { verdict, detail } = await (target.check === 'tls' ? tryTls(address, target, task)
      : target.check === 'quic' || target.check === 'dns' ? tryUdp(address, target, task) : tryTcp(address, target, task, sidecar));
    last = { verdict, detail: target.address === address && target.host === undefined ? detail : `${address}, ${detail}` };
    if (verdict !== 'blocked') break;
  }
  return last;
}

/** Asks Istio's agent in the pod; undefined where there is none. */
function askAgent(method: 'GET' | 'POST', port: number, path: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path, method, timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(undefined));
    asked.end();
  });
}

/** Runs over all, a few at once, and keeps the order. */
async function inTurn<T, R>(all: readonly T[], run: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < all.length) {
      const at = next;
      next += 1;
      results[at] = await run(all[at] as T);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

async function main(file: string): Promise<number> {
  const task = JSON.parse(readFileSync(file, 'utf8')) as Task;
  let ready = await askAgent('GET', task.agent.ready, '/healthz/ready');
  for (let left = 30; ready !== undefined && ready !== 200 && left > 0; left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    ready = await askAgent('GET', task.agent.ready, '/healthz/ready');
  }
  const sidecar = ready !== undefined;
  const counts = { 'reachable': 0, 'blocked': 0, 'intercepted': 0, 'wrong-certificate': 0, 'unresolved': 0, 'kept out': 0, 'open': 0, 'unproven': 0 };
  // What tries nothing must not look like a proof.
  let failed = task.mustPass.length + task.mustFail.length === 0 ? 1 : 0;
  const line = (ok: boolean, verdict: keyof typeof counts, { name, host, address, port, check }: Target, detail: string): void => {
    counts[verdict] += 1;
    if (!ok) failed += 1;
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${verdict.padEnd(18)} ${name}: ${host ?? address}:${port} ${check} (${detail})`);
  };
  console.log(`cell ${task.cell}; must pass:`);
  const passing = await inTurn(task.mustPass, async (target) => ({ target, ...await tryTarget(target, task, sidecar) }));
  for (const { target, verdict, detail } of passing) line(verdict === 'reachable', verdict, target, detail);
  console.log('must fail:');
  const failing = await inTurn(task.mustFail, async (target) => ({ target, ...await tryTarget(target, task, sidecar) }));
  for (const { target, verdict, detail } of failing) {
    if (verdict === 'unresolved') line(true, 'unproven', target, detail);
    else line(verdict === 'blocked', verdict === 'blocked' ? 'kept out' : 'open', target, detail);
  }
  for (const { name, reason } of task.notTried) console.log(`-      not tried          ${name}: ${reason}`);
  const summary = Object.entries(counts).filter(([, count]) => count > 0).map(([verdict, count]) => `${count} ${verdict}`);
  console.log(`${failed === 0 ? 'OK' : 'FAILED'}: ${[...summary, `${task.notTried.length} not tried`].join(', ')}`);
  console.log(`This proves: ${task.scope}, ${sidecar ? 'through a sidecar' : 'without a sidecar, so nothing about the mesh'}; not the pods of named components, which have permissions of their own.`);
  // A sidecar of the old kind would keep the Job running for ever.
  if (sidecar) await askAgent('POST', task.agent.quit, '/quitquitquit');
  return failed === 0 ? 0 : 1;
}

main(process.argv[2] ?? '').then((code) => {
  process.exitCode = code;
}, (error: unknown) => {
  console.error(`the probe cannot run: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
