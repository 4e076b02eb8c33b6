import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';
import { EgressRuleRow, IngressRuleRow, NetworkPolicyRow, PeerRow } from '../../compile/cluster';

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

export interface EgressNetworkPolicyProps extends ObjectProps {
  readonly row: NetworkPolicyRow;
}

/** `NetworkPolicy` of type Egress, and of type Ingress where the row says who may call (networking.k8s.io/v1). */
export class EgressNetworkPolicy extends CellObject {
  public constructor(scope: Construct, id: string, { row, ...props }: EgressNetworkPolicyProps) {
    super(scope, id, 'networking.k8s.io/v1', 'NetworkPolicy', props, {
      podSelector: podSelectorOf(row),
      policyTypes: row.ingress === undefined ? ['Egress'] : ['Egress', 'Ingress'],
      // An empty rule lets everything pass, whatever the others say.
      egress: [...row.egress.map(rule), ...(row.open ? [{}] : [])],
      ...(row.ingress === undefined ? {} : { ingress: row.ingress.map(callers) }),
    });
  }
}

/** Labels that pods must have, and must not have; everything where nothing is said. */
export function podSelectorOf({ pods }: Pick<NetworkPolicyRow, 'pods'>): object {
  if (pods === undefined) return {};
  const expressions = pods.notIn.map(({ key, values }) => ({ key, operator: 'NotIn', values }));
  return {
    ...(Object.keys(pods.labels).length === 0 ? {} : { matchLabels: pods.labels }),
    ...(expressions.length === 0 ? {} : { matchExpressions: expressions }),
  };
}

function rule({ to, ports }: EgressRuleRow): object {
  return { to: to.map(peer), ...(ports.length === 0 ? {} : { ports: ports.map((port) => ({ ...port })) }) };
}

function callers({ from, ports }: IngressRuleRow): object {
  return { from: from.map(peer), ports: ports.map((port) => ({ ...port })) };
}

function peer(row: PeerRow): object {
  if ('cidr' in row) return { ipBlock: { cidr: row.cidr, ...(row.except.length === 0 ? {} : { except: row.except }) } };
  const [only] = row.namespaces;
  return {
    namespaceSelector: row.namespaces.length === 1
      ? { matchLabels: { [NAMESPACE_NAME]: only } }
      : { matchExpressions: [{ key: NAMESPACE_NAME, operator: 'In', values: row.namespaces }] },
    ...(row.labels === undefined ? {} : { podSelector: { matchLabels: row.labels } }),
  };
}
