import { cloud, defaultDeny } from './shared';
import { boolean, cidr, defaulted, integer, list, object, optional, pattern, record, required, word } from '../../spec';

const project = pattern(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'be a project id');
const region = pattern(/^[a-z]+-[a-z]+\d+$/, 'be a Google Cloud region such as europe-west3');
const network = pattern(/^projects\/[^/\s]+\/global\/networks\/[^/\s]+$/, 'be projects/…/global/networks/…');
const subnetwork = pattern(/^projects\/[^/\s]+\/regions\/[^/\s]+\/subnetworks\/[^/\s]+$/, 'be projects/…/regions/…/subnetworks/…');
const resourceName = pattern(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'be lower-case letters, digits and hyphens, start with a letter, and have at most 63 characters');
const address = pattern(/^projects\/[^/\s]+\/regions\/[^/\s]+\/addresses\/[^/\s]+$/, 'be projects/…/regions/…/addresses/…');
const zone = pattern(/^[a-z]+-[a-z]+\d+-[a-z]$/, 'be a zone such as europe-west3-a');
const ipv4 = pattern(/^(\d{1,3}\.){3}\d{1,3}$/, 'be an IPv4 address');
const endpoint = pattern(/^(organizations|projects)\/[^/\s]+\/locations\/[^/\s]+\/firewallEndpoints\/[^/\s]+$/, 'be organizations/…/locations/…/firewallEndpoints/…');

const gcpTargets = object('GcpTargets', 'Which VMs the rules apply to.', {
  serviceAccounts: defaulted(list(pattern(/^[a-z0-9-]+@[a-z0-9.-]+$/, 'be a service account')), [], 'Service accounts of the nodes.'),
  secureTags: defaulted(list(pattern(/^tagValues\/\d+$/, 'be a secure tag value such as tagValues/123')), [], 'Secure tags of the nodes.'),
});

const gcpUrlFiltering = object('GcpUrlFiltering', 'URL filtering of Cloud NGFW Enterprise.', {
  organization: required(pattern(/^\d{1,20}$/, 'be the number of an organization, in quotes'), 'Organization that owns profiles and endpoints.'),
  zones: required(list(zone, 1), 'Every zone where nodes can run: a zone without an endpoint is not inspected.'),
  billingProject: optional(project, 'Project that pays for the endpoints.', '`project`'),
  endpoints: defaulted(record(endpoint), {}, 'Firewall endpoints that exist already, by zone; the others are created.'),
  associate: defaulted(boolean(), true, 'Associate the endpoints with the network? False where it has them already.'),
  providerVersion: defaulted(pattern(/^(~>|>=|=)? ?[78]\.\d+(\.\d+)?$/, 'be a version of the google provider from 7.22 on, such as ~> 7.22'), '~> 7.22', 'Version of the google provider; its own stack needs 7.22 at least.'),
});

const gcpSecureWebProxy = object('GcpSecureWebProxy', 'A Secure Web Proxy as the next hop of the cell.', {
  subnetwork: required(subnetwork, 'Subnet in which the gateway takes its address.'),
  address: required(ipv4, 'Address of the gateway in that subnet.'),
  proxySubnetCidr: optional(cidr(), 'Range of the proxy-only subnet to create.', 'the network has a proxy-only subnet in the region'),
  certificateUrls: defaulted(list(pattern(/^projects\/[^\s]+\/certificates\/[^/\s]+$/, 'be projects/…/certificates/…')), [], 'Certificates of the gateway.'),
});

const common = {
  targets: optional(gcpTargets, 'Which VMs the rules apply to.', 'all VMs of the network, from the cell\'s addresses only'),
  firewallPolicy: optional(resourceName, 'Name of an existing network firewall policy in `project` that the network has.', 'a policy of the cell\'s own is created and associated with the network'),
  priorityBase: defaulted(integer(0, 1000000000), 10000, 'First of the 1,075,838,976 priorities among which those of our rules are chosen by their names.'),
  wildcards: defaulted(word('GcpWildcards', 'refuse', 'urlFiltering', 'secureWebProxy'), 'refuse', 'How wildcard hosts are matched.'),
  urlFiltering: optional(gcpUrlFiltering, 'URL filtering; needed with `wildcards: urlFiltering`.', 'no URL filtering'),
  secureWebProxy: optional(gcpSecureWebProxy, 'The proxy; needed with `wildcards: secureWebProxy`.', 'no proxy'),
  googleApis: defaulted(word('GcpGoogleApis', 'public', 'privateVip'), 'public', 'How Google APIs, and the object store of BTP on Google Cloud, are reached: by name, or by the private virtual address 199.36.153.8/30.'),
  responsePolicy: optional(resourceName, 'Name of the DNS response policy that the network has already, with `googleApis: privateVip`.', 'one is created'),
};

const gcpRules = object('GcpRules', 'Rules of a Google Cloud network firewall policy.', {
  project: required(project, 'Project.'),
  region: required(region, 'Region.'),
  network: required(network, 'VPC network.'),
  ...common,
  defaultDeny,
});

const gcpNetwork = object('GcpNetwork', 'A whole egress network.', {
  project: required(project, 'Project.'),
  region: required(region, 'Region.'),
  network: optional(network, 'VPC network that exists.', 'one is created'),
  subnetworks: defaulted(list(subnetwork), [], 'Subnets of the cluster that exist.', 'one is created for each IPv4 network of `cluster.nodeCidrs`'),
  router: optional(resourceName, 'Name of a Cloud Router that exists.', 'one is created'),
  natAddresses: defaulted(list(address), [], 'Reserved addresses that exist.', 'as many as `natAddressCount` are reserved'),
  natAddressCount: defaulted(integer(1, 100), 2, 'Addresses to reserve for Cloud NAT.'),
  minPortsPerVm: defaulted(integer(32, 32768), 64, 'Ports that a VM has at least; a power of 2.'),
  maxPortsPerVm: defaulted(integer(64, 65536), 4096, 'Ports that a VM has at most; a power of 2, more than the least.'),
  tcpEstablishedIdleTimeoutSec: defaulted(integer(30, 86400), 1200, 'Seconds without traffic after which Cloud NAT forgets a connection.'),
  natLogging: defaulted(word('GcpNatLogging', 'ERRORS_ONLY', 'TRANSLATIONS_ONLY', 'ALL'), 'ERRORS_ONLY', 'What Cloud NAT logs.'),
  ...common,
  defaultDeny: defaulted(word('GcpNetworkDefaultDeny', 'none', 'sources', 'any'), 'any', 'Our own deny: none, for the targets, or for every VM of a network that we create.'),
});

/** `gcp` of a target. */
export const gcp = cloud('GcpTarget', gcpRules, gcpNetwork);
