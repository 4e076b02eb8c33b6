import { KINDS } from '../../../errors';
import { ChartObjects, grouped, Selecting } from '../chart-objects';
import { Check } from '../check';
import { fullHost } from '../host-names';
import { meets } from '../label-index';
import { ChartObject, labelsOf, mapsOf, textOf } from '../manifest';
import { PodTemplate } from '../pod-templates';
import { destinationsOf } from '../routes';
import { Service } from '../services';

/** Ports and subsets of destinations that the chart shows (IST0101, IST0112, IST0173). */
export const destinations: Check = (chart, report) => {
  const rules = grouped(chart.of('networking.istio.io', 'DestinationRule'), (object) => hostOf(textOf(object.spec.host), object, chart));
  const entries = new Map(chart.egress.entries.flatMap(({ hosts, ports }) => hosts.map((host) => [host, ports.flatMap(({ number }) => number ?? [])])));
  for (const object of chart.of('networking.istio.io', 'VirtualService')) {
    for (const { host, port, subset, path } of destinationsOf(object.spec)) {
      const full = hostOf(host, object, chart);
      const ports = chart.services.get(full)?.ports.flatMap(({ number }) => number ?? []);
      const known = ports ?? entries.get(full) ?? [];
      if (port === undefined && known.length > 1) {
        report.must(KINDS.destinationPort, object, `${path}.port`, `be given: ${host} has the ports ${known.join(', ')}`, undefined, 'name one of them');
      } else if (port !== undefined && ports !== undefined && ports.length > 0 && !ports.includes(port)) {
        report.must(KINDS.destinationPort, object, `${path}.port.number`, `be a port of ${host}: ${ports.join(', ')}`, port, 'name one of them; it is the port of the Service, not of the container');
      }
      const ofHost = rules.get(full);
      if (subset !== '' && ofHost !== undefined && !ofHost.some(({ spec }) => mapsOf(spec.subsets).some(({ name }) => name === subset))) {
        report.must(KINDS.subset, object, `${path}.subset`, `be a subset of ${ofHost.map(({ construct }) => construct).join(' or ')}`, subset, 'name one of its subsets, or add it there');
      }
    }
  }
  const pods = podsByHost(rules, chart);
  for (const [host, objects] of rules) {
    const behind = pods.get(host) ?? [];
    if (behind.length === 0) continue;
    for (const object of objects) {
      mapsOf(object.spec.subsets).forEach(({ labels }, index) => {
        if (behind.some((pod) => meets(pod.labels, labelsOf(labels)))) return;
        report.must(KINDS.subset, object, `spec.subsets[${index}].labels`, `be on pods behind ${host}`, Object.entries(labelsOf(labels)).map((pair) => pair.join('=')).join(','), 'no pod of the chart has them');
      });
    }
  }
};

/** The pods of the chart behind each host that a rule is for. */
function podsByHost(rules: ReadonlyMap<string, unknown>, chart: ChartObjects): ReadonlyMap<string, readonly PodTemplate[]> {
  const selecting = [...rules.keys()].flatMap((host): (Selecting & { readonly service: Service })[] => {
    const service = chart.services.get(host);
    return service === undefined || Object.keys(service.selector).length === 0 ? [] : [{ namespace: service.object.namespace, selector: service.selector, service }];
  });
  return new Map([...chart.selectedBy(selecting)].map(([{ service }, pods]) => [service.host, pods]));
}

function hostOf(host: string, { namespace }: ChartObject, { context }: ChartObjects): string {
  return fullHost(host.toLowerCase(), namespace, context.clusterDomain);
}
