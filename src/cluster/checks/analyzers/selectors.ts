import { KINDS } from '../../../errors';
import { Selecting } from '../chart-objects';
import { Check } from '../check';
import { selectorText } from '../label-index';
import { ChartObject, isMap, labelsOf, mapOf } from '../manifest';

const POLICIES = ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication', 'Telemetry', 'WasmPlugin'];
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** Selectors that meet no pod, and objects without effect (IST0101 of Sidecars, IST0127, IST0166, IST0167). */
export const selectorsOfPods: Check = (chart, report) => {
  const { context } = chart;
  const things = [
    ...POLICIES.flatMap((kind) => chart.istio(kind)).map((object) => selecting(object, 'spec.selector.matchLabels', mapOf(object.spec.selector).matchLabels)),
    ...chart.istio('Sidecar').map((object) => selecting(object, 'spec.workloadSelector.labels', mapOf(object.spec.workloadSelector).labels)),
  ].filter(({ selector }) => Object.keys(selector).length > 0);
  for (const [{ object, namespace, selector, path }, pods] of chart.selectedBy(things)) {
    const isShown = chart.pods.has(namespace) && !context.foreignNamespaces.has(namespace);
    if (isShown && pods.length === 0) {
      report.must(KINDS.selectsNothing, object, path, `select a pod of ${namespace}`, selectorText(selector), 'no pod of the chart has these labels');
    }
    if (selector[GATEWAY_NAME] !== undefined && object.kind !== 'PeerAuthentication' && object.kind !== 'Sidecar') {
      report.must(KINDS.ineffective, object, path, 'be targetRefs for a Gateway API gateway', selector[GATEWAY_NAME], 'name the Gateway under targetRefs');
    }
  }
  const ambient = new Set(chart.of('', 'Namespace').filter(({ labels }) => labels['istio.io/dataplane-mode'] === 'ambient').map(({ name }) => name));
  for (const object of chart.istio('Sidecar')) {
    if (ambient.has(object.namespace)) report.must(KINDS.ineffective, object, 'metadata.namespace', 'not be a namespace of ambient mode', object.namespace, 'Sidecars have no effect there: use waypoints and NetworkPolicies');
  }
};

interface SelectingObject extends Selecting { readonly object: ChartObject; readonly path: string }

function selecting(object: ChartObject, path: string, labels: unknown): SelectingObject {
  return { object, path, namespace: object.namespace, selector: isMap(labels) ? labelsOf(labels) : {} };
}
