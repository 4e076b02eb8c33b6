import { KINDS } from '../../../errors';
import { applyRules, Check, Place, placeIf, Rule } from '../check';
import { Data, isMap, listOf, mapOf, mapsOf, textOf } from '../manifest';

const TARGETED = ['AuthorizationPolicy', 'RequestAuthentication', 'Telemetry', 'WasmPlugin'];
const SELECTING = [...TARGETED, 'PeerAuthentication', 'Sidecar', 'ServiceEntry', 'DestinationRule', 'EnvoyFilter', 'Gateway'];

/** Kinds that a policy may be attached to (istio/api: type/v1beta1/selector.proto). */
const TARGETS: readonly (readonly [group: string, kind: string])[] = [
  ['', 'Service'], ['core', 'Service'], ['gateway.networking.k8s.io', 'Gateway'], ['gateway.networking.k8s.io', 'GatewayClass'], ['networking.istio.io', 'ServiceEntry'],
];

/** The labels of a selector, wherever the kind keeps it. */
function selectorsOf({ selector, workloadSelector }: Data, kind: string): readonly { readonly path: string; readonly labels: Data }[] {
  return [
    ...(isMap(selector) ? [{ path: kind === 'Gateway' ? 'spec.selector' : 'spec.selector.matchLabels', labels: kind === 'Gateway' ? selector : mapOf(selector.matchLabels) }] : []),
    ...(isMap(workloadSelector) ? ['labels', 'matchLabels'].map((field) => ({ path: `spec.workloadSelector.${field}`, labels: mapOf(workloadSelector[field]) })) : []),
  ];
}

/** What istiod refuses of selectors and targets (istio/istio: pkg/config/validation/validation.go, validateWorkloadSelector and validatePolicyTargetReference). */
const RULES: readonly Rule<Data>[] = [
  {
    kind: KINDS.istioSelector, must: 'have no empty key and no wildcard', wayOut: 'name the label and its value in full',
    broken: (spec, { kind }) => selectorsOf(spec, kind).flatMap(({ path, labels }) => Object.entries(labels).flatMap(([key, value]) =>
      placeIf(key === '' || key.includes('*') || textOf(value).includes('*'), path, `${key}=${textOf(value)}`))),
  },
  {
    kind: KINDS.istioSelector, must: 'be left out beside targetRefs', wayOut: 'keep one of the two',
    broken: ({ selector, targetRef, targetRefs }) => placeIf([selector, targetRef, ...listOf(targetRefs).slice(0, 1)].filter((value) => value !== undefined).length > 1, 'spec.selector', selector),
  },
  {
    kind: KINDS.istioSelector, must: 'be a Service, ServiceEntry, Gateway or GatewayClass', wayOut: 'give group and kind of one of them',
    broken: (spec, { kind }) => eachTarget(spec, kind, ({ group, kind: target }, path) =>
      placeIf(!TARGETS.some(([ofGroup, ofKind]) => ofGroup === textOf(group) && ofKind === target), path, [group, target].map(textOf).filter(Boolean).join('/'))),
  },
  { kind: KINDS.istioSelector, must: 'have a name', wayOut: 'name the object', broken: (spec, { kind }) => eachTarget(spec, kind, ({ name }, path) => placeIf(textOf(name) === '', `${path}.name`, name)) },
  {
    kind: KINDS.istioSelector, must: 'be left out', wayOut: 'put the policy into the namespace of its target',
    broken: (spec, { kind }) => eachTarget(spec, kind, ({ namespace }, path) => placeIf(textOf(namespace) !== '', `${path}.namespace`, namespace)),
  },
  {
    kind: KINDS.istioSelector, must: 'have a selector', wayOut: 'select the pods that the ports are for',
    broken: ({ portLevelMtls, selector }, { kind }) => placeIf(kind === 'PeerAuthentication' && isMap(portLevelMtls) && Object.keys(mapOf(mapOf(selector).matchLabels)).length === 0, 'spec.portLevelMtls', portLevelMtls),
  },
  {
    kind: KINDS.istioSelector, must: 'be a port from 1 to 65535', wayOut: 'give the port of the container',
    broken: ({ portLevelMtls }, { kind }) => (kind === 'PeerAuthentication' ? Object.keys(mapOf(portLevelMtls)).flatMap((port) =>
      placeIf(!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65535, 'spec.portLevelMtls', port)) : []),
  },
];

/** Selectors and targets of policies. */
export const selectors: Check = (chart, report) => {
  for (const kind of SELECTING) for (const object of chart.istio(kind)) applyRules(RULES, object.spec, object, report);
};

function eachTarget({ targetRef, targetRefs }: Data, kind: string, broken: (target: Data, path: string) => Place[]): Place[] {
  if (!TARGETED.includes(kind)) return [];
  return [...(isMap(targetRef) ? broken(targetRef, 'spec.targetRef') : []), ...mapsOf(targetRefs).flatMap((target, index) => broken(target, `spec.targetRefs[${index}]`))];
}
