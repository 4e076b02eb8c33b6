import { COMPONENTS } from '../../catalog';
import { callerNamespaces, Definition } from '../../cell';
import { compareText } from '../../errors';
import { ConnectivityPlan } from '../../plan';
import { shortHash } from '../names';
import { objectName } from './names';
import { protectedNamespaces } from './scopes';
import { usesDynamicDns } from './service-entries';

/** Mutual TLS of a namespace, or of the pods of an exception. */
export interface PeerAuthenticationRow {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Ports that also take callers without mesh identity. */
  readonly permissivePorts: readonly number[];
  readonly reason: string;
}

/** Who may call the pods of a namespace, as a DENY of everybody else. */
export interface CallerListRow {
  readonly name: string;
  readonly namespace: string;
  /** Namespaces that may call. */
  readonly namespaces: readonly string[];
  /** Ports that the list leaves to callers without mesh identity: those of outgoing TLS and of exceptions of mutual TLS. */
  readonly exceptPorts: readonly number[];
  readonly dryRun: boolean;
}

/** STRICT for every namespace of the cell, and its exceptions. None in observe: even PERMISSIVE could weaken a STRICT of SAP's. */
export function peerAuthenticationsOf(definition: Definition): PeerAuthenticationRow[] {
  if (definition.enforcement === 'observe') return [];
  const strict = protectedNamespaces(definition).map((namespace): PeerAuthenticationRow => ({
    name: objectName(definition.name, 'strict'), namespace, permissivePorts: [], reason: 'mutual TLS for every pod of the namespace',
  }));
  const exceptions = definition.cluster.mtls.exceptions.map((exception): PeerAuthenticationRow => {
    const labels = Object.entries(exception.selector).map((pair) => pair.join('=')).sort(compareText).join(',');
    return {
      name: objectName(definition.name, `mtls-${shortHash(`${exception.namespace}/${labels}`)}`), namespace: exception.namespace, labels: exception.selector,
      permissivePorts: [...exception.ports].sort((a, b) => a - b), reason: exception.reason,
    };
  });
  return [...strict, ...exceptions].sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name));
}

/**
 * DENY `notNamespaces` for every namespace of the cell: refuses other namespaces and callers without identity at once, opens nothing and
 * flips no pod to default-deny. Mesh identities of other namespaces are refused at every port; callers without one are left to mutual TLS where outgoing
 * TLS or an exception needs it, and that is STRICT at every pod but those of the exception.
 */
export function callerListsOf(definition: Definition, plan: ConnectivityPlan): CallerListRow[] {
  const outgoing = outgoingTlsPorts(definition, plan);
  return protectedNamespaces(definition).map((namespace) => {
    const exceptions = definition.cluster.mtls.exceptions.filter((exception) => exception.namespace === namespace).flatMap(({ ports }) => ports);
    return {
      name: objectName(definition.name, 'callers'), namespace, namespaces: callerNamespaces(definition.cluster),
      exceptPorts: [...new Set([...outgoing, ...exceptions])].sort((a, b) => a - b),
      dryRun: definition.enforcement === 'observe',
    };
  });
}

/**
 * Ports of outgoing TLS, which the list must leave alone once wildcards are DYNAMIC_DNS: Istio puts a pod's policies on its own outgoing TLS then.
 * Ports on which components take calls stay in the list otherwise: there it protects, and nothing needs the exception.
 */
function outgoingTlsPorts(definition: Definition, plan: ConnectivityPlan): number[] {
  const { cluster } = definition;
  const own = new Set([...COMPONENTS.values()].flatMap(({ servicePort }) => servicePort ?? []).concat(Object.values(cluster.components).flatMap(({ ports }) => ports)));
  const ports = plan.egress.filter(({ transport, via }) => via === null && (transport === 'https' || transport === 'tls')).flatMap((flow) => flow.ports);
  const numbers = ports.filter(({ isSingle }) => isSingle).map(({ first }) => first);
  return usesDynamicDns(definition) ? numbers : numbers.filter((port) => !own.has(port));
}
