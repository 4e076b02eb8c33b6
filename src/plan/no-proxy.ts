import type { Definition } from '../cell/definition';
import { compareText } from '../errors';

/** What every pod reaches without a proxy: itself, metadata of the node, and names inside the cluster (SAP's samples name the same). */
const ALWAYS = ['localhost', '127.0.0.1', '169.254.169.254', '.svc', '.local', '.internal'];

/**
 * The NO_PROXY value for pods behind `cluster.httpProxy`: names and networks that never go through it. Undefined without a proxy.
 * `*.x` is written `.x`, the form that most programs read; it then also covers `x` itself.
 */
export function noProxyValue({ cluster }: Definition): string | undefined {
  const { httpProxy } = cluster;
  if (httpProxy === undefined) return undefined;
  const own = [...cluster.podCidrs, ...cluster.serviceCidrs, ...cluster.nodeCidrs, ...(cluster.apiServer?.cidrs ?? [])];
  const hosts = httpProxy.noProxy.map((host) => host.replace(/^\*/, ''));
  return [...new Set([...ALWAYS, `.${cluster.clusterDomain}`, ...own.sort(compareText), ...hosts.sort(compareText)])].join(',');
}
