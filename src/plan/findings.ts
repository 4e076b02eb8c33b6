import { CELL_NAMESPACES, ELM_NAMESPACE, RECEIVER_PROTOCOLS, SHARED_TENANT_DOMAINS } from '../catalog';
import { Finding, findingOf, isOfTargets, riskOf } from './finding';
import { Flow } from './flow';
import type { Definition } from '../cell/definition';
import { item } from '../cell/spec';
import { KINDS, Problems } from '../errors';
import { HostPattern } from '../net';

/** Protocols without encryption from end to end; revocation lists are signed and meant to be read in the clear. */
const PLAIN = ['http', 'ftp', 'smtp', 'pop3', 'imap', 'ldap', 'nfs', 'ibmmq'];

/** What a reviewer should know of the flows, whatever the target. */
export function findingsOf(flows: readonly Flow[], definition: Definition): Finding[] {
  return [
    ...flows.flatMap((flow) => [...sharedTenant(flow), ...anyAddress(flow, definition), ...plaintext(flow, definition), ...passivePorts(flow)]),
    ...optionalMutual(definition),
    ...ofCluster(definition),
  ];
}

/** Does the wildcard cover a domain in which any customer of a platform can have names? */
export function isSharedTenant(host: HostPattern): boolean {
  return host.wildcard && SHARED_TENANT_DOMAINS.some((domain) => domain === host.name || domain.endsWith(`.${host.name}`));
}

function sharedTenant(flow: Flow): Finding[] {
  const wide = flow.to.hosts.filter(isSharedTenant);
  if (wide.length === 0) return [];
  const remedy = flow.path.startsWith('btp.flows')
    ? `give ${flow.path}.hosts${flow.id === 'content-deployment' ? '' : ', or btp.narrow: region'}, or accept the risk with a reason`
    : `name exact hosts under ${flow.path}, or accept the risk with a reason`;
  return [findingOf(KINDS.sharedTenantWildcard, flow.id, flow.path, `${wide.join(' and ')} cover${wide.length > 1 ? '' : 's'} names of every customer of the platform`, remedy)];
}

function anyAddress(flow: Flow, { egress }: Definition): Finding[] {
  const ours = flow.from.some(({ namespace }) => namespace !== undefined && (CELL_NAMESPACES.includes(namespace) || namespace === ELM_NAMESPACE));
  const wild = flow.to.hosts.filter(({ wildcard }) => wildcard);
  const passthrough = egress.wildcards === 'auto' || egress.wildcards === 'passthrough';
  if (!passthrough || !ours || wild.length === 0 || flow.via !== null || flow.direction === 'ingress') return [];
  return [findingOf(KINDS.anyAddress, flow.id, flow.path,
    `a pod reaches any address on ${flow.ports.join(', ')} by sending a name of ${wild.join(' or ')}`,
    'name exact hosts, use egress.wildcards: dynamicDns with Istio 1.30, or accept the risk with a reason')];
}

function plaintext(flow: Flow, { receivers }: Definition): Finding[] {
  const receiver = flow.id.startsWith('receiver/') ? receivers[flow.id.slice('receiver/'.length)] : undefined;
  const hasChoice = RECEIVER_PROTOCOLS.get(flow.protocol)?.tlsChoice === true;
  const plain = PLAIN.includes(flow.protocol) || (hasChoice && (receiver === undefined || receiver.tls === false));
  if (!plain || flow.id === 'revocation') return [];
  return [findingOf(KINDS.plaintext, flow.id, flow.path, `${flow.protocol} is not encrypted from its start`, 'use the encrypted form of the protocol, or accept the risk with a reason')];
}

/** FTP's data connections go to ports of their own. */
function passivePorts(flow: Flow): Finding[] {
  if (flow.via !== null || !['ftp', 'ftps'].includes(flow.protocol) || flow.ports.some(({ isSingle }) => !isSingle)) return [];
  return [findingOf(KINDS.passivePorts, flow.id, flow.path, `${flow.protocol} data connections have no port: only ${flow.ports.join(', ')} is open`,
    `list the server's passive range in ${flow.path}.ports, or use sftp`)];
}

function optionalMutual({ ingress }: Definition): Finding[] {
  return Object.entries(ingress.virtualHosts.additional).filter(([, { tls }]) => tls === 'OPTIONAL_MUTUAL').map(([key, { host }]) =>
    findingOf(KINDS.optionalMutual, `ingress/${key}`, `ingress.virtualHosts.additional.${key}.tls`,
      `${host} refuses callers that send a client certificate of a CA it does not trust`, 'use tls: SIMPLE where nobody authenticates by certificate, or accept the risk with a reason'));
}

function ofCluster({ cluster, btp }: Definition): Finding[] {
  return [
    ...(cluster.cni.networkPolicy === true ? [] : [findingOf(KINDS.unprovenNetworkPolicy, null, 'cluster.cni.networkPolicy',
      cluster.cni.networkPolicy === false ? 'the cluster does not enforce NetworkPolicies' : 'it is not said whether the cluster enforces NetworkPolicies',
      'give cluster.cni.networkPolicy: true where it does')]),
    ...(btp.narrow === 'region' ? [findingOf(KINDS.inferredHosts, null, 'btp.narrow', 'hosts are narrowed to the region, which SAP does not promise', 'watch for denied names before you enforce')] : []),
  ];
}

/** Marks what the definition accepts of the plan. An acceptance that matches nothing is a problem; those of what targets find are left to them. */
export function acceptFindings(findings: readonly Finding[], { accept }: Definition, flows: readonly Flow[], problems: Problems): Finding[] {
  const accepted = new Map<string, { readonly reason: string; readonly path: string }>();
  const ids = new Set(flows.map(({ id }) => id));
  const risks = new Set(findings.map(riskKey));
  accept.forEach((acceptance, index) => {
    if (acceptance.flows.length + acceptance.targets.length === 0) problems.missing(`${item('accept', index)}.flows`, 'flows, or targets for what a target finds');
    if (isOfTargets(acceptance.risk)) return;
    acceptance.targets.forEach((key, place) => {
      problems.must(KINDS.uselessAcceptance, item(`${item('accept', index)}.targets`, place), `be left out: flows have the risk ${acceptance.risk}, not targets`, key, 'name flows');
    });
    acceptance.flows.forEach((id, place) => {
      const path = item(`${item('accept', index)}.flows`, place);
      const key = `${id} ${acceptance.risk}`;
      const earlier = accepted.get(key);
      if (earlier !== undefined) {
        problems.must(KINDS.uselessAcceptance, path, `not be accepted again: ${earlier.path} does`, id, 'give one reason for each flow and risk');
      } else if (risks.has(key)) {
        accepted.set(key, { reason: acceptance.reason, path });
      } else {
        const rule = ids.has(id) ? `be a flow with the risk ${acceptance.risk}` : 'be a flow of the plan';
        problems.must(KINDS.uselessAcceptance, path, rule, id, 'remove it, or correct flow and risk');
      }
    });
  });
  return findings.map((finding) => ({ ...finding, accepted: accepted.get(riskKey(finding))?.reason ?? null }));
}

function riskKey(finding: Finding): string {
  return `${finding.flow ?? ''} ${riskOf(finding) ?? ''}`;
}
