import { KINDS } from '../../../errors';
import { ChartObjects } from '../chart-objects';
import { Check } from '../check';
import { ChartObject, mapOf, mapsOf, numberOf } from '../manifest';
import { Report } from '../report';
import { credentialsOf, gatewayNamespaces } from './references';

const CLIENT_CERTIFICATE = ['MUTUAL', 'OPTIONAL_MUTUAL'];
/** Keys of a Secret, each in one of its forms (istio/istio: pilot/pkg/credentials/kube/secrets.go). */
const OWN: readonly (readonly string[])[] = [['tls.crt', 'cert'], ['tls.key', 'key']];
const OF_CALLERS: readonly (readonly string[])[] = [['ca.crt', 'cacert']];

/** Ports and Secrets of Gateways whose pods or Secrets the chart has (IST0161, IST0162). */
export const gatewayWorkloads: Check = (chart, report) => {
  const services = chart.servicesByPod();
  const podsOfGateways = chart.podsOfGateways();
  for (const [object, pods] of podsOfGateways) {
    const before = [...new Set(pods.flatMap((pod) => services.get(pod) ?? []))];
    if (before.length === 0) continue;
    const ports = new Set(before.flatMap((service) => service.ports.filter(({ transport }) => transport === 'TCP').map(({ number }) => number)));
    mapsOf(object.spec.servers).forEach(({ port }, index) => {
      const number = numberOf(mapOf(port).number);
      if (number === undefined || ports.has(number)) return;
      report.must(KINDS.gatewayPort, object, `spec.servers[${index}].port.number`, `be a port of ${before.map((service) => service.object.construct).join(' or ')}`, number, 'add the port to the Service');
    });
  }
  secrets(podsOfGateways, chart, report);
};

function secrets(pods: ReturnType<ChartObjects['podsOfGateways']>, chart: ChartObjects, report: Report): void {
  const known = new Map(chart.of('', 'Secret').map((secret) => [`${secret.namespace}/${secret.name}`, secret]));
  for (const { object, name, path, mode, ofCallers } of credentialsOf(chart)) {
    for (const namespace of gatewayNamespaces(object, pods.get(object) ?? [], chart)) {
      const secret = known.get(`${namespace}/${name}`);
      if (secret === undefined || keysOf(secret).size === 0) continue;
      const hasOther = known.has(`${namespace}/${name}-cacert`);
      const needed = ofCallers ? OF_CALLERS : [...OWN, ...(CLIENT_CERTIFICATE.includes(mode) && !hasOther ? OF_CALLERS : [])];
      const missing = needed.filter((forms) => !forms.some((form) => keysOf(secret).has(form))).map(([form]) => form!);
      if (missing.length > 0) report.must(KINDS.credential, object, path, `be a Secret with ${missing.join(' and ')}`, name, `${secret.construct} has ${[...keysOf(secret)].sort().join(', ')}`);
    }
  }
}

/** Keys, never values. A Secret without any is filled by somebody else. */
function keysOf({ data }: ChartObject): ReadonlySet<string> {
  return new Set([...Object.keys(mapOf(data.data)), ...Object.keys(mapOf(data.stringData))]);
}
