import { Definition } from '../../cell';
import { Cidr } from '../../net';
import { NetworkIndex } from '../addresses';

/** Networks that no router forwards: what is dialled there never comes to a firewall. */
const NEVER_ROUTED = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '168.63.129.16/32', '224.0.0.0/4', '240.0.0.0/4', 'fe80::/10', 'ff00::/8'];

/** Addresses that are reached without leaving the cluster or node. */
export class InsideNetworks {
  private readonly index = new NetworkIndex<true>();

  public constructor({ cluster }: Definition) {
    for (const text of [...NEVER_ROUTED, ...cluster.podCidrs, ...cluster.serviceCidrs]) this.index.add(Cidr.trusted(text), true);
  }

  public has(address: string): boolean {
    return this.index.has(address);
  }
}
