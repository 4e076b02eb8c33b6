/** What routes and NAT can say about a connection, or about a network: code → explanation. */
export const CODES: Readonly<Record<string, string>> = {
  'route/absent': 'The files hold no routes or NAT of an egress network.',
  'route/through-firewall': 'Routes take the connection through the firewall.',
  'route/around-firewall': 'A route takes the connection past the firewall: no rule of the firewall is asked.',
  'route/by-nat': 'The connection leaves by NAT; the firewall filters at the VM, before any route.',
  'route/ipv6-around-firewall': 'A route lets IPv6 out past the firewall or its NAT.',
  'route/no-way-out': 'No route leads to the destination.',
  'route/no-ipv6-way': 'No route lets IPv6 out.',
  'route/no-return-route': 'Replies take the local route past the firewall, as the NAT subnet has no route back through the endpoint of its zone: asymmetric.',
  'route/other-zone': 'A route leads to a firewall endpoint or NAT gateway of another zone, so that replies can come back another way: asymmetric.',
  'route/other-next-hop': 'The default route leads to an appliance that is not the firewall of the files.',
  'route/learned-routes': 'The route table takes over routes that gateways announce: more specific ones would lead past the firewall.',
  'route/no-nat': 'The firewall has no NAT with an address of its own behind it.',
  'route/address-not-static': 'The address that the network leaves with is not reserved: it can change.',
  'route/not-covered-by-nat': 'A subnetwork, or a range of it, is not covered by the NAT.',
  'route/not-understood': 'A route, or the subnet that it is for, could not be understood: an expression, or something that is not in the files.',
};
