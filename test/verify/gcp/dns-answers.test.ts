import { GcpFirewall } from '../../../src/verify/gcp';
import { configOf, connection } from '../support/terraform-config';

const [VIP, OTHER] = ['199.36.153.8', '203.0.113.77'];
const answer = (dnsName: string, address: string | undefined, type = 'A') => ({ dns_name: dnsName, local_data: { local_datas: address === undefined ? [] : [{ name: dnsName, type, rrdatas: [address] }] } });
const firewall = (answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>) => new GcpFirewall(configOf({
  google_compute_network_firewall_policy: { policy: { name: 'policy' } },
  google_compute_network_firewall_policy_association: { network: { firewall_policy: '${google_compute_network_firewall_policy.policy.name}' } },
  google_compute_network_firewall_policy_rule: {
    vip: { action: 'allow', direction: 'EGRESS', priority: 1, firewall_policy: '${google_compute_network_firewall_policy.policy.name}', match: { dest_ip_ranges: ['199.36.153.8/30'], layer4_configs: [{ ip_protocol: 'tcp', ports: ['443'] }] } },
    deny: { action: 'deny', direction: 'EGRESS', priority: 2, firewall_policy: '${google_compute_network_firewall_policy.policy.name}', match: { dest_ip_ranges: ['0.0.0.0/0', '::/0'], layer4_configs: [{ ip_protocol: 'all' }] } },
  },
  google_dns_response_policy_rule: answers,
}));

const ALL = { apis: answer('*.googleapis.com.', VIP), other: answer('other.googleapis.com.', OTHER), deep: answer('*.deep.googleapis.com.', OTHER), text: answer('text.googleapis.com.', 'a', 'TXT') };

test.each<[string, Parameters<typeof connection>, string]>([
  ['a name below a wildcard is dialled at its answer', ['storage.googleapis.com:443'], 'allow'],
  ['at any depth', ['bucket.storage.googleapis.com:443'], 'allow'],
  ['on the ports of the rule only', ['storage.googleapis.com:80'], 'deny'],
  ['the wildcard does not hold its own domain', ['googleapis.com:443'], 'deny'],
  ['nor names that only end alike', ['evilgoogleapis.com:443'], 'deny'],
  ['an exact name comes before a wildcard', ['other.googleapis.com:443'], 'deny'],
  ['the longer wildcard comes first', ['a.deep.googleapis.com:443'], 'deny'],
  ['what is no address is no answer, and the wildcard holds', ['text.googleapis.com:443'], 'allow'],
  ['other names resolve as usual', ['a.example:443'], 'deny'],
  ['an address that is dialled as it is was looked up nowhere', ['203.0.113.10:443', { serverName: 'storage.googleapis.com' }], 'deny'],
  ['there is no answer in IPv6', ['storage.googleapis.com:443', { address: '2001:db8::1' }], 'deny'],
])('%s', (_, asked, verdict) => expect(firewall(ALL).judge(connection(...asked)).verdict).toBe(verdict));

test('without response policies names resolve as usual', () => expect(firewall({}).judge(connection('storage.googleapis.com:443')).verdict).toBe('deny'));
