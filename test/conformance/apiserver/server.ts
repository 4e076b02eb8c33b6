import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryDirectory } from '../temporary';
import { Client } from './client';

/** A running kube-apiserver with the etcd it stores in. */
export interface Server {
  readonly client: Client;
  /** `1.36`, or what it emulates. */
  readonly version: string;
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 90_000;
const POLL_MS = 50;

/** Starts both on free loopback ports, in a directory of their own. They end with this process at the latest. */
export async function startServer(program: string, emulated?: string): Promise<Server> {
  const directory = temporaryDirectory('eic-kube-apiserver-');
  const file = (name: string): string => join(directory, name);
  const [store = 0, peer = 0, secure = 0] = await freePorts(3);
  const token = randomBytes(16).toString('hex');
  writeFileSync(file('tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  writeFileSync(file('sa.key'), key.export({ type: 'sec1', format: 'pem' }), { mode: 0o600 });

  const etcd = `http://127.0.0.1:${store}`;
  const processes = [
    started(program, ['etcd', file('etcd'), etcd, `http://127.0.0.1:${peer}`], file('etcd.log')),
    started(program, [
      `--etcd-servers=${etcd}`, '--bind-address=127.0.0.1', `--secure-port=${secure}`, '--advertise-address=127.0.0.1',
      `--cert-dir=${file('certs')}`, `--token-auth-file=${file('tokens.csv')}`, '--authorization-mode=RBAC',
      '--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${file('sa.key')}`, `--service-account-signing-key-file=${file('sa.key')}`,
      '--service-cluster-ip-range=10.96.0.0/16,fd00:10:96::/112', '--endpoint-reconciler-type=none',
      '--disable-admission-plugins=ServiceAccount', // no controller makes the default service accounts
      '--allow-privileged', // as clusters have it: Pod Security decides
      ...(emulated === undefined ? [] : [`--emulated-version=${emulated}`]),
    ], file('kube-apiserver.log')),
  ];
  const stop = async (): Promise<void> => {
    for (const one of [...processes].reverse()) await one.stop();
  };
  try {
    const certificate = file('certs/apiserver.crt');
    const client = await readyClient({ url: `https://127.0.0.1:${secure}`, token, certificate }, processes);
    const { gitVersion, emulationMajor, emulationMinor } = (await client.call('/version')).body as Record<string, string>;
    return {
      client,
      version: emulated === undefined ? String(gitVersion).slice(1) : `${emulationMajor}.${emulationMinor}`,
      stop: async () => {
        client.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Started {
  /** Why it has ended; undefined while it runs. */
  ended(): string | undefined;
  stop(): Promise<void>;
}

function started(program: string, args: readonly string[], log: string): Started {
  const output = openSync(log, 'w');
  const child = spawn(program, args, { stdio: ['ignore', output, output] });
  closeSync(output);
  let end: string | undefined;
  const last = (): string => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => {
    const finish = (how: string) => (): void => {
      end ??= `${args[0] === 'etcd' ? 'etcd' : 'kube-apiserver'} ${how}\n${last()}`;
      process.off('exit', kill);
      resolve();
    };
    child.once('error', (error) => finish(error.message)());
    child.once('exit', (code, signal) => finish(`ended with ${signal ?? code}`)());
  });
  return { ended: () => end, stop: () => terminated(child, ended) };
}

const GRACE_MS = 3000;

async function terminated(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await ended;
  clearTimeout(late);
}

async function readyClient(address: ConstructorParameters<typeof Client>[0], processes: readonly Started[]): Promise<Client> {
  for (const deadline = Date.now() + READY_TIMEOUT_MS; ; await sleep(POLL_MS)) {
    const ended = processes.map((one) => one.ended()).find((reason) => reason !== undefined);
    if (ended !== undefined) throw new Error(ended);
    if (Date.now() > deadline) throw new Error(`kube-apiserver is not ready after ${READY_TIMEOUT_MS} ms`);
    if (!existsSync(address.certificate)) continue;
    const client = new Client(address);
    const reply = await client.call('/readyz').catch(() => undefined);
    if (reply?.status === 200) return client;
    client.close();
  }
}

/** Ports that were free a moment ago, held together so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
