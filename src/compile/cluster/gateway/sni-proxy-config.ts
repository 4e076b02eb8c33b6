import { createHash } from 'node:crypto';
import { compareText } from '../../../errors';
import { HostPattern } from '../../../net';

/** One port of the SNI proxy: names that it forwards, to their own address on another port. */
export interface SniProxyListener {
  /** Port on which the gateway calls it. */
  readonly listen: number;
  /** Port of the hosts. */
  readonly port: number;
  /** Wildcards whose names it forwards. */
  readonly hosts: readonly HostPattern[];
}

/** IP families of the pods. */
export interface IpFamilies {
  readonly v4: boolean;
  readonly v6: boolean;
}

/** File that the container writes at its start from /etc/resolv.conf: nginx takes name servers by address only. */
export const RESOLVER_FILE = '/tmp/resolver.conf';

/**
 * What nginx's stream module does with a connection: it reads the server name of the ClientHello and forwards to that name where it lies below an allowed
 * suffix. Anything else has no target, and nginx closes the connection. Names are of letters, digits, hyphens and underscores only, so that nothing in
 * them is read as port or path.
 */
export function sniProxyConfig(listeners: readonly SniProxyListener[], { v4, v6 }: IpFamilies): string {
  const sorted = [...listeners].sort((a, b) => a.listen - b.listen);
  return `# Written by edge-integration-cell. Names that may leave are those below, and no others.
worker_processes 2;
pid /tmp/nginx.pid;
error_log stderr notice;
events { worker_connections 4096; }
stream {
  log_format eic escape=json '{"time":"$time_iso8601","name":"$ssl_preread_server_name","upstream":"$upstream_addr","status":$status,"sent":$bytes_sent,"received":$bytes_received}';
  access_log /dev/stdout eic;
  include ${RESOLVER_FILE};
  resolver_timeout 5s;
  preread_timeout 10s;
  proxy_connect_timeout 10s;
  proxy_timeout 1h;
${sorted.map((listener) => block(listener, { v4, v6 })).join('')}}
`;
}

function block({ listen, port, hosts }: SniProxyListener, { v4, v6 }: IpFamilies): string {
  const names = hosts.map(({ name }) => name).sort(compareText);
  return `  map $ssl_preread_server_name $target_${port} {
${names.map((name) => `    "~*^([a-z0-9_-]+\\.)+${name.replace(/\./g, '\\.')}$" $ssl_preread_server_name:${port};\n`).join('')}    default "";
  }
  server {
${v4 ? `    listen ${listen};\n` : ''}${v6 ? `    listen [::]:${listen} ipv6only=on;\n` : ''}    ssl_preread on;
    proxy_pass $target_${port};
  }
`;
}

/**
 * Shell of the container: writes the name servers of the pod for nginx, IPv6 in brackets, then becomes nginx.
 * @param families address families that nginx asks for
 */
export function sniProxyCommand({ v4, v6 }: IpFamilies, configFile: string): readonly string[] {
  const only = v6 ? (v4 ? '' : ' ipv4=off') : ' ipv6=off';
  const script = [
    'servers=""',
    'while read -r key value rest; do',
    '  [ "$key" = nameserver ] || continue',
    '  case "$value" in *:*) value="[$value]";; esac',
    '  servers="$servers $value"',
    'done < /etc/resolv.conf',
    `echo "resolver$servers valid=30s${only};" > ${RESOLVER_FILE}`,
    `exec nginx -e stderr -c ${configFile} -g 'daemon off;'`,
  ].join('\n');
  return ['/bin/sh', '-c', script];
}

/** Stands for the text: pods that carry it start anew when it changes. */
export function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
