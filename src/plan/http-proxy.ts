import { KINDS, Problems } from '../errors';
import { HostPattern } from '../net';
import type { Definition } from '../cell/definition';
import { closestTo, item } from '../cell/spec';
import { Draft } from './draft';

/**
 * Sends flows through the corporate proxy: they stay in the plan with `via: proxy`, hosts under `noProxy` go on directly,
 * and one flow to the proxy itself takes their place for mesh, NetworkPolicy and firewall.
 */
export function throughHttpProxy(drafts: readonly Draft[], { cluster: { httpProxy } }: Definition, problems: Problems): Draft[] {
  if (httpProxy === undefined) return [...drafts];
  const chosen = httpProxy.flows;
  const ids = [...new Set(drafts.map(({ id }) => id))];
  if (typeof chosen !== 'string') {
    chosen.forEach((id, index) => {
      if (ids.includes(id)) return;
      const near = closestTo(id, ids);
      problems.must(KINDS.unknownReference, item('cluster.httpProxy.flows', index), 'be a flow of the plan', id,
        near === undefined ? `the flows are ${ids.join(', ')}` : `did you mean "${near}"?`);
    });
  }
  const direct = httpProxy.noProxy.map((text) => HostPattern.trusted(text));
  const isDirect = (host: string) => direct.some((pattern) => pattern.covers(HostPattern.trusted(host)));
  const proxied: Draft[] = [];
  const result = drafts.flatMap((draft): Draft[] => {
    const hosts = draft.hosts ?? [];
    const fits = draft.direction === undefined && draft.via === undefined && draft.network !== 'private' && hosts.length > 0;
    if (!fits || (typeof chosen === 'string' ? draft.transport === 'tcp' || draft.transport === 'udp' : !chosen.includes(draft.id))) return [draft];
    const [kept, moved] = [hosts.filter(isDirect), hosts.filter((host) => !isDirect(host))];
    if (moved.length === 0) return [draft];
    const via: Draft = { ...draft, hosts: moved, via: 'proxy' };
    proxied.push(via);
    return kept.length === 0 ? [via] : [via, { ...draft, hosts: kept, part: draft.part === undefined ? 'direct' : `${draft.part}-direct` }];
  });
  if (proxied.length === 0) return result;
  return [...result, {
    id: 'http-proxy', from: proxied.flatMap(({ from }) => from), hosts: [httpProxy.host], cidrs: httpProxy.addresses, network: 'private', ports: [httpProxy.port],
    protocol: 'tcp', transport: 'tcp', evidence: 'declared',
    reasons: [{ text: `corporate HTTP proxy for ${[...new Set(proxied.map(({ id }) => id))].sort().join(', ')}`, source: 'cluster.httpProxy' }], path: 'cluster.httpProxy',
  }];
}
