import { KINDS } from '../../../errors';
import { Selecting } from '../chart-objects';
import { Check } from '../check';
import { ChartObject, labelsOf, mapOf, mapsOf, textsOf } from '../manifest';
import { PodTemplate } from '../pod-templates';
import { containerPortOf, Service } from '../services';

interface Policy extends Selecting { readonly object: ChartObject; readonly ports: readonly { readonly path: string; readonly port: number }[] }

/** Policies see ports of containers (measured: istio-dataplane, policies); and a PeerAuthentication of the root namespace that selects. */
export const policyPorts: Check = (chart, report) => {
  for (const object of chart.of('security.istio.io', 'PeerAuthentication')) {
    const selector = labelsOf(mapOf(object.spec.selector).matchLabels);
    if (object.namespace !== chart.context.rootNamespace || Object.keys(selector).length === 0) continue;
    report.must(KINDS.rootSelector, object, 'spec.selector', `be left out in ${object.namespace}`, Object.keys(selector).join(', '), 'Istio ignores the whole policy: leave the selector out, or use another namespace');
  }
  const policies = [...chart.of('security.istio.io', 'PeerAuthentication').map(peerAuthentication), ...chart.of('security.istio.io', 'AuthorizationPolicy').map(authorizationPolicy)];
  const services = chart.servicesByPod();
  for (const [{ object, ports }, pods] of chart.selectedBy(policies)) {
    for (const { path, port } of ports) {
      const meant = meantPort(port, pods, services);
      if (meant !== undefined) report.must(KINDS.servicePort, object, path, `be the port of the container, which is ${meant.port}`, port, `${port} is the port of ${meant.service}, which policies never see`);
    }
  }
};

/** The port of the container behind a port of a Service; undefined where a pod has the port itself, or nobody knows it. */
function meantPort(
  port: number, pods: readonly PodTemplate[], services: ReadonlyMap<PodTemplate, readonly Service[]>,
): { readonly port: number; readonly service: string } | undefined {
  if (pods.some(({ containerPorts }) => containerPorts.some(({ number }) => number === port))) return undefined;
  const behind = pods.flatMap((pod) => (services.get(pod) ?? []).flatMap(({ object, ports }) => ports.map((one) => ({ object, one, target: containerPortOf(one, pod) }))));
  if (behind.some(({ target }) => target === port)) return undefined;
  const found = behind.find(({ one, target }) => one.number === port && target !== undefined);
  return found === undefined ? undefined : { port: found.target!, service: found.object.construct };
}

function peerAuthentication(object: ChartObject): Policy {
  return {
    object, namespace: object.namespace, selector: labelsOf(mapOf(object.spec.selector).matchLabels),
    ports: Object.keys(mapOf(object.spec.portLevelMtls)).map((port) => ({ path: `spec.portLevelMtls["${port}"]`, port: Number(port) })),
  };
}

/** Rules by server name, and ports left alone, are for what the pod sends: there any port may be meant. */
function authorizationPolicy(object: ChartObject): Policy {
  return {
    object, namespace: object.namespace, selector: labelsOf(mapOf(object.spec.selector).matchLabels),
    ports: mapsOf(object.spec.rules).flatMap(({ to, when }, index) => (mapsOf(when).some(({ key }) => key === 'connection.sni') ? []
      : mapsOf(to).flatMap(({ operation }, place) => textsOf(mapOf(operation).ports).map((port, at) =>
        ({ path: `spec.rules[${index}].to[${place}].operation.ports[${at}]`, port: Number(port) }))))),
  };
}
