import { splitVersions } from './sources';
import { KINDS, someOf } from '../../errors';
import { Port } from '../../net';
import { Finding, Flow } from '../../plan';
import { findingOf } from '../../plan/finding';

/** A flow and the mechanism that carries it. */
export interface CarriedFlow {
  readonly flow: Flow;
  readonly mechanism: 'application-rule' | 'network-rule';
  readonly evidence: string;
}

/**
 * Network rules of ours that decide before application rules of ours are looked at: on a common port, behind a common address, or behind
 * names whose addresses nobody knows. What the plan allows passes; what is widened is the names behind that address.
 */
export function maskedNames(carried: readonly CarriedFlow[], target: string): Finding[] {
  const names = carried.filter(({ mechanism }) => mechanism === 'application-rule').map(({ flow }) => flow);
  const ports = new Map<number, Flow[]>();
  for (const flow of names) for (const { first } of flow.ports) ports.set(first, [...(ports.get(first) ?? []), flow]);
  return [...ports].sort(([a], [b]) => a - b).flatMap(([port, web]) => {
    const network = carried.filter(({ flow, mechanism }) => mechanism === 'network-rule' && flow.transport !== 'udp' && flow.ports.some((range) => range.contains(Port.of(port))));
    return network.length === 0 ? [] : onPort(port, web, network, target);
  });
}

function onPort(port: number, web: readonly Flow[], network: readonly CarriedFlow[], target: string): Finding[] {
  const byAddress = overlaps(web, network.filter(({ evidence }) => evidence === 'ip').map(({ flow }) => flow));
  const byName = network.filter(({ evidence }) => evidence === 'dns').map(({ flow }) => flow);
  return [
    ...[...byAddress].map(([flow, masked]) => findingOf(KINDS.maskedName, flow.id, flow.path,
      `on port ${port}, the network rule of ${flow.key} (${target}) decides before the names of ${someOf(masked.map(({ key }) => key), 5)} at the same addresses`,
      'give the two different addresses or ports, or describe both by names')),
    ...byName.map((flow) => findingOf(KINDS.maskedName, flow.id, flow.path,
      `on port ${port}, whatever ${flow.to.hosts.join(', ')} resolve to is open for every name by the network rule of ${flow.key} (${target})`,
      'use protocol https where it is HTTPS, or give addresses that serve nothing else')),
  ];
}

/** Network flows by what they share with addresses of names. Networks are nested or apart: one walk in order finds all. */
function overlaps(web: readonly Flow[], network: readonly Flow[]): Map<Flow, Flow[]> {
  const entries = [...web.map((flow) => ({ flow, isWeb: true })), ...network.map((flow) => ({ flow, isWeb: false }))]
    .flatMap(({ flow, isWeb }) => splitVersions(flow.to.cidrs)[0].map((cidr) => ({ flow, isWeb, cidr })));
  const found = new Map<Flow, Flow[]>();
  const around: (typeof entries)[number][] = [];
  for (const entry of entries.sort((a, b) => a.cidr.compare(b.cidr))) {
    while (around.length > 0 && !around.at(-1)!.cidr.contains(entry.cidr)) around.pop();
    for (const outer of around) {
      if (outer.isWeb === entry.isWeb) continue;
      const [masked, masking] = entry.isWeb ? [entry.flow, outer.flow] : [outer.flow, entry.flow];
      const list = found.get(masking) ?? [];
      if (!list.includes(masked)) list.push(masked);
      found.set(masking, list);
    }
    around.push(entry);
  }
  return found;
}
