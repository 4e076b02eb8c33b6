import { Connection } from '../../../src/verify/connection';
import { TerraformConfig, TerraformResource } from '../../../src/verify/read/objects';

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** A configuration as `cdk.tf.json` holds it: type → name → attributes; `data.` in front of a type for data sources. */
export function configOf(resources: Resources, file = 'cdk.tf.json'): TerraformConfig {
  const read: TerraformResource[] = Object.entries(resources).flatMap(([type, named]) => Object.entries(named).map(([name, values]) => ({
    file,
    address: `${type}.${name}`,
    mode: type.startsWith('data.') ? 'data' as const : 'managed' as const,
    type: type.replace(/^data\./, ''),
    name,
    values,
  })));
  return { resources: read, providers: {} };
}

/** The same with every block as a list, as `terraform show -json` has it. */
export function asShown(config: TerraformConfig): TerraformConfig {
  const listed = (value: unknown): unknown => (Array.isArray(value) ? (value as unknown[]).map(inner) : typeof value === 'object' && value !== null ? [inner(value)] : value);
  const inner = (value: unknown): unknown => (typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, listed(entry)])) : listed(value));
  return { ...config, resources: config.resources.map((resource) => ({ ...resource, values: inner(resource.values) as Record<string, unknown> })) };
}

export const NODE = '10.10.0.5';
export const NODE_V6 = 'fd00:10::5';

/** A connection from a node, as cloud firewalls see it. */
export function connection(to: string, options: Partial<Connection> & { readonly address?: string } = {}): Connection {
  const [, host, port] = /^(.*):(\d+)$/.exec(to)!;
  const isAddress = /^[\d.]+$|^\[/.test(host!);
  const protocol = options.protocol ?? 'tls';
  const name = isAddress ? null : host!;
  return {
    from: options.from ?? { egressAddresses: [NODE, NODE_V6] },
    to: { host: name, address: options.address ?? (isAddress ? host!.replace(/[[\]]/g, '') : '203.0.113.10'), port: Number(port) },
    protocol,
    serverName: options.serverName !== undefined ? options.serverName : protocol === 'tls' || protocol === 'quic' ? name : null,
    httpHost: options.httpHost !== undefined ? options.httpHost : protocol === 'http' ? name : null,
  };
}
