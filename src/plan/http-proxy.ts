import type { Definition } from '../cell/definition';
import { closestTo, item } from '../cell/spec';
import { KINDS, Problems, someOf } from '../errors';
import { HostPattern } from '../net';
import { Draft } from './draft';
import { flowIds } from './flow';

/**
 * Sends flows through the corporate proxy: they stay in the plan with `via: proxy`, hosts under `noProxy` go on directly,
 * and one flow to the proxy itself takes their place for mesh, NetworkPolicy and firewall.
 */
export function throughHttpProxy(drafts: readonly Draft[], { cluster: { httpProxy } }: Definition, problems: Problems): Draft[] {
  if (httpProxy === undefined) return [...drafts];
  const chosen = httpProxy.flows;
  const ids = [...new Set(drafts.map(({ id }) => id))];
  if (typeof chosen !== 'string') {
    const able = new Set(drafts.filter(fits).map(({ id }) => id));
    chosen.forEach((id, index) => {
      const path = item('cluster.httpProxy.flows', index);
      if (able.has(id)) return;
      if (ids.includes(id)) {
        problems.must(KINDS.conflict, path, 'be a flow that leaves for hosts on the Internet', id, 'it cannot go through the proxy: remove it');
      } else {
        const near = closestTo(id, ids);
        problems.must(KINDS.unknownReference, path, 'be a flow of the plan', id, near === undefined ? `there are ${someOf(ids)}` : `did you mean "${near}"?`);
      }
    });
  }
  const noProxy = httpProxy.noProxy.map((text) => HostPattern.trusted(text));
  const proxied: Draft[] = [];
  const result = drafts.flatMap((draft): Draft[] => {
    const hosts = draft.hosts ?? [];
    if (!fits(draft) || (typeof chosen === 'string' ? draft.transport === 'tcp' || draft.transport === 'udp' : !chosen.includes(draft.id))) return [draft];
    const kept = hosts.flatMap((host) => directPart(host, noProxy));
    const moved = hosts.filter((host) => !kept.includes(host));
    if (moved.length === 0) return [draft];
    const via: Draft = { ...draft, hosts: moved, via: 'proxy' };
    proxied.push(via);
    return kept.length === 0 ? [via] : [via, { ...draft, hosts: kept, part: draft.part === undefined ? 'direct' : `${draft.part}-direct` }];
  });
  if (proxied.length === 0) return result;
  return [...result, {
    id: 'http-proxy', from: proxied.flatMap(({ from }) => from), hosts: [httpProxy.host], cidrs: httpProxy.addresses, network: 'private', ports: [httpProxy.port],
    protocol: 'tcp', transport: 'tcp', evidence: 'declared',
    reasons: [{ text: `corporate HTTP proxy for ${flowIds(proxied).join(', ')}`, source: 'cluster.httpProxy' }], path: 'cluster.httpProxy',
  }];
}

/** Does the flow leave for hosts on the Internet, and not by another proxy? */
function fits({ direction, via, network, hosts = [] }: Draft): boolean {
  return direction === undefined && via === undefined && network !== 'private' && hosts.length > 0;
}

/** What of a host or wildcard is reached without the proxy: all of it, or the names below it that `noProxy` lists. */
function directPart(host: string, noProxy: readonly HostPattern[]): string[] {
  const pattern = HostPattern.trusted(host);
  return noProxy.some((direct) => direct.covers(pattern)) ? [host] : noProxy.filter((direct) => pattern.covers(direct)).map(String);
}
