import { dnsLocation } from '../../cell';
import { ReadObject } from '../read';
import { gatewayOf } from './gateway/pods';
import { entriesOf } from './service-entries';
import { Lack, lack, missing, PodGroup, sameLabels, Wanted, without } from './wanted';
import { fieldsOf, listOf, textsOf } from '../data';

/** Each group of pods has a Sidecar, which imports what its flows and the cluster need. */
export function sidecars(wanted: Wanted): Lack[] {
  if (!wanted.enforced) return wanted.namespaces.flatMap((namespace) => observed(wanted, namespace));
  const base = baseImports(wanted);
  const { namespace, service } = gatewayOf(wanted.definition);
  return wanted.groups.flatMap((group) => {
    const sidecar = wanted.objects('Sidecar', group.namespace).find(({ value }) => isFor(value.spec, group));
    if (sidecar === undefined) return [missing(`Sidecar of ${group.component ?? 'the other pods'} in ${group.namespace}`)];
    const entries = group.flows.flatMap((flow) => entriesOf(flow, wanted.objects('ServiceEntry')));
    const imports = entries.flatMap(({ value }) => textsOf(fieldsOf(value.spec).hosts).map((host) => `${value.metadata.namespace}/${host}`));
    const gateway = group.flows.some((flow) => wanted.isByGateway(flow)) ? [`${namespace}/${service}`] : [];
    return [
      ...without([...base, ...gateway, ...imports], importsOf(sidecar)).map((host) => lack(sidecar, 'spec.egress', `import ${host}`, importsOf(sidecar))),
      ...(modeOf(sidecar) === 'REGISTRY_ONLY' ? [] : [lack(sidecar, 'spec.outboundTrafficPolicy.mode', 'be REGISTRY_ONLY', modeOf(sidecar))]),
    ];
  });
}

/** In observe, a Sidecar must take nothing away. */
function observed(wanted: Wanted, namespace: string): Lack[] {
  const sidecar = wanted.objects('Sidecar', namespace).find(({ value }) => isFor(value.spec, { namespace, flows: [] }));
  if (sidecar === undefined) return [missing(`Sidecar of ${namespace}`)];
  return [
    ...(modeOf(sidecar) === 'ALLOW_ANY' ? [] : [lack(sidecar, 'spec.outboundTrafficPolicy.mode', 'be ALLOW_ANY, which observes', modeOf(sidecar))]),
    ...(importsOf(sidecar).includes('*/*') ? [] : [lack(sidecar, 'spec.egress', 'import */*, which observes', importsOf(sidecar))]),
  ];
}

function isFor(spec: unknown, { labels }: PodGroup): boolean {
  const { workloadSelector } = fieldsOf(spec);
  return labels === undefined ? workloadSelector === undefined : sameLabels(fieldsOf(workloadSelector).labels, labels);
}

/** API server, DNS, Istio, and the Services of the cell, never the ServiceEntries beside them. */
function baseImports({ definition: { cluster }, namespaces }: Wanted): string[] {
  return [
    `default/kubernetes.default.svc.${cluster.clusterDomain}`,
    ...namespaces.map((namespace) => `${namespace}/*.${namespace}.svc.${cluster.clusterDomain}`),
    `${cluster.istio.namespace}/*`, `${dnsLocation(cluster).namespace}/*`,
  ];
}

function importsOf({ value }: ReadObject): readonly string[] {
  return listOf(fieldsOf(value.spec).egress).flatMap((listener) => textsOf(fieldsOf(listener).hosts));
}

function modeOf({ value }: ReadObject): unknown {
  return fieldsOf(fieldsOf(value.spec).outboundTrafficPolicy).mode;
}
