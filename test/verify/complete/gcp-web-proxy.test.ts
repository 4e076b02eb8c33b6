import { verify } from '../../../src/verify';
import type { ReadOutput, TerraformResource } from '../../../src/verify/read';
import { webProxy } from '../support/mutated-outputs';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- attributes are changed as they stand in files
type Loose = any;

const read = webProxy();

function found(change: (resources: Loose[]) => void): string[] {
  const output: Loose = structuredClone(read.output);
  change(output.terraform.net.resources);
  return verify(read.cell, output as ReadOutput, { firewall: read.targets }).problems.filter(({ code }) => code === 'EIC727').map(({ message }) => message);
}
const one = (resources: readonly TerraformResource[], text: string): Loose => resources.find(({ address }) => address.includes(text))!.values;
const remove = (resources: Loose[], text: string): void => void resources.splice(resources.findIndex(({ address }: TerraformResource) => address.includes(text)), 1);

test('an output as the definition has it lacks nothing', () => expect(found(() => undefined)).toEqual([]));

test.each<[string, (resources: Loose[]) => void, RegExp]>([
  ['a rule that is off', (all) => { one(all, 'proxy-cloud-connector').enabled = false; }, /a rule of the proxy for each of cloud-connector.*, got: 0 .* connectivitycertsigning/],
  ['a rule that denies', (all) => { one(all, 'proxy-xsuaa').basic_profile = 'DENY'; }, /xsuaa.* for \*\.hana\.ondemand\.com/],
  ['a name of the platform', (all) => remove(all, 'proxy-platform-images'), /each of GKE, got: 0 .* for gke\.gcr\.io/],
  ['a rule in another policy', (all) => { one(all, 'proxy-xsuaa').gateway_security_policy = 'other'; }, /be in the policy of the files, got: "other"/],
  ['a rule that breaks TLS', (all) => { one(all, 'proxy-xsuaa').tls_inspection_enabled = true; }, /nobody trusts the certificates/],
  ['a gateway elsewhere', (all) => { one(all, 'services_gateway').addresses = ['10.93.0.6']; }, /be \["10\.93\.0\.5"\], to which the routes lead/],
  ['no route to the proxy', (all) => remove(all, 'route-10-90-0-0-22-proxy'), /from 10\.90\.0\.0\/22 to the proxy/],
  ['a route to another address', (all) => { one(all, 'route-10-90-0-0-22-proxy').next_hop_ilb_ip = '10.93.0.6'; }, /next_hop_ilb_ip/],
  ['no route around it', (all) => remove(all, 'route-10-90-0-0-22-10-20-0-0-24'), /to 10\.20\.0\.0\/24, which the proxy does not serve/],
  ['a route around it that comes too late', (all) => { one(all, 'route-10-90-0-0-22-10-20-0-0-24').priority = 2000; }, /come before the route to the proxy, got: 2000/],
  ['a gateway whose router stays', (all) => { one(all, 'services_gateway').delete_swg_autogen_router_on_destroy = false; }, /the router that Google made stays/],
  ['a deny around it of all ports', (all) => { delete one(all, 'inspect-around').match.layer4_configs[0].ports; }, /deny TCP 443 only/],
  ['a route for UDP', (all) => { one(all, 'route-10-90-0-0-22-proxy').filter.ip_protocol = 'UDP'; }, /must be "TCP"/],
  ['a smaller subnetwork of the proxy', (all) => { one(all, 'ProxySubnet').ip_cidr_range = '10.93.1.0/26'; }, /10\.93\.1\.0\/24/],
])('%s is noticed', (_, change, message) => {
  expect(found(change).filter((text) => message.test(text))).not.toEqual([]);
});

test('what goes around the proxy may use what the plan declares only', () => {
  const output: Loose = structuredClone(read.output);
  remove(output.terraform.net.resources, 'inspect-around');
  const { problems, probes } = verify(read.cell, output as ReadOutput, { firewall: read.targets });
  const wider = problems.filter(({ code }) => code === 'EIC725').map(({ message }) => message);
  expect(wider).toEqual(expect.arrayContaining([expect.stringMatching(/10\.20\.0\.0\/24 on port 443 .*inspect-proxy/)]));
  expect(probes.filter(({ outcome }) => outcome === 'wrong').map(({ id }) => id)).toEqual(expect.arrayContaining([expect.stringMatching(/other-port.*:443$/)]));
});

test('a proxy of others, under other names, lacks nothing', () => {
  expect(found((all) => {
    for (const { values } of all) for (const key of ['name', 'rule_name', 'description']) if (typeof values[key] === 'string') values[key] = values[key].replaceAll('hub-rotterdam', 'hub').replace('eic-', 'platform-');
  })).toEqual([]);
});
