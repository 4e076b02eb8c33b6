import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';
import { podSelectorOf } from './egress-network-policy';
import { FqdnPolicyRow, FqdnRuleRow, InspectedDnsRow } from '../../compile/cluster';

export interface FqdnPolicyProps extends ObjectProps {
  readonly row: FqdnPolicyRow;
}

/** Most ports that Cilium takes in one list (its CRD: `maxItems`). */
const MOST_PORTS = 40;

/** `CiliumNetworkPolicy` with `toFQDNs` (docs.cilium.io, DNS based): `**.` is one or more labels from Cilium 1.19 on. */
export class CiliumFqdnPolicy extends CellObject {
  public constructor(scope: Construct, id: string, { row, ...props }: FqdnPolicyProps) {
    super(scope, id, 'cilium.io/v2', 'CiliumNetworkPolicy', props, { endpointSelector: podSelectorOf(row), egress: row.egress.map(ciliumRule) });
  }
}

function ciliumRule({ hosts, ports }: FqdnRuleRow): object {
  const lists = Array.from({ length: Math.ceil(ports.length / MOST_PORTS) }, (_, index) => ports.slice(index * MOST_PORTS, (index + 1) * MOST_PORTS));
  return {
    toFQDNs: hosts.map(({ name, wildcard }) => (wildcard ? { matchPattern: `**.${name}` } : { matchName: name })),
    toPorts: lists.map((list) => ({ ports: list.map((port) => ({ port: String(port), protocol: 'TCP' })) })),
  };
}

/** `FQDNNetworkPolicy` of GKE Dataplane V2 (cloud.google.com, FQDN network policies); exact hosts only. */
export class GkeFqdnPolicy extends CellObject {
  public constructor(scope: Construct, id: string, { row, ...props }: FqdnPolicyProps) {
    super(scope, id, 'networking.gke.io/v1alpha1', 'FQDNNetworkPolicy', props, {
      podSelector: podSelectorOf(row),
      egress: row.egress.map(({ hosts, ports }) => ({ matches: hosts.map(({ name }) => ({ name })), ports: ports.map((port) => ({ protocol: 'TCP', port })) })),
    });
  }
}

export interface InspectedDnsProps extends ObjectProps, Pick<InspectedDnsRow, 'dns'> {}

const POD_NAMESPACE = 'k8s:io.kubernetes.pod.namespace';

/** `CiliumNetworkPolicy` by which all pods of a namespace ask the cluster's DNS through Cilium, which so learns the addresses of names. */
export class InspectedDns extends CellObject {
  public constructor(scope: Construct, id: string, { dns, ...props }: InspectedDnsProps) {
    const labels = Object.fromEntries(Object.entries(dns.selector).map(([key, value]) => [`k8s:${key}`, value]));
    super(scope, id, 'cilium.io/v2', 'CiliumNetworkPolicy', props, {
      endpointSelector: {},
      egress: [{
        toEndpoints: [{ matchLabels: { [POD_NAMESPACE]: dns.namespace, ...labels } }],
        toPorts: [{ ports: dns.ports.flatMap((port) => ['TCP', 'UDP'].map((protocol) => ({ port: String(port), protocol }))), rules: { dns: [{ matchPattern: '*' }] } }],
      }],
    });
  }
}
