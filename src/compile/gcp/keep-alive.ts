import { GcpContext } from './context';
import { addressRules, nameRules } from './flow-rules';
import { GcpProtocol, GcpRule } from './rules';
import type { ProxiedNames } from './secure-web-proxy';
import { GKE_CONTROL_PLANE, GKE_NEEDS, METADATA_SERVER, PRIVATE_VIP } from '../../catalog';
import { Definition } from '../../cell';
import { KINDS } from '../../errors';
import { Cidr, HostPattern } from '../../net';
import { findingOf } from '../../plan/finding';

const EVERYTHING: readonly GcpProtocol[] = [{ protocol: 'all', ports: [] }];

/**
 * What must be allowed before anything is denied, since Google Cloud filters at every VM: nodes, pods and Services among each other, the
 * control plane, and the metadata server, which is DNS and time, too. What the cluster asks beyond that (`dns.upstream`, `ntp`) are flows of the plan.
 */
export function keepAlive({ cluster }: Definition, sources: readonly Cidr[] | undefined, context: GcpContext): GcpRule[] {
  const allow = (key: string, path: string, cidrs: readonly string[], protocols = EVERYTHING) =>
    addressRules(`base/${key}`, cidrs.map((text) => Cidr.trusted(text)), { protocols, path }, sources, context);
  const { apiServer } = cluster;
  return [
    ...allow('nodes', 'cluster.nodeCidrs', cluster.nodeCidrs),
    ...allow('pods', 'cluster.podCidrs', cluster.podCidrs),
    ...allow('services', 'cluster.serviceCidrs', cluster.serviceCidrs),
    ...(apiServer === undefined ? [] : allow('control-plane', 'cluster.apiServer', apiServer.cidrs, [{ protocol: 'tcp', ports: controlPlanePorts(cluster).map(String) }])),
    ...allow('metadata', context.options.target, [METADATA_SERVER.cidr]),
  ];
}

/** Ports of the control plane that nodes and pods may reach, in order. */
export function controlPlanePorts({ platform, apiServer }: Definition['cluster']): readonly number[] {
  return [...new Set([...(platform === 'gke' ? GKE_CONTROL_PLANE.ports : []), ...(apiServer === undefined ? [] : [apiServer.port])])].sort((a, b) => a - b);
}

/** What GKE itself needs of Google, as rules of their own. */
export function platformRules(path: string, sources: readonly Cidr[] | undefined, context: GcpContext): GcpRule[] {
  const { options, findings } = context;
  const isPrivate = options.googleApis === 'privateVip';
  findings.push(findingOf(KINDS.gcpGoogleApis, null, path,
    isPrivate ? `what GKE needs is reached at ${PRIVATE_VIP.cidr}, where every Google API is` : 'what GKE needs includes storage.googleapis.com, where the buckets of every customer are',
    'limit the service accounts of the nodes, or use VPC Service Controls'));
  if (isPrivate) {
    return addressRules('platform/google-apis', [Cidr.trusted(PRIVATE_VIP.cidr)], { protocols: [{ protocol: 'tcp', ports: ['443'] }], path }, sources, context);
  }
  return GKE_NEEDS.flatMap(({ key, hosts, ports }) =>
    nameRules(`platform/${key}`, hosts, { protocols: [{ protocol: 'tcp', ports: ports.map(String) }], path }, sources, context));
}

/** The same names for a proxy, to which a route takes the nodes' traffic, too; the private virtual address has a route around it. */
export function platformThroughProxy({ options }: GcpContext): ProxiedNames[] {
  if (options.googleApis === 'privateVip') return [];
  return GKE_NEEDS.map(({ key, hosts }) => ({ key: `platform/${key}`, path: options.target, hosts: hosts.map((host) => HostPattern.trusted(host)) }));
}
