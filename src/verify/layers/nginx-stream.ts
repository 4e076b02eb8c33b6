import { Directive, readNginx } from './nginx-config';
import { NotUnderstoodError } from '../kubernetes/values';

/** A port on which nginx reads the server name of what arrives, and forwards it to that name. */
export interface StreamListener {
  readonly port: number;
  /** Names that it forwards, exact, `*.suffix` or `*`; others are closed. */
  readonly hosts: readonly string[];
  readonly targetPort: number;
}

/** What a name is led to by a map. */
interface Target {
  readonly hosts: readonly string[];
  readonly port: string | undefined;
}

/** A configuration of nginx's stream module, or a part of one. */
export const IS_STREAM = /\bssl_preread\b|(?:^|[\s;}])stream\s*\{/;

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const NAME = '$ssl_preread_server_name';

/** Directives that say nothing of who reaches whom (nginx.org, core and stream modules). */
const HARMLESS_OUTSIDE = words('user worker_processes worker_rlimit_nofile worker_shutdown_timeout worker_cpu_affinity pid error_log daemon events pcre_jit');
const HARMLESS = words(`access_log error_log log_format open_log_file_cache resolver resolver_timeout preread_timeout preread_buffer_size proxy_connect_timeout proxy_timeout proxy_buffer_size
 proxy_socket_keepalive proxy_download_rate proxy_upload_rate tcp_nodelay map_hash_bucket_size map_hash_max_size variables_hash_bucket_size variables_hash_max_size`.replace(/\n/g, ''));
const HARMLESS_LISTEN = /^(?:ipv6only=(?:on|off)|reuseport|bind|backlog=\d+|so_keepalive=\S+)$/;

/** A suffix with its dots escaped. */
const SUFFIX = '((?:[a-z0-9_-]+\\\\\\.)*[a-z0-9_-]+)';
const BELOW = new RegExp(`^\\^\\((?:\\?:)?\\[((?:[a-zA-Z0-9]-[a-zA-Z0-9]|\\\\w|[_-])+)\\]\\+\\\\\\.\\)([+*])${SUFFIX}\\$$`);
const EXACTLY = new RegExp(`^\\^${SUFFIX}\\$$`);

/**
 * What a configuration of nginx's stream module does: reads the server name of a ClientHello and dials that name, where a map has it (nginx.org,
 * ngx_stream_ssl_preread_module, ngx_stream_map_module and ngx_stream_proxy_module). Every other form is not understood.
 *
 * @param includes files that hold nothing but name servers
 */
export function streamListeners(text: string, includes: Pick<ReadonlySet<string>, 'has'>): readonly StreamListener[] {
  const streams = readNginx(text).filter(({ name, args }) => {
    if (name === 'stream') return true;
    if (!HARMLESS_OUTSIDE.has(name) && !(name === 'load_module' && /(?:^|\/)ngx_stream_module\.so$/.test(args[0] ?? ''))) throw new NotUnderstoodError(`${name} is not evaluated`);
    return false;
  });
  const block = streams[0]?.block;
  if (streams.length !== 1 || block === undefined) throw new NotUnderstoodError('it has no stream of its own');
  for (const { name, args } of block) {
    const isKnown = HARMLESS.has(name) || name === 'map' || name === 'server' || (name === 'ssl_preread' && args[0] === 'on') || (name === 'include' && includes.has(args[0] ?? ''));
    if (!isKnown) throw new NotUnderstoodError(`stream: ${name} ${args.join(' ')} is not evaluated`);
  }
  const isPreread = block.some(({ name }) => name === 'ssl_preread');
  const listeners = new Map<number, StreamListener>();
  for (const listener of block.filter(({ name }) => name === 'server').flatMap((server) => listenersOf(server, block, isPreread))) {
    const other = listeners.get(listener.port);
    if (other !== undefined && JSON.stringify(other) !== JSON.stringify(listener)) throw new NotUnderstoodError(`two servers listen on port ${listener.port}`);
    listeners.set(listener.port, listener);
  }
  return [...listeners.values()];
}

function listenersOf({ block = [] }: Directive, stream: readonly Directive[], isPreread: boolean): StreamListener[] {
  const own = (name: string) => block.filter((one) => one.name === name);
  const other = block.find(({ name, args }) => !HARMLESS.has(name) && name !== 'listen' && name !== 'proxy_pass' && !(name === 'ssl_preread' && args[0] === 'on'));
  if (other !== undefined) throw new NotUnderstoodError(`server: ${other.name} ${other.args.join(' ')} is not evaluated`);
  if (!isPreread && own('ssl_preread').length === 0) throw new NotUnderstoodError('a server does not read names (ssl_preread)');
  const ports = own('listen').map(({ args: [address = '', ...parameters] }) => {
    const [, port] = /^(?:\*:|0\.0\.0\.0:|\[::\]:)?(\d{1,5})$/.exec(address) ?? [];
    const unknown = parameters.find((parameter) => !HARMLESS_LISTEN.test(parameter));
    if (port === undefined || unknown !== undefined) throw new NotUnderstoodError(`listen ${address} ${unknown ?? ''} is not evaluated`);
    return Number(port);
  });
  const targets = own('proxy_pass').map(({ args }) => args.join(' '));
  const [, variable, port] = /^(\$\w+)(?::(\d{1,5}))?$/.exec(targets[0] ?? '') ?? [];
  if (targets.length !== 1 || variable === undefined) throw new NotUnderstoodError(`proxy_pass ${targets.join(' ')} is not evaluated`);
  const found = variable === NAME ? [{ hosts: ['*'], port: undefined }] : mapOf(variable, stream);
  const numbers = [...new Set(found.map((target) => target.port ?? port))];
  if (numbers.length > 1 || (numbers.length === 1 && numbers[0] === undefined) || found.some((target) => target.port !== undefined && port !== undefined)) throw new NotUnderstoodError(`${variable} leads to several ports, or to none`);
  const hosts = [...new Set(found.flatMap((target) => target.hosts))];
  return [...new Set(ports)].map((listen): StreamListener => ({ port: listen, hosts, targetPort: Number(numbers[0] ?? 0) }));
}

/** Names that a map leads to themselves. Without `default` it leads the others to nothing, and nginx closes them. */
function mapOf(variable: string, stream: readonly Directive[]): Target[] {
  const maps = stream.filter(({ name, args }) => name === 'map' && args[1] === variable);
  const [map] = maps;
  if (maps.length !== 1 || map!.args[0] !== NAME || map!.block === undefined) throw new NotUnderstoodError(`${variable} is no map of server names`);
  const hasHostnames = map!.block.some(({ name, args }) => name === 'hostnames' && args.length === 0);
  return map!.block.filter(({ name, args }) => !(args.length === 0 && (name === 'hostnames' || name === 'volatile'))).flatMap(({ name, args }): Target[] => {
    const [value, ...others] = args;
    if (value === undefined || others.length > 0) throw new NotUnderstoodError(`map: ${name} is not evaluated`);
    if (name === 'default' && value === '') return [];
    const hosts = name === 'default' ? ['*'] : hostsOf(name, hasHostnames);
    const [, target, port] = /^(\$\w+|[a-z0-9_.-]+)(?::(\d{1,5}))?$/i.exec(value) ?? [];
    if (target !== NAME && !(hosts.length === 1 && hosts[0] === target?.toLowerCase())) throw new NotUnderstoodError(`map: ${name} leads to ${value}, another name`);
    return [{ hosts, port }];
  });
}

/** Names of a key of a map: an exact name; with `hostnames` also `*.x` and `.x`; of regular expressions those that say the same. */
function hostsOf(key: string, hasHostnames: boolean): readonly string[] {
  const regex = /^~\*?/.test(key) ? key.replace(/^~\*?/, '') : undefined;
  const plain = key.toLowerCase();
  if (regex === undefined && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(plain)) return [plain];
  if (hasHostnames && /^(?:\*|[a-z0-9_-]*)(?:\.[a-z0-9_-]+)+$/.test(plain)) return plain.startsWith('.') ? [plain.slice(1), `*${plain}`] : [plain];
  const [, exact] = EXACTLY.exec(regex ?? '') ?? [];
  if (exact !== undefined) return [exact.replace(/\\/g, '')];
  const [, characters, count, suffix] = BELOW.exec(regex ?? '') ?? [];
  const covers = (part: string) => characters?.includes(part) === true || characters?.includes('\\w') === true;
  if (suffix === undefined || !covers('a-z') || !covers('0-9') || !characters!.replace(/[a-zA-Z0-9]-[a-zA-Z0-9]/g, '').includes('-')) throw new NotUnderstoodError(`map: ${key} is not evaluated`);
  const host = suffix.replace(/\\/g, '');
  return count === '*' ? [host, `*.${host}`] : [`*.${host}`];
}
