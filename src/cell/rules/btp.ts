import { cloudConnectorHosts, COMMUNICATION_FLOWS, findRegion, isChina, OBJECT_STORES, parentRegion, REGIONS } from '../../catalog';
import { KINDS, Problems } from '../../errors';
import { HostPattern } from '../../net';
import type { Definition } from '../definition';
import { child, item } from '../spec';

/** What the catalogue and the definition together say of the BTP subaccount. */
export type Landscape = ReturnType<typeof landscapeOf>;

/** Region, infrastructure and domain; undefined parts are problems that `checkBtp` reports. */
export function landscapeOf({ btp }: Pick<Definition, 'btp'>) {
  const region = findRegion(btp.region);
  const china = isChina(btp.region);
  const infrastructure = btp.infrastructure ?? region?.infrastructure;
  return {
    region: btp.region,
    parent: parentRegion(btp.region),
    infrastructure,
    /** In China SAP's network page does not apply: the domain must be said. */
    domain: btp.domain ?? (china ? undefined : region?.domain),
    objectStore: infrastructure === undefined || china ? undefined : OBJECT_STORES[infrastructure],
    known: region !== undefined && !china,
  };
}

/** Patterns that SAP documents for a flow; empty where it documents none. */
export function documentedHosts(flow: string, landscape: Landscape): readonly string[] {
  if (flow === 'content-deployment') return landscape.objectStore?.hosts ?? [];
  const { region, infrastructure, domain } = landscape;
  if (domain === undefined) return [];
  // Tunnel hosts lie outside SAP's pattern on SAP Cloud Infrastructure, and everywhere from November 2026 on.
  const tunnel = flow === 'application-monitoring' && infrastructure !== undefined ? cloudConnectorHosts(region, infrastructure, domain).tunnel : [];
  return [`*.${domain}`, ...tunnel];
}

/** `btp`: region, domain and object store are known or given; hosts of flows lie inside SAP's pattern. */
export function checkBtp(definition: Definition, problems: Problems): void {
  if (['region', 'infrastructure', 'domain'].some((field) => problems.touches(`btp.${field}`))) return;
  const { btp } = definition;
  const landscape = landscapeOf(definition);
  const hasStore = landscape.objectStore !== undefined || btp.flows?.['content-deployment']?.hosts !== undefined || problems.touches('btp.flows.content-deployment');
  const wanted = [
    ...(landscape.infrastructure === undefined ? ['btp.infrastructure'] : []),
    ...(landscape.domain === undefined ? ['btp.domain'] : []),
    ...(hasStore ? [] : ['btp.flows.content-deployment.hosts']),
  ];
  if (wanted.length > 0) {
    const rule = isChina(btp.region) ? 'come with domain and object store, which SAP does not document for China' : 'be a region of the catalogue, or come with what it decides';
    problems.must(KINDS.unknownRegion, 'btp.region', rule, btp.region, `give ${wanted.join(', ')}${listedNear(landscape)}`);
  }
  for (const flow of COMMUNICATION_FLOWS.keys()) checkInside(flow, definition, landscape, problems);
}

/** The sub-landscapes that SAP lists of the same region. */
function listedNear({ known, parent }: Landscape): string {
  const region = REGIONS.get(parent);
  return known || region === undefined || isChina(parent) ? '' : `; SAP lists ${[region.id, ...region.subLandscapes].join(', ')}`;
}

function checkInside(flow: string, { btp }: Definition, landscape: Landscape, problems: Problems): void {
  const patterns = documentedHosts(flow, landscape).map((text) => HostPattern.trusted(text));
  const hosts = btp.flows?.[flow as keyof typeof btp.flows]?.hosts ?? [];
  const path = child(child('btp.flows', flow), 'hosts');
  if (patterns.length === 0 || problems.touches(path)) return;
  hosts.forEach((host, index) => {
    const inside = patterns.some((pattern) => pattern.covers(HostPattern.trusted(host)));
    if (!inside) {
      problems.must(KINDS.outsidePattern, item(path, index), `lie inside ${patterns.join(' or ')}`, host, `list it under btp.flows.${flow}.extraHosts with a reason`);
    }
  });
}
