import { Cidr, HostPattern, Port } from '../../net';
import { Flow } from '../../plan';

/** What is permitted: hosts and networks, on ports. */
export interface Need extends Pick<Flow, 'ports' | 'addressBound'> {
  readonly to: Pick<Flow['to'], 'hosts' | 'cidrs'>;
}

/** What the plan permits, whoever asks: by host and port, and by network and port. Rules of ours must lie inside. */
export class PlanScope {
  private readonly hosts = new Map<string, Need[]>();
  private readonly networks: { readonly network: Cidr; readonly flow: Need }[] = [];
  private readonly internetPorts: Port[] = [];

  public constructor(private readonly flows: readonly Need[]) {
    for (const flow of flows) {
      for (const host of flow.to.hosts) this.hosts.set(String(host), [...this.hosts.get(String(host)) ?? [], flow]);
      for (const network of flow.to.cidrs) this.networks.push({ network, flow });
      if (flow.to.hosts.length > 0 && !flow.addressBound) this.internetPorts.push(...flow.ports);
    }
  }

  /** Does a flow have the host, or a wildcard over it, on the ports? Without ports: on any. */
  public hasHost(text: string, ports?: Port): boolean {
    const pattern = HostPattern.trusted(text.toLowerCase());
    const found = this.hosts.get(String(pattern)) ?? this.flows.filter(({ to }) => to.hosts.some((host) => host.covers(pattern)));
    return found.some((flow) => ports === undefined || within(flow, ports));
  }

  /** Does a flow have the network, or one around it, on the ports? */
  public hasNetwork(network: Cidr, ports?: Port): boolean {
    return this.networks.some(({ network: own, flow }) => own.contains(network) && (ports === undefined || within(flow, ports)));
  }

  /** Does a flow leave for hosts on the Internet, whose addresses nobody declares, on the ports? */
  public isInternetPort(ports: Port): boolean {
    return this.internetPorts.some((own) => own.contains(ports));
  }
}

function within({ ports }: Need, wanted: Port): boolean {
  return ports.some((own) => own.contains(wanted));
}
