import { Definition } from '../../cell';
import { gatewaySettingsOf } from './gateway/settings';
import { objectName } from './names';
import { protectedNamespaces } from './scopes';

/** What pods of a namespace reach on the nodes, by Cilium's entities. */
export interface CiliumPolicyRow {
  readonly name: string;
  readonly namespace: string;
  readonly egress: readonly CiliumRuleRow[];
}

export interface CiliumRuleRow {
  readonly entity: 'kube-apiserver' | 'host';
  readonly ports: readonly { readonly port: number; readonly protocol: 'TCP' | 'UDP' }[];
}

/**
 * With Cilium a policy of its own for what is on nodes: no `ipBlock` matches those ("CIDR-based policies do not apply to traffic where both sides are
 * managed by Cilium", docs.cilium.io), so the API server and a node-local DNS cache would be cut off (cilium/cilium#18644).
 */
export function ciliumPoliciesOf(definition: Definition): CiliumPolicyRow[] {
  const { cluster: { cni, apiServer, dns } } = definition;
  if (cni.name !== 'cilium') return [];
  const cache: CiliumRuleRow[] = dns.nodeLocal ? [{ entity: 'host', ports: [{ port: 53, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }] }] : [];
  const server: CiliumRuleRow[] = apiServer === undefined ? [] : [{ entity: 'kube-apiserver', ports: [{ port: apiServer.port, protocol: 'TCP' }] }];
  const gateway = gatewaySettingsOf(definition);
  const rows = [
    ...protectedNamespaces(definition).map((namespace) => ({ namespace, egress: [...server, ...cache] })),
    ...(gateway === undefined ? [] : [{ namespace: gateway.namespace, egress: cache }]),
  ];
  return rows.filter(({ egress }) => egress.length > 0).map((row) => ({ name: objectName(definition.name, 'cilium'), ...row }));
}
