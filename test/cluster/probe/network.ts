import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { AddressInfo, createServer, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';

export interface Authority {
  /** Certificate as PEM. */
  readonly certificate: string;
  /** Key and certificate for a name and 127.0.0.1. */
  issue(host: string): { readonly key: string; readonly cert: string };
}

/** A network of its own on loopback, with authorities and servers; `close` ends it. */
export class LocalNetwork {
  private readonly folder = mkdtempSync(join(tmpdir(), 'eic-probe-'));
  private readonly ends: (() => Promise<void>)[] = [];
  private serial = 1;

  /** A certificate authority made by openssl. */
  public authority(commonName: string): Authority {
    const name = `ca${this.serial++}`;
    this.openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', `/CN=${commonName}/O=Test`,
      '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign', '-keyout', `${name}.key`, '-out', `${name}.pem`);
    return {
      certificate: this.text(`${name}.pem`),
      issue: (host) => {
        const leaf = `leaf${this.serial++}`;
        this.openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${host}`, '-keyout', `${leaf}.key`, '-out', `${leaf}.csr`);
        writeFileSync(join(this.folder, `${leaf}.ext`), `subjectAltName=DNS:${host},IP:127.0.0.1\n`);
        this.openssl('x509', '-req', '-in', `${leaf}.csr`, '-CA', `${name}.pem`, '-CAkey', `${name}.key`, '-set_serial', String(this.serial++), '-days', '2', '-extfile', `${leaf}.ext`,
          '-out', `${leaf}.pem`);
        return { key: this.text(`${leaf}.key`), cert: this.text(`${leaf}.pem`) };
      },
    };
  }

  /** A TLS server with a certificate for the host. */
  public tls(authority: Authority, host: string): Promise<number> {
    return this.listen(createTlsServer(authority.issue(host), (socket) => socket.on('error', () => undefined)));
  }

  /** A server that does this with each connection. */
  public tcp(onConnection: (socket: Socket) => void): Promise<number> {
    return this.listen(createServer((socket) => {
      socket.on('error', () => undefined);
      onConnection(socket);
    }));
  }

  /** A server that answers every HTTP request with these lines, and keeps what was asked. */
  public http(lines: readonly string[], asked: string[] = []): Promise<number> {
    return this.tcp((socket) => socket.once('data', (chunk) => {
      asked.push(chunk.toString('latin1').split('\r\n')[0]!);
      socket.end(`${lines.join('\r\n')}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
    }));
  }

  /** A UDP server that answers what it understands. */
  public udp(answer: (message: Buffer) => Buffer | undefined): Promise<number> {
    const socket = createSocket('udp4');
    socket.on('message', (message, from) => {
      const reply = answer(message);
      if (reply !== undefined) socket.send(reply, from.port, from.address);
    });
    return new Promise((resolve) => socket.bind(0, '127.0.0.1', () => {
      this.ends.push(() => new Promise((done) => socket.close(() => done())));
      resolve(socket.address().port);
    }));
  }

  /** A port on which nobody listens. */
  public async closed(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  /** Writes a file and gives its path. */
  public file(name: string, text: string): string {
    writeFileSync(join(this.folder, name), text);
    return join(this.folder, name);
  }

  public async close(): Promise<void> {
    await Promise.all(this.ends.map((end) => end()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private listen(server: Server): Promise<number> {
    const open = new Set<Socket>();
    server.on('connection', (socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    });
    return new Promise((resolve) => server.listen(0, '127.0.0.1', () => {
      this.ends.push(() => new Promise((done) => {
        server.close(() => done());
        for (const socket of open) socket.destroy();
      }));
      resolve((server.address() as AddressInfo).port);
    }));
  }

  private openssl(...args: string[]): void {
    execFileSync('openssl', args, { cwd: this.folder, stdio: 'pipe' });
  }

  private text(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }
}
