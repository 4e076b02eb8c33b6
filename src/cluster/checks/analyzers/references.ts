import { KINDS } from '../../../errors';
import { ChartObjects, grouped } from '../chart-objects';
import { Check } from '../check';
import { meets } from '../label-index';
import { ChartObject, labelsOf, mapOf, mapsOf, textOf, textsOf } from '../manifest';
import { PodTemplate } from '../pod-templates';
import { destinationsOf, gatewayKey, gatewaysOf } from '../routes';

/**
 * References that look into the wrong namespace (IST0101). Something that is nowhere in the chart may be in the cluster; something that is in the
 * chart, elsewhere, was most likely meant.
 */
export const references: Check = (chart, report) => {
  const gateways = namespacesByName(chart.of('networking.istio.io', 'Gateway'));
  const services = namespacesByName(chart.of('', 'Service'));
  const secrets = namespacesByName(chart.of('', 'Secret'));
  const wrong = (object: ChartObject, path: string, what: string, name: string, namespace: string, known: ReadonlyMap<string, readonly string[]>): void => {
    const places = known.get(name);
    if (places === undefined || places.includes(namespace)) return;
    report.must(KINDS.wrongPlace, object, path, `be a ${what} of ${namespace}`, name, `the chart has it in ${places.join(' and ')}`);
  };
  for (const object of chart.of('networking.istio.io', 'VirtualService')) {
    gatewaysOf(object.spec).forEach((text, index) => {
      const [namespace, name] = gatewayKey(text, object.namespace)?.split('/') ?? [];
      if (name !== undefined) wrong(object, `spec.gateways[${index}]`, 'Gateway', name, namespace!, gateways);
    });
    for (const { host, path } of destinationsOf(object.spec)) {
      const [name, namespace] = serviceOfHost(host, object.namespace, chart);
      if (name !== undefined) wrong(object, `${path}.host`, 'Service', name, namespace!, services);
    }
  }
  const pods = chart.podsOfGateways();
  for (const { object, name, path } of credentialsOf(chart)) {
    const namespaces = gatewayNamespaces(object, pods.get(object) ?? [], chart);
    if (namespaces.length === 1) wrong(object, path, 'Secret', name, namespaces[0]!, secrets);
  }
  const roles = namespacesByName(chart.of('rbac.authorization.k8s.io', 'Role'));
  for (const object of chart.of('rbac.authorization.k8s.io', 'RoleBinding')) {
    const { kind, name } = mapOf(object.data.roleRef);
    if (kind === 'Role') wrong(object, 'roleRef.name', 'Role', textOf(name), object.namespace, roles);
  }
};

/** A Secret that a Gateway names. */
export interface Credential {
  readonly object: ChartObject;
  readonly name: string;
  readonly path: string;
  readonly mode: string;
  /** Is it the CA of the callers alone? */
  readonly ofCallers: boolean;
}

/** Secrets that Gateways name. */
export function credentialsOf(chart: ChartObjects): Credential[] {
  return chart.of('networking.istio.io', 'Gateway').flatMap((object) => mapsOf(object.spec.servers).flatMap(({ tls }, index) => {
    const { credentialName, credentialNames, caCertCredentialName, mode } = mapOf(tls);
    const path = `spec.servers[${index}].tls`;
    const secrets = [
      { name: textOf(credentialName), path: `${path}.credentialName`, ofCallers: false },
      ...textsOf(credentialNames).map((name, place) => ({ name, path: `${path}.credentialNames[${place}]`, ofCallers: false })),
      { name: textOf(caCertCredentialName), path: `${path}.caCertCredentialName`, ofCallers: true },
    ];
    return secrets.filter(({ name }) => name !== '' && !name.includes('://')).map((secret) => ({ ...secret, object, mode: textOf(mode) }));
  }));
}

/** Where the pods of a Gateway are, as far as the chart or the cell says. */
export function gatewayNamespaces({ spec }: ChartObject, pods: readonly PodTemplate[], { context }: ChartObjects): string[] {
  if (pods.length > 0) return [...new Set(pods.map(({ namespace }) => namespace))];
  const selector = labelsOf(spec.selector);
  return Object.keys(selector).length > 0 && meets(context.gateway.selector, selector) ? [context.gateway.namespace] : [];
}

function namespacesByName(objects: readonly ChartObject[]): ReadonlyMap<string, readonly string[]> {
  return new Map([...grouped(objects, ({ name }) => name)].map(([name, same]) => [name, same.map(({ namespace }) => namespace)]));
}

/** Name and namespace of a Service by its host; none of hosts outside the cluster. */
function serviceOfHost(host: string, namespace: string, { context }: ChartObjects): readonly string[] {
  if (!host.includes('.')) return [host, namespace];
  const [name, ofHost, ...rest] = host.split('.');
  return rest.join('.') === `svc.${context.clusterDomain}` ? [name!, ofHost!] : [];
}
