import { GcpContext } from './context';
import { GcpUrlFiltering } from './options';
import { LAST_PRIORITY, RESERVED_PRIORITIES } from './priorities';
import { Definition } from '../../cell';
import { child } from '../../cell/spec';
import { KINDS, Problems } from '../../errors';
import { Cidr, isToken } from '../../net';

/** Versions of the google provider that know URL filtering. */
const URL_FILTERING_SINCE = [7, 22] as const;

/** What Google Cloud limits, and what options need each other. */
export function checkOptions(definition: Definition, { options, problems }: GcpContext): void {
  const { target, priorityBase, wildcards, urlFiltering, secureWebProxy, platformEgress } = options;
  const last = LAST_PRIORITY - RESERVED_PRIORITIES;
  if (!Number.isInteger(priorityBase) || priorityBase < 0 || priorityBase > last) {
    problems.must(KINDS.limit, child(target, 'priorityBase'), `be a whole number from 0 to ${last}`, priorityBase, `${RESERVED_PRIORITIES} priorities from it on are reserved`);
  }
  if (wildcards === 'urlFiltering') {
    if (urlFiltering === undefined) problems.missing(child(target, 'urlFiltering'), 'with wildcards: urlFiltering, organization and zones');
    else checkUrlFiltering(urlFiltering, options.region, child(target, 'urlFiltering'), problems);
  }
  if (wildcards === 'secureWebProxy' && secureWebProxy === undefined) {
    problems.missing(child(target, 'secureWebProxy'), 'with wildcards: secureWebProxy, subnetwork and address of the gateway');
  }
  if (platformEgress && definition.cluster.platform !== 'gke') {
    problems.must(KINDS.conflict, 'cluster.platform', 'be gke with platformEgress: gke', definition.cluster.platform, 'use platformEgress: none');
  }
}

function checkUrlFiltering({ zones, endpoints = {}, providerVersion = '~> 7.22' }: GcpUrlFiltering, region: string, path: string, problems: Problems): void {
  zones.forEach((zone, index) => {
    if (!isToken(region) && zone.slice(0, -2) !== region) problems.must(KINDS.conflict, `${child(path, 'zones')}[${index}]`, `be a zone of ${region}`, zone);
    if (zones.indexOf(zone) !== index) problems.must(KINDS.nameClash, `${child(path, 'zones')}[${index}]`, 'be named once', zone);
  });
  for (const zone of Object.keys(endpoints)) {
    if (!zones.includes(zone)) problems.must(KINDS.unknownReference, child(child(path, 'endpoints'), zone), `be for one of the zones ${zones.join(', ')}`, zone);
  }
  const [major = 0, minor = 0] = (/\d+(\.\d+)*/.exec(providerVersion)?.[0] ?? '').split('.').map(Number);
  if (major < URL_FILTERING_SINCE[0] || (major === URL_FILTERING_SINCE[0] && minor < URL_FILTERING_SINCE[1])) {
    problems.must(KINDS.limit, child(path, 'providerVersion'), `be ${URL_FILTERING_SINCE.join('.')} at least: earlier versions do not know URL filtering`, providerVersion);
  }
}

/** Networks that go into one place must not overlap. */
export function checkOverlaps(named: readonly { readonly path: string; readonly cidr: Cidr }[], problems: Problems): void {
  const sorted = [...named].sort((a, b) => a.cidr.compare(b.cidr));
  sorted.forEach((entry, index) => {
    const before = sorted[index - 1];
    if (before?.cidr.overlaps(entry.cidr)) problems.must(KINDS.conflict, entry.path, `not overlap ${before.cidr} of ${before.path}`, `${entry.cidr}`, 'subnets of one network have ranges of their own');
  });
}
