import { carriedByGateway, gatewaySettingsOf } from './gateway/settings';
import { objectName } from './names';
import { protectedNamespaces, Scope } from './scopes';
import { ServiceEntryRow } from './service-entries';
import { Definition, dnsLocation } from '../../cell';
import { compareText } from '../../errors';
import { flowIds } from '../../plan';

/** One Sidecar: what the pods of a scope may reach through their proxy. */
export interface SidecarRow {
  readonly name: string;
  readonly namespace: string;
  /** Pods of a component; all that no other Sidecar selects where it is undefined. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly mode: 'REGISTRY_ONLY' | 'ALLOW_ANY';
  /** `namespace/host` */
  readonly hosts: readonly string[];
  readonly flows: readonly string[];
}

/** Sidecars by scope; in observe one a namespace that imports everything and lets everything pass. */
export function sidecarsOf(definition: Definition, scopes: readonly Scope[], entries: readonly ServiceEntryRow[]): SidecarRow[] {
  if (definition.enforcement === 'observe') {
    return protectedNamespaces(definition).map((namespace) => ({
      name: objectName(definition.name, 'all'), namespace, mode: 'ALLOW_ANY', hosts: ['*/*'], flows: [],
    }));
  }
  const base = baseImports(definition);
  const gateway = gatewaySettingsOf(definition);
  return scopes.map((scope) => {
    const throughGateway = gateway !== undefined && scope.flows.some((flow) => carriedByGateway(flow, definition));
    const own = new Set(scope.flows);
    const imports = entries.filter(({ flows }) => flows.some((flow) => own.has(flow))).map(({ namespace, host }) => `${namespace}/${host}`);
    return {
      name: objectName(definition.name, scope.name),
      namespace: scope.namespace,
      ...(scope.kind === 'component' ? { labels: scope.pods!.labels } : {}),
      mode: 'REGISTRY_ONLY',
      hosts: [...base, ...(throughGateway ? [`${gateway.namespace}/${gateway.service}`] : []), ...imports.sort(compareText)],
      flows: flowIds(scope.flows),
    };
  });
}

/** What every pod of the cell needs of the cluster: API server, DNS, Istio, and the Services of the cell, never the ServiceEntries beside them. */
function baseImports(definition: Definition): string[] {
  const { cluster } = definition;
  const namespaces = [...protectedNamespaces(definition)].sort(compareText);
  return [
    `default/kubernetes.default.svc.${cluster.clusterDomain}`,
    ...namespaces.map((namespace) => `${namespace}/*.${namespace}.svc.${cluster.clusterDomain}`),
    ...[...new Set([cluster.istio.namespace, dnsLocation(cluster).namespace])].sort(compareText).map((namespace) => `${namespace}/*`),
  ];
}
