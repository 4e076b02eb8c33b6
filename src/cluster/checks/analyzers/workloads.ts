import { KINDS } from '../../../errors';
import { ChartObjects } from '../chart-objects';
import { Check } from '../check';
import { ChartObject, Data, mapOf, mapsOf, textOf, textsOf } from '../manifest';
import { hasSidecar, pathIn, PodTemplate } from '../pod-templates';
import { Report } from '../report';

const PROXY = 'istio-proxy';
const PROXY_USER = 1337;

/** Annotations by which traffic passes the proxy by; with a value that lets nothing pass where there is one (istio.io, resource annotations). */
const PAST_PROXY: Readonly<Record<string, string>> = {
  'traffic.sidecar.istio.io/excludeOutboundPorts': '',
  'traffic.sidecar.istio.io/excludeOutboundIPRanges': '',
  'traffic.sidecar.istio.io/includeOutboundIPRanges': '*',
  'traffic.sidecar.istio.io/excludeInboundPorts': '',
  'traffic.sidecar.istio.io/includeInboundPorts': '*',
  'traffic.sidecar.istio.io/excludeInterfaces': '',
  'ambient.istio.io/bypass-inbound-capture': 'false',
};

/** Pods that connect without their proxy (IST0102, IST0144), and proxies that are never injected (IST0123, IST0146, IST0147). */
export const workloads: Check = (chart, report) => {
  const namespaces = new Map(chart.of('', 'Namespace').map((namespace) => [namespace.name, namespace]));
  for (const [namespace, pods] of chart.pods) {
    for (const pod of pods) {
      proxyUser(pod, report);
      neverInjected(pod, namespaces.get(namespace), report);
      if (chart.context.protectedNamespaces.has(namespace)) pastProxy(pod, report);
    }
  }
  for (const namespace of namespaces.values()) injectionOf(namespace, chart, report);
};

/** What the proxy's own user sends is never captured. */
function proxyUser(pod: PodTemplate, report: Report): void {
  const wayOut = 'traffic of this user passes the proxy by: use another one';
  const containers = ['containers', 'initContainers'].flatMap((field) => mapsOf(pod.spec[field]).map((container, index) => ({ container, path: `spec.${field}[${index}]` })));
  const places: [string, Data][] = [['spec', pod.spec], ...containers.filter(({ container }) => container.name !== PROXY && container.name !== 'istio-init').map(({ container, path }): [string, Data] => [path, container])];
  for (const [path, owner] of places) {
    for (const field of ['runAsUser', 'runAsGroup']) {
      const value = mapOf(owner.securityContext)[field];
      if (value === PROXY_USER) report.must(KINDS.bypass, pod.object, pathIn(pod, `${path}.securityContext.${field}`), `not be ${PROXY_USER}, which is the proxy's`, value, wayOut);
    }
  }
}

function pastProxy(pod: PodTemplate, report: Report): void {
  const wrong = (path: string, rule: string, got: unknown, wayOut: string): void => report.must(KINDS.bypass, pod.object, pathIn(pod, path), rule, got, wayOut);
  if (!hasSidecar(pod) && pod.annotations['inject.istio.io/templates'] !== 'gateway') {
    wrong('metadata.labels["sidecar.istio.io/inject"]', 'not be false in a namespace of the cell', 'false', 'no policy of the mesh holds for the pod: leave it out, or use another namespace');
  }
  for (const [name, harmless] of Object.entries(PAST_PROXY)) {
    const value = pod.annotations[name];
    if (value !== undefined && value.trim() !== harmless) wrong(`metadata.annotations["${name}"]`, 'be left out in a namespace of the cell', value, 'the proxy does not see that traffic: declare it instead');
  }
  if (pod.annotations['sidecar.istio.io/interceptionMode']?.toUpperCase() === 'NONE') {
    wrong('metadata.annotations["sidecar.istio.io/interceptionMode"]', 'not be NONE in a namespace of the cell', 'NONE', 'nothing reaches the proxy: use REDIRECT or TPROXY');
  }
  if (pod.spec.hostNetwork === true) wrong('spec.hostNetwork', 'not be true in a namespace of the cell', true, 'pods of the network of the node have no proxy');
  mapsOf(pod.spec.containers).forEach(({ name, securityContext }, index) => {
    if (name === PROXY) return;
    const { privileged, capabilities } = mapOf(securityContext);
    const path = `spec.containers[${index}].securityContext`;
    if (privileged === true) wrong(`${path}.privileged`, 'not be true in a namespace of the cell', true, 'the container can take the redirection away');
    const added = textsOf(mapOf(capabilities).add).find((capability) => ['ALL', 'NET_ADMIN', 'CAP_NET_ADMIN'].includes(capability));
    if (added !== undefined) wrong(`${path}.capabilities.add`, 'not hold NET_ADMIN in a namespace of the cell', added, 'the container can take the redirection away');
  });
}

/** `image: auto` waits for the injector. */
function neverInjected(pod: PodTemplate, namespace: ChartObject | undefined, report: Report): void {
  const index = mapsOf(pod.spec.containers).findIndex(({ name, image }) => name === PROXY && image === 'auto');
  if (index < 0) return;
  const asked = pod.labels['sidecar.istio.io/inject'] === 'true' || pod.labels['istio.io/rev'] !== undefined || namespace === undefined || isInjected(namespace);
  if (hasInject(pod, 'false') || !asked) {
    report.must(KINDS.injection, pod.object, pathIn(pod, `spec.containers[${index}].image`), 'be injected, since its image is auto', 'auto', 'add the label sidecar.istio.io/inject: "true" to the pod');
  }
}

function injectionOf(namespace: ChartObject, { context }: ChartObjects, report: Report): void {
  const { labels } = namespace;
  if (labels['istio-injection'] !== undefined && labels['istio.io/rev'] !== undefined) {
    report.must(KINDS.injection, namespace, 'metadata.labels', 'have one of istio-injection and istio.io/rev', `${labels['istio-injection']}, ${labels['istio.io/rev']}`, 'remove one: the first wins, whatever the revision');
  }
  if (context.protectedNamespaces.has(namespace.name) && labels['istio-injection'] === 'disabled') {
    report.must(KINDS.bypass, namespace, 'metadata.labels["istio-injection"]', 'not be disabled in a namespace of the cell', 'disabled', 'no policy of the mesh holds for its pods');
  }
}

function isInjected({ labels }: ChartObject): boolean {
  return labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined;
}

function hasInject({ labels, annotations }: PodTemplate, value: string): boolean {
  return (labels['sidecar.istio.io/inject'] ?? textOf(annotations['sidecar.istio.io/inject'])) === value;
}
