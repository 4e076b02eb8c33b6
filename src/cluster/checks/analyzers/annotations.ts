import type { closest, distance } from 'fastest-levenshtein';
import { KINDS } from '../../../errors';
import { Check } from '../check';
import { ChartObject, Labels } from '../manifest';
import { pathIn, podTemplateOf } from '../pod-templates';
import { Report } from '../report';

type Kind = 'Pod' | 'Service' | 'ServiceEntry' | 'Namespace' | 'Ingress' | 'Any';

/** Annotations by the kinds that they are for (istio/api: annotation/annotations.yaml of 1.29); newer ones are not known here and are left alone. */
const ANNOTATIONS: Readonly<Record<string, readonly Kind[]>> = {
  'galley.istio.io/analyze-suppress': ['Any'],
  'networking.istio.io/exportTo': ['Service'],
  'networking.istio.io/traffic-distribution': ['Service', 'ServiceEntry', 'Namespace'],
  'topology.istio.io/controlPlaneClusters': ['Namespace'],
  'traffic.istio.io/nodeSelector': ['Service'],
  ...Object.fromEntries([
    'ambient.istio.io/bypass-inbound-capture', 'ambient.istio.io/redirection', 'inject.istio.io/templates', 'istio.io/reroute-virtual-interfaces', 'prometheus.istio.io/merge-metrics',
    'proxy.istio.io/config', 'readiness.status.sidecar.istio.io/applicationPorts', 'readiness.status.sidecar.istio.io/failureThreshold',
    'readiness.status.sidecar.istio.io/initialDelaySeconds', 'readiness.status.sidecar.istio.io/periodSeconds', 'sidecar.istio.io/agentLogLevel', 'sidecar.istio.io/bootstrapOverride',
    'sidecar.istio.io/componentLogLevel', 'sidecar.istio.io/inject', 'sidecar.istio.io/interceptionMode', 'sidecar.istio.io/logLevel', 'sidecar.istio.io/nativeSidecar', 'sidecar.istio.io/proxyCPU',
    'sidecar.istio.io/proxyCPULimit', 'sidecar.istio.io/proxyImage', 'sidecar.istio.io/proxyImageType', 'sidecar.istio.io/proxyMemory', 'sidecar.istio.io/proxyMemoryLimit',
    'sidecar.istio.io/rewriteAppHTTPProbers', 'sidecar.istio.io/userVolume', 'sidecar.istio.io/userVolumeMount', 'status.sidecar.istio.io/port', 'traffic.sidecar.istio.io/excludeInboundPorts',
    'traffic.sidecar.istio.io/excludeInterfaces', 'traffic.sidecar.istio.io/excludeOutboundIPRanges', 'traffic.sidecar.istio.io/excludeOutboundPorts',
    'traffic.sidecar.istio.io/includeInboundPorts', 'traffic.sidecar.istio.io/includeOutboundIPRanges', 'traffic.sidecar.istio.io/includeOutboundPorts',
  ].map((name): [string, readonly Kind[]] => [name, ['Pod']])),
};
const NAMES = Object.keys(ANNOTATIONS);

/** Values of annotations that have few (istio/istio: pkg/kube/inject/validate.go). */
const VALUES: Readonly<Record<string, RegExp>> = {
  'sidecar.istio.io/inject': /^(true|false)$/,
  'sidecar.istio.io/interceptionMode': /^(REDIRECT|TPROXY|NONE)$/,
  'sidecar.istio.io/rewriteAppHTTPProbers': /^(true|false)$/,
  'sidecar.istio.io/nativeSidecar': /^(true|false)$/,
  'traffic.sidecar.istio.io/excludeInboundPorts': /^(\d+(,\s*\d+)*)?$/,
  'traffic.sidecar.istio.io/includeInboundPorts': /^(\*|(\d+(,\s*\d+)*)?)$/,
  'traffic.sidecar.istio.io/excludeOutboundPorts': /^(\d+(,\s*\d+)*)?$/,
  'traffic.sidecar.istio.io/includeOutboundPorts': /^(\*|(\d+(,\s*\d+)*)?)$/,
};

/** How far a misspelt annotation may be from the one that was meant. */
const NEAR = 2;
const CHECKED = ['Namespace', 'Service', 'ServiceEntry'];

/** Annotations of Istio: misspelt, on the wrong kind, or with a value that Istio does not take (IST0107, IST0108, IST0125). */
export const annotations: Check = (chart, report) => {
  for (const object of chart.all) {
    const [template] = podTemplateOf(object);
    if (template !== undefined) {
      check(object, 'Pod', template.annotations, pathIn(template, 'metadata.annotations'), report);
      if (template.path !== '') misplaced(object, report);
    } else if (CHECKED.includes(object.kind)) {check(object, object.kind as Kind, object.annotations, 'metadata.annotations', report);}
  }
};

function check(object: ChartObject, kind: Kind, given: Labels, path: string, report: Report): void {
  for (const [name, value] of Object.entries(given)) {
    if (!/^[^/]*istio\.io\//.test(name) || name.length > 100) continue;
    const at = `${path}[${JSON.stringify(name)}]`;
    const kinds = Object.hasOwn(ANNOTATIONS, name) ? ANNOTATIONS[name] : undefined;
    if (kinds === undefined) {
      // Loaded for the few charts that have an unknown annotation.
      const levenshtein = require('fastest-levenshtein') as { closest: typeof closest; distance: typeof distance };
      const near = levenshtein.closest(name, NAMES);
      if (levenshtein.distance(name, near) <= NEAR) report.must(KINDS.annotation, object, at, 'be an annotation of Istio', name, `did you mean "${near}"?`);
    } else if (!kinds.includes('Any') && !kinds.includes(kind)) {
      report.must(KINDS.annotation, object, at, `stand on ${kinds.join(' or ')}`, name, 'Istio does not look at it here');
    } else if (Object.hasOwn(VALUES, name) && !VALUES[name]!.test(value)) {
      report.must(KINDS.annotation, object, at, 'have a value that Istio takes', value, 'the proxy would not be injected, or as if it were not there');
    }
  }
}

/** On a workload itself an annotation for pods has no effect: it belongs to the template. */
function misplaced(object: ChartObject, report: Report): void {
  for (const name of Object.keys(object.annotations)) {
    if (!Object.hasOwn(ANNOTATIONS, name) || !ANNOTATIONS[name]!.includes('Pod')) continue;
    report.must(KINDS.annotation, object, `metadata.annotations[${JSON.stringify(name)}]`, 'stand on the pods', name, 'move it to spec.template.metadata');
  }
}
