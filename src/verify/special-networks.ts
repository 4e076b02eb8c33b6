import { Cidr } from '../net';

/** A network that is not the Internet, and what it is for. */
export interface SpecialNetwork {
  readonly network: Cidr;
  readonly name: string;
}

const row = (name: string, text: string): SpecialNetwork => ({ name, network: Cidr.trusted(text) });

/**
 * Never the Internet. IANA's special-purpose registries (RFC 6890), multicast and reserved space; Azure's WireServer (Microsoft, "What is IP address
 * 168.63.129.16"). Documentation networks are left out: they stand for the Internet in examples and samples.
 */
export const SPECIAL_NETWORKS: readonly SpecialNetwork[] = [
  row('this-network', '0.0.0.0/8'), row('private-10', '10.0.0.0/8'), row('shared', '100.64.0.0/10'), row('loopback', '127.0.0.0/8'),
  row('wireserver', '168.63.129.16/32'), row('link-local', '169.254.0.0/16'), row('private-172', '172.16.0.0/12'), row('ietf', '192.0.0.0/24'),
  row('private-192', '192.168.0.0/16'), row('benchmark', '198.18.0.0/15'), row('multicast', '224.0.0.0/4'), row('reserved', '240.0.0.0/4'),
  row('teredo', '2001::/32'), row('6to4', '2002::/16'), row('unique-local', 'fc00::/7'), row('link-local-6', 'fe80::/10'), row('multicast-6', 'ff00::/8'),
];

/** The metadata service of Azure, AWS, Google Cloud and others. */
export const METADATA_ADDRESS = '169.254.169.254';
