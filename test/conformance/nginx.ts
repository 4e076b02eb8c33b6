import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { AddressInfo, createServer, Socket } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { temporaryDirectory } from './temporary';
import { RESOLVER_FILE, sniProxyConfig } from '../../src/compile/cluster/gateway';
import { HostPattern } from '../../src/net';

/** Debian and Ubuntu load the stream module; official images have it built in. */
const STREAM_MODULE = '/usr/lib/nginx/modules/ngx_stream_module.so';
const WAIT_MS = 5000;

export const nginxIsThere = (): boolean => spawnSync('nginx', ['-v']).status === 0;

/** The names of a list whose connections a real nginx with our configuration forwards; all of them resolve to this machine. */
export async function forwardedNames(hosts: readonly string[], names: readonly string[]): Promise<string[]> {
  const reached: Socket[] = [];
  const upstream = createServer((socket) => { reached.push(socket); socket.on('error', () => undefined); socket.destroy(); }).listen(0, '127.0.0.1');
  const dns = createSocket('udp4');
  dns.on('message', (query, { port, address }) => dns.send(answer(query), port, address));
  await Promise.all([once(upstream, 'listening'), new Promise<void>((resolve) => { dns.bind(0, '127.0.0.1', resolve); })]);
  const port = (upstream.address() as AddressInfo).port;
  const listen = await freePort();

  const folder = temporaryDirectory('eic-nginx-');
  const config = sniProxyConfig([{ listen, port, hosts: hosts.map((host) => HostPattern.of(host)) }], { v4: true, v6: false });
  writeFileSync(join(folder, 'resolver.conf'), `resolver 127.0.0.1:${dns.address().port} ipv6=off;\n`);
  writeFileSync(join(folder, 'nginx.conf'), config.replace(RESOLVER_FILE, join(folder, 'resolver.conf')).replace('/tmp/nginx.pid', join(folder, 'nginx.pid')).replace('/dev/stdout', join(folder, 'access.log')));
  const nginx = spawn('nginx', ['-e', 'stderr', '-c', join(folder, 'nginx.conf'), '-g', `daemon off;${existsSync(STREAM_MODULE) ? ` load_module ${STREAM_MODULE};` : ''}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  const errors: Buffer[] = [];
  nginx.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  try {
    await untilOpen(listen, () => nginx.exitCode, () => Buffer.concat(errors).toString('utf8'));
    const forwarded: string[] = [];
    for (const name of names) {
      const before = reached.length;
      await sayHello(listen, name);
      if (reached.length > before) forwarded.push(name);
    }
    return forwarded;
  } finally {
    nginx.kill('SIGTERM');
    if (nginx.exitCode === null) await once(nginx, 'exit');
    upstream.close();
    dns.close();
  }
}

/** A ClientHello with the name, or without one; the connection is over when this is. */
function sayHello(port: number, servername: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false });
    socket.setTimeout(WAIT_MS, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}

/** 127.0.0.1 for every question. */
function answer(query: Buffer): Buffer {
  const question = query.subarray(12, query.indexOf(0, 12) + 5);
  const header = Buffer.from([query[0]!, query[1]!, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]);
  return Buffer.concat([header, question, Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1])]);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilOpen(port: number, exitCode: () => number | null, errors: () => string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (exitCode() !== null) throw new Error(`nginx ended: ${errors()}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = new Socket().on('connect', () => { socket.destroy(); resolve(true); }).on('error', () => resolve(false));
      socket.connect(port, '127.0.0.1');
    });
    if (open) return;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  throw new Error(`nginx does not listen: ${errors()}`);
}
