import { cloud, defaultDeny } from './shared';
import { defaulted, integer, list, object, optional, pattern, required, word } from '../../spec';

const gcpTargets = object('GcpTargets', 'Which VMs the rules apply to.', {
  serviceAccounts: defaulted(list(pattern(/^[a-z0-9-]+@[a-z0-9.-]+$/, 'be a service account')), [], 'Service accounts of the nodes.'),
  secureTags: defaulted(list(pattern(/^tagValues\/\d+$/, 'be a secure tag value such as tagValues/123')), [], 'Secure tags of the nodes.'),
});

const gcpRules = object('GcpRules', 'Rules of a Google Cloud network firewall policy.', {
  project: required(pattern(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'be a project id'), 'Project.'),
  region: required(pattern(/^[a-z]+-[a-z]+\d+$/, 'be a Google Cloud region such as europe-west3'), 'Region.'),
  network: required(pattern(/^projects\/[^/\s]+\/global\/networks\/[^/\s]+$/, 'be projects/…/global/networks/…'), 'VPC network.'),
  targets: optional(gcpTargets, 'Which VMs the rules apply to.', 'all VMs of the network'),
  priorityBase: defaulted(integer(0, 2147483000), 10000, 'First priority.'),
  wildcards: defaulted(word('GcpWildcards', 'refuse', 'urlFiltering', 'secureWebProxy'), 'refuse', 'How wildcard hosts are matched.'),
  defaultDeny,
});

/** `gcp` of a target. */
export const gcp = cloud('GcpTarget', gcpRules);
