import { KINDS } from '../../../errors';
import { Check } from '../check';
import { brokenHostRule, isAddress, isPartialWildcard } from '../host-names';
import { ChartObject, mapOf, mapsOf, textOf, textsOf } from '../manifest';
import { destinationsOf } from '../routes';

interface Host { readonly path: string; readonly host: string }

/** What may stand for a host, beside names and wildcards. */
interface Place {
  readonly hosts: (object: ChartObject) => Host[];
  readonly any?: boolean;
  readonly address?: boolean;
  readonly wildcard?: boolean;
  /** Are names without a dot refused? */
  readonly full?: boolean;
}

const hostsAt = (path: string, hosts: unknown): Host[] => textsOf(hosts).map((host, index) => ({ path: `${path}[${index}]`, host }));
const servers = ({ spec }: ChartObject): Host[] => mapsOf(spec.servers).flatMap(({ hosts }, index) => hostsAt(`spec.servers[${index}].hosts`, hosts).map(withoutNamespace));
const imports = ({ spec }: ChartObject): Host[] => mapsOf(spec.egress).flatMap(({ hosts }, index) =>
  hostsAt(`spec.egress[${index}].hosts`, hosts).filter(({ host }) => host.includes('/')).map(withoutNamespace));
const serverNames = ({ spec }: ChartObject): Host[] => mapsOf(spec.tls).flatMap(({ match }, index) => mapsOf(match).flatMap(({ sniHosts }, place) =>
  hostsAt(`spec.tls[${index}].match[${place}].sniHosts`, sniHosts)));

/** Every place of a host, by kind (istio/istio: pkg/config/validation/agent/validation.go, ValidateWildcardDomain and its callers). */
const PLACES: Readonly<Record<string, readonly Place[]>> = {
  ServiceEntry: [{ hosts: ({ spec }) => hostsAt('spec.hosts', spec.hosts) }],
  Sidecar: [{ hosts: imports, any: true, full: true }],
  Gateway: [{ hosts: servers, any: true, address: true, full: true }],
  VirtualService: [
    { hosts: ({ spec }) => hostsAt('spec.hosts', spec.hosts), any: true, address: true },
    { hosts: serverNames, address: true },
    { hosts: ({ spec }) => destinationsOf(spec).map(({ path, host }) => ({ path: `${path}.host`, host })) },
  ],
  DestinationRule: [
    { hosts: ({ spec }) => [{ path: 'spec.host', host: textOf(spec.host) }], any: true },
    { hosts: ({ spec }) => tunnels(spec), address: true, wildcard: false },
  ],
};

/** Hosts of networking objects. */
export const hosts: Check = (chart, report) => {
  for (const [kind, places] of Object.entries(PLACES)) {
    for (const object of chart.of('networking.istio.io', kind)) {
      for (const place of places) {
        for (const { path, host } of place.hosts(object)) {
          const rule = brokenRule(host, place, kind);
          if (rule !== undefined) report.must(KINDS.istioHost, object, path, rule, host, 'istiod refuses the object');
          else if (isPartialWildcard(host)) report.must(KINDS.istioWarning, object, path, 'have its wildcard as the whole first label', host, 'it matches no host otherwise');
        }
      }
    }
  }
};

function brokenRule(host: string, { any = false, address = false, wildcard = true, full = false }: Place, kind: string): string | undefined {
  if (host === '*') return any ? undefined : 'be a name or *.name: * would be every host';
  if (isAddress(host)) return address ? undefined : 'be a name, no address';
  if (full && !host.includes('.')) return 'be a full name: short names are refused here';
  if (isPartialWildcard(host) && kind !== 'ServiceEntry') return 'have its wildcard as the whole first label only';
  return brokenHostRule(host, { wildcard });
}

function withoutNamespace({ path, host }: Host): Host {
  return { path, host: host.slice(host.indexOf('/') + 1) };
}

function tunnels(spec: ChartObject['spec']): Host[] {
  const policies = [{ path: 'spec', policy: spec }, ...mapsOf(spec.subsets).map((policy, index) => ({ path: `spec.subsets[${index}]`, policy }))];
  return policies.flatMap(({ path, policy }) => {
    const { tunnel } = mapOf(policy.trafficPolicy);
    return tunnel === undefined ? [] : [{ path: `${path}.trafficPolicy.tunnel.targetHost`, host: textOf(mapOf(tunnel).targetHost) }];
  });
}
