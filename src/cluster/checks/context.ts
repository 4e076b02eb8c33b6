import { Labels } from './manifest';
import { DNS_LOCATIONS, NAMESPACES } from '../../catalog';
import { Definition, dnsLocation, gatewayNamespace } from '../../cell';
import { protectedNamespaces } from '../../compile/cluster';

/** What a cell says about the cluster that the objects go to. */
export interface CheckContext {
  /** Name of the cell; objects of other cells are left alone, since each cell has a cluster of its own. */
  readonly cell: string;
  /** Minor version, such as `1.27`. */
  readonly istioVersion: string;
  /** Namespace whose policies hold for the mesh. */
  readonly rootNamespace: string;
  readonly clusterDomain: string;
  /** Where the pods of the ingress gateway are, and their labels. */
  readonly gateway: { readonly namespace: string; readonly selector: Labels };
  /** Namespaces whose pods the cell protects. */
  readonly protectedNamespaces: ReadonlySet<string>;
  /** Namespaces with pods, Services and Secrets that no chart of the user shows: SAP's, Istio's, the cluster's. */
  readonly foreignNamespaces: ReadonlySet<string>;
}

export function contextOf(definition: Definition): CheckContext {
  const { name, cluster } = definition;
  const gateway = { namespace: gatewayNamespace(cluster), selector: cluster.istio.gatewaySelector };
  return {
    cell: name, istioVersion: cluster.istioVersion, rootNamespace: cluster.istio.namespace, clusterDomain: cluster.clusterDomain, gateway,
    protectedNamespaces: new Set(protectedNamespaces(definition)),
    foreignNamespaces: new Set([
      ...NAMESPACES.map((known) => known.name), cluster.istio.namespace, gateway.namespace, dnsLocation(cluster).namespace,
      ...Object.values(DNS_LOCATIONS).map((location) => location!.namespace), ...cluster.monitoring.namespaces, 'kube-system', 'default',
    ]),
  };
}
