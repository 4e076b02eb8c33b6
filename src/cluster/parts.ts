import { Construct } from 'constructs';
import { compareText } from '../errors';
import { CallerList } from './objects/caller-list';
import { CiliumPolicy } from './objects/cilium-policy';
import { EgressAllow } from './objects/egress-allow';
import { EgressNetworkPolicy } from './objects/egress-network-policy';
import { CiliumFqdnPolicy, GkeFqdnPolicy, InspectedDns } from './objects/fqdn-policy';
import { Gateway } from './objects/gateway';
import { IngressSources } from './objects/ingress-sources';
import { PeerAuthentication } from './objects/peer-authentication';
import { ServiceEntry } from './objects/service-entry';
import { Sidecar } from './objects/sidecar';
import { VirtualService } from './objects/virtual-service';
import { CellPart, CellPartProps } from './part';
import { flowIds } from '../plan';

/** ServiceEntries: the hosts that the mesh knows. Open nothing by themselves, so they come first. */
export class EgressHosts extends CellPart {
  public constructor(scope: Construct, id: string, props: CellPartProps) {
    super(scope, id, props);
    for (const row of this.rows.serviceEntries) {
      new ServiceEntry(this, childId(row.namespace, row.name, this.cell.name), { ...row, cell: this.cell.name, flows: flowIds(row.flows) });
    }
  }
}

/** Mutual TLS between pods: STRICT for each namespace, with the declared exceptions. */
export class MutualTls extends CellPart {
  public constructor(scope: Construct, id: string, props: CellPartProps) {
    super(scope, id, props);
    for (const row of this.rows.peerAuthentications) {
      new PeerAuthentication(this, childId(row.namespace, row.name, this.cell.name), { ...row, cell: this.cell.name });
    }
  }
}

/** Who may call the cell's pods: a DENY of every other namespace, of callers without identity, and of other addresses behind the gateway. */
export class CallerLists extends CellPart {
  public constructor(scope: Construct, id: string, props: CellPartProps) {
    super(scope, id, props);
    for (const row of this.rows.callerLists) {
      new CallerList(this, childId(row.namespace, row.name, this.cell.name), { ...row, cell: this.cell.name, reason: `callers of ${row.namespace}` });
    }
    for (const row of this.rows.ingressSources) {
      new IngressSources(this, childId(row.namespace, row.name, this.cell.name), { ...row, cell: this.cell.name, reason: `sources of callers through ${row.gatewayNamespace}` });
    }
  }
}

/** Outgoing TLS by server name, where DYNAMIC_DNS puts policies of others on it. */
export class EgressAllows extends CellPart {
  public constructor(scope: Construct, id: string, props: CellPartProps) {
    super(scope, id, props);
    for (const row of this.rows.egressAllows) new EgressAllow(this, childId(row.namespace, row.name, this.cell.name), { ...row, cell: this.cell.name });
  }
}

/** Additional virtual hosts: Gateway and VirtualService beside SAP's own. */
export class VirtualHosts extends CellPart {
  public constructor(scope: Construct, id: string, props: CellPartProps) {
    super(scope, id, props);
    for (const row of this.rows.virtualHosts) {
      const identity = { name: row.name, namespace: row.namespace, cell: this.cell.name, flows: [row.flow] };
      new Gateway(this, `${row.key}-gateway`, {
        ...identity, selector: row.gatewaySelector, portName: row.name, host: row.host,
        tlsMode: row.tls, credentialName: row.credentialName, minProtocolVersion: row.minProtocolVersion,
      });
      new VirtualService(this, `${row.key}-virtual-service`, {
        ...identity, host: row.host, gateway: `${row.namespace}/${row.name}`, exportTo: row.gatewayNamespace, authority: row.authority,
        destination: row.destination, destinationPort: row.destinationPort,
      });
    }
  }
}

/** Sidecars: what the pods of each component may reach through their proxy. */
export class EgressScopes extends CellPart {
  public constructor(scope: Construct, id: string, props: CellPartProps) {
    super(scope, id, props);
    for (const row of this.rows.sidecars) new Sidecar(this, childId(row.namespace, row.name, this.cell.name), { ...row, cell: this.cell.name });
  }
}

/** NetworkPolicies: default-deny egress, enforced outside the pod. */
export class NetworkIsolation extends CellPart {
  public constructor(scope: Construct, id: string, props: CellPartProps) {
    super(scope, id, props);
    for (const row of this.rows.networkPolicies) {
      const flows = [...new Set(row.egress.flatMap((rule) => rule.flows))].sort(compareText);
      new EgressNetworkPolicy(this, childId(row.namespace, row.name, this.cell.name), {
        name: row.name, namespace: row.namespace, cell: this.cell.name, flows, reason: 'default-deny egress', row,
      });
    }
    for (const row of this.rows.ciliumPolicies) {
      new CiliumPolicy(this, childId(row.namespace, row.name, this.cell.name), { ...row, cell: this.cell.name, reason: 'what is on nodes, which no ipBlock matches with Cilium' });
    }
    for (const row of this.rows.inspectedDns) {
      new InspectedDns(this, childId(row.namespace, row.name, this.cell.name), { ...row, cell: this.cell.name, reason: 'DNS, from which Cilium learns the addresses of names' });
    }
    for (const row of this.rows.fqdnPolicies) {
      const { name, namespace, plugin, egress } = row;
      const flows = [...new Set(egress.flatMap((rule) => rule.flows))].sort(compareText);
      new (plugin === 'cilium' ? CiliumFqdnPolicy : GkeFqdnPolicy)(this, childId(namespace, name, this.cell.name), { name, namespace, cell: this.cell.name, flows, row });
    }
  }
}

/** `edge-icell.worker`: construct ids leave out what the parent says. */
function childId(namespace: string, name: string, cell: string): string {
  const prefix = `eic-${cell}-`;
  return `${namespace}.${name.startsWith(prefix) ? name.slice(prefix.length) : name}`;
}
