import { createHash } from 'node:crypto';
import { Duplex } from 'node:stream';
import { connect } from 'node:tls';

/** What a ClientHello says. */
export interface HelloOptions {
  /** Server name; none when absent. */
  readonly sni?: string;
  readonly alpn?: readonly string[];
  /** Offers X25519MLKEM768, so that the hello needs two segments. */
  readonly postQuantum?: boolean;
}

const RECORD_HEADER = 5;
const HANDSHAKE_HEADER = 4;
const EXTENSION = { serverName: 0, supportedGroups: 10, keyShare: 51 };
const X25519MLKEM768 = { group: 0x11ec, shareLength: 1216 };

interface Extension { readonly type: number; readonly data: Buffer }

const written = new Map<string, Promise<Buffer>>();

/**
 * One TLS record with a real ClientHello. Node's own TLS client writes it into a stream that goes nowhere; it does so once for each list of
 * protocols, and only the server name is put in for each probe.
 */
export async function clientHello({ sni, alpn, postQuantum = false }: HelloOptions): Promise<Buffer> {
  const key = (alpn ?? []).join();
  const known = written.get(key) ?? writtenByNode(alpn);
  written.set(key, known);
  const { head, extensions } = parseHello(await known);
  const rest = extensions.filter(({ type }) => type !== EXTENSION.serverName);
  const name = sni === undefined ? [] : [{ type: EXTENSION.serverName, data: serverName(sni) }];
  return buildHello(head, postQuantum ? [...rest.map(withPostQuantumShare), ...name] : [...name, ...rest]);
}

function writtenByNode(alpn: readonly string[] | undefined): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = new Duplex({
      read: () => undefined,
      write(chunk: Buffer, _encoding, done) {
        resolve(Buffer.from(chunk));
        done();
      },
    });
    const client = connect({ socket, host: 'unused', servername: 'unused.example', ...(alpn === undefined ? {} : { ALPNProtocols: [...alpn] }), rejectUnauthorized: false });
    client.on('error', reject);
  });
}

function serverName(name: string): Buffer {
  const entry = Buffer.concat([Buffer.from([0]), uint16(name.length), Buffer.from(name)]);
  return Buffer.concat([uint16(entry.length), entry]);
}

/** With the key share that current browsers and Go, Java and OpenSSL 3.5 send; the server name then comes last, so that it is always in the second segment. */
function withPostQuantumShare({ type, data }: Extension): Extension {
  if (type === EXTENSION.supportedGroups) return { type, data: prepend(uint16(X25519MLKEM768.group), data) };
  if (type !== EXTENSION.keyShare) return { type, data };
  return { type, data: prepend(Buffer.concat([uint16(X25519MLKEM768.group), uint16(X25519MLKEM768.shareLength), randomLooking(X25519MLKEM768.shareLength, 'share')]), data) };
}

/** Puts an item in front of a list that starts with its length in two bytes. */
function prepend(item: Buffer, list: Buffer): Buffer {
  const items = Buffer.concat([item, list.subarray(2)]);
  return Buffer.concat([uint16(items.length), items]);
}

function parseHello(record: Buffer): { readonly head: Buffer; readonly extensions: readonly Extension[] } {
  const body = record.subarray(RECORD_HEADER + HANDSHAKE_HEADER);
  let at = 2 + 32; // version, random
  at += 1 + body[at]!; // session id
  at += 2 + body.readUInt16BE(at); // cipher suites
  at += 1 + body[at]!; // compression methods
  const head = body.subarray(0, at);
  const extensions: Extension[] = [];
  for (at += 2; at < body.length;) {
    const length = body.readUInt16BE(at + 2);
    extensions.push({ type: body.readUInt16BE(at), data: body.subarray(at + 4, at + 4 + length) });
    at += 4 + length;
  }
  return { head, extensions };
}

function buildHello(head: Buffer, extensions: readonly Extension[]): Buffer {
  const packed = Buffer.concat(extensions.flatMap(({ type, data }) => [uint16(type), uint16(data.length), data]));
  const body = Buffer.concat([head, uint16(packed.length), packed]);
  const handshake = Buffer.concat([Buffer.from([1, 0]), uint16(body.length), body]);
  return Buffer.concat([Buffer.from([0x16, 3, 1]), uint16(handshake.length), handshake]);
}

export function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

/** Bytes that look random and are the same each time. */
export function randomLooking(length: number, seed: string): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) => createHash('sha256').update(`${seed}#${index}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}
