import { EKS_HOSTS } from '../../catalog';
import { freeze } from '../../cell/freeze';
import { HostPattern, Port } from '../../net';
import { Flow } from '../../plan';

/** What nodes of EKS need besides the cell's flows, as flows of the nodes: a group of its own, which nobody takes away with a receiver. */
export function platformFlows(region: string): Flow[] {
  return EKS_HOSTS.map(({ key, hosts, about, evidence, source }): Flow => freeze({
    id: `platform/${key}`,
    key: `platform/${key}`,
    direction: 'egress',
    from: [{ nodes: true }],
    to: { hosts: hosts(region).map((host) => HostPattern.trusted(host)), cidrs: [], component: null },
    network: 'internet',
    addressBound: false,
    via: null,
    ports: [Port.of(443)],
    protocol: 'https',
    transport: 'https',
    evidence,
    reasons: [{ text: about, source }],
    path: 'cluster.nodeCidrs',
  }));
}
