import { objectName } from './names';
import { RUNTIME_NAMESPACE } from '../../catalog';
import { Definition, gatewayNamespace } from '../../cell';
import { KINDS, Problems } from '../../errors';
import { Cidr } from '../../net';

/** From which addresses callers may come through the gateway, as a DENY of the rest. */
export interface IngressSourcesRow {
  readonly name: string;
  readonly namespace: string;
  /** Namespace of the gateway; only what comes through it is looked at. */
  readonly gatewayNamespace: string;
  readonly sources: readonly string[];
  readonly dryRun: boolean;
}

/**
 * `ingress.sources`, checked where the gateway hands calls over, since nothing of ours lives in the gateway's namespace. The gateway writes the caller's
 * address last into X-Forwarded-For, and the pod's proxy reads it there; that holds where the gateway itself sees the caller (address preserved, or
 * PROXY protocol), not behind a proxy that sends X-Forwarded-For of its own: there the last address is that proxy's, and everybody would be locked out.
 */
export function ingressSourcesOf(definition: Definition, problems: Problems): IngressSourcesRow[] {
  const { ingress, cluster, services, name, enforcement } = definition;
  if (ingress.sources === undefined) return [];
  if (ingress.clientAddress === 'xForwardedFor') {
    problems.must(KINDS.cannotExpress, 'ingress.clientAddress', 'be preserved or proxyProtocol with ingress.sources: behind a proxy the pods see its address instead of the caller\'s',
      ingress.clientAddress, 'limit the sources at that proxy and leave ingress.sources out');
  }
  for (const field of ['additionalPorts', 'additionalTlsPorts'] as const) {
    if (ingress[field].length === 0) continue;
    problems.must(KINDS.cannotExpress, `ingress.${field}`, 'be empty with ingress.sources: a TCP connection through the gateway does not carry the caller\'s address', ingress[field],
      'limit the sources at the load balancer and leave ingress.sources out');
  }
  const connector = services.cloudConnector.mode === 'external' ? services.cloudConnector.sources : [];
  const sources = [...new Set([...ingress.sources, ...connector])].map((text) => Cidr.trusted(text)).sort((a, b) => a.compare(b));
  return [{
    name: objectName(name, 'ingress-sources'), namespace: RUNTIME_NAMESPACE, gatewayNamespace: gatewayNamespace(cluster), sources: sources.map(String), dryRun: enforcement === 'observe',
  }];
}
