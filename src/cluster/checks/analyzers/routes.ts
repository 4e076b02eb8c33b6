import { KINDS } from '../../../errors';
import { ChartObjects } from '../chart-objects';
import { Check } from '../check';
import { fullHost } from '../host-names';
import { LabelIndex } from '../label-index';
import { ChartObject, labelsOf, mapOf, mapsOf, textsOf } from '../manifest';
import { PodTemplate } from '../pod-templates';
import { Report } from '../report';
import { gatewayKey, gatewaysOf } from '../routes';
import { exportedTo } from '../service-entries';

const CLAIM = /^@request\.auth\.claims[.[]/;

/** Two VirtualServices of the mesh for one host (IST0109), and routes by claims that nobody reads (IST0149). */
export const routes: Check = (chart, report) => {
  const first = new Map<string, ChartObject>();
  const byClaims: { readonly object: ChartObject; readonly key: string }[] = [];
  for (const object of chart.of('networking.istio.io', 'VirtualService')) {
    if (gatewaysOf(object.spec).includes('mesh')) meshHosts(object, first, chart, report);
    const key = claimOf(object);
    if (key !== undefined) byClaims.push({ object, key });
  }
  if (byClaims.length > 0) claims(byClaims, chart, report);
};

/** A namespace sees what is exported to it and what is exported to everybody. */
function meshHosts(object: ChartObject, first: Map<string, ChartObject>, { context }: ChartObjects, report: Report): void {
  const namespaces = exportedTo(textsOf(object.spec.exportTo), object.namespace);
  textsOf(object.spec.hosts).forEach((text, index) => {
    const host = fullHost(text.toLowerCase(), object.namespace, context.clusterDomain);
    const seen = namespaces.has('*') ? ['*', 'anybody'] : ['*', ...namespaces];
    const other = seen.map((namespace) => first.get(`${host} ${namespace}`)).find((found) => found !== undefined && found !== object);
    for (const namespace of [...namespaces, 'anybody']) if (!first.has(`${host} ${namespace}`)) first.set(`${host} ${namespace}`, object);
    if (other !== undefined) report.must(KINDS.meshHosts, object, `spec.hosts[${index}]`, `be routed once in the mesh, and ${other.construct} routes it`, text, 'make one VirtualService of the two');
  });
}

function claims(routed: readonly { readonly object: ChartObject; readonly key: string }[], chart: ChartObjects, report: Report): void {
  const readers = new LabelIndex(chart.of('security.istio.io', 'RequestAuthentication').map((value) => ({ selector: labelsOf(mapOf(value.spec.selector).matchLabels), value })));
  const isRead = (pod: PodTemplate): boolean => readers.selecting(pod.labels).some(({ namespace }) => namespace === pod.namespace || namespace === chart.context.rootNamespace);
  const unread = new Map([...chart.podsOfGateways()].map(([{ namespace, name }, pods]) => [`${namespace}/${name}`, pods.find((pod) => !isRead(pod))]));
  for (const { object, key } of routed) {
    for (const name of gatewaysOf(object.spec)) {
      const pod = unread.get(gatewayKey(name, object.namespace) ?? '');
      if (pod !== undefined) report.must(KINDS.jwtRoute, object, 'spec.http', `have a RequestAuthentication for ${pod.object.construct}`, key, 'add one: without it there are no claims');
    }
  }
}

/** The first claim that the routes look at. */
function claimOf({ spec }: ChartObject): string | undefined {
  const matches = mapsOf(spec.http).flatMap(({ match }) => mapsOf(match));
  return matches.flatMap(({ headers, withoutHeaders }) => [...Object.keys(mapOf(headers)), ...Object.keys(mapOf(withoutHeaders))]).find((name) => CLAIM.test(name));
}
