import { Definition } from '../../../cell';
import { child } from '../../../cell/spec';
import { KINDS, Problems } from '../../../errors';
import { Cidr, HostPattern } from '../../../net';
import { objectName } from '../names';
import { Destination } from './destinations';
import { gatewayPort, GatewaySettings } from './settings';
import { checksumOf, IpFamilies, sniProxyCommand, sniProxyConfig, SniProxyListener } from './sni-proxy-config';

/** The SNI proxy behind the gateway. */
export interface SniProxyRow {
  /** Name of Deployment, Service, ConfigMap, service account and policies. */
  readonly name: string;
  readonly namespace: string;
  /** DNS name of the Service. */
  readonly service: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  readonly replicas: number;
  /** User of the container; undefined where the platform gives it one. */
  readonly user?: number;
  readonly listeners: readonly SniProxyListener[];
  /** Configuration of nginx. */
  readonly config: string;
  readonly configFile: string;
  readonly command: readonly string[];
  readonly checksum: string;
  /** The gateway's identity, which alone may call. */
  readonly principal: string;
  /** Entries that its own sidecar lets out, each `namespace/host`. */
  readonly imports: readonly string[];
}

const CONFIG_FOLDER = '/etc/eic-sni-proxy';

/** Owner of nginx's files in its official images. */
const NGINX_USER = 101;

/** Forwarded before anything is: in observe the proxy runs with an empty list. */
const IDLE: SniProxyListener = { listen: gatewayPort(443), port: 443, hosts: [] };

/** The SNI proxy; undefined where wildcards do not take it, or there are none. */
export function sniProxyOf(definition: Definition, gateway: GatewaySettings, destinations: readonly Destination[], problems: Problems): SniProxyRow | undefined {
  const { cluster, egress, name: cell, enforcement } = definition;
  const wild = destinations.filter(({ kind }) => kind === 'wildcard');
  if (egress.wildcards !== 'sniProxy' || egress.sniProxy === undefined || (enforcement === 'enforce' && wild.length === 0)) return undefined;
  const name = objectName(cell, 'sni-proxy');
  const listeners = wild.length === 0 ? [IDLE] : listenersOf(wild, problems);
  const families = familiesOf(definition);
  const config = sniProxyConfig(listeners, families);
  const configFile = `${CONFIG_FOLDER}/nginx.conf`;
  const command = sniProxyCommand(families, configFile);
  return {
    name, namespace: gateway.namespace, service: `${name}.${gateway.namespace}.svc.${cluster.clusterDomain}`, labels: { app: name }, image: egress.sniProxy.image,
    replicas: gateway.replicas, ...(cluster.platform === 'openshift' ? {} : { user: NGINX_USER }), listeners, config, configFile, command, checksum: checksumOf(config),
    principal: `${cluster.trustDomain}/ns/${gateway.namespace}/sa/${gateway.serviceAccount}`,
    imports: wild.map(({ entry }) => `${entry.namespace}/${entry.host}`).filter((host, index, all) => all.indexOf(host) === index),
  };
}

/** One listener a port outside; the proxy knows the port outside by the port on which it was called. */
function listenersOf(wild: readonly Destination[], problems: Problems): SniProxyListener[] {
  const listeners = new Map<number, { listen: number; port: number; hosts: HostPattern[]; path: string }>();
  for (const { gatewayPort: listen, port, entry, flows } of wild) {
    const { path } = flows[0]!;
    const known = listeners.get(listen);
    if (known === undefined) {
      listeners.set(listen, { listen, port, hosts: [HostPattern.trusted(entry.host)], path });
    } else if (known.port === port) {
      known.hosts.push(HostPattern.trusted(entry.host));
    } else {
      problems.must(KINDS.collision, child(path, 'ports'), `not need port ${listen} of the SNI proxy, which port ${known.port} of ${known.path} has`, port,
        'name exact hosts for one of the two');
    }
  }
  return [...listeners.values()].map(({ listen, port, hosts }) => ({ listen, port, hosts }));
}

function familiesOf({ cluster }: Definition): IpFamilies {
  const versions = cluster.podCidrs.map((text) => Cidr.trusted(text).version);
  return { v4: versions.includes(4), v6: versions.includes(6) };
}
