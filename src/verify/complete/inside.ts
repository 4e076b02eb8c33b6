import { Lack, lack, missing, sameLabels, Wanted, without } from './wanted';
import { COMPONENTS } from '../../catalog';
import { callerNamespaces } from '../../cell';
import { fieldsOf, listOf, textsOf } from '../data';

/** STRICT in every namespace, that of the egress gateway too, and each declared exception on its ports. */
export function peerAuthentications(wanted: Wanted): Lack[] {
  if (!wanted.enforced) return [];
  const policies = (namespace: string) => wanted.objects('PeerAuthentication', namespace);
  const namespaces = [...wanted.namespaces, ...(wanted.byGateway ? [wanted.definition.egress.gateway.namespace] : [])];
  return [
    ...namespaces.filter((namespace) => !policies(namespace).some(({ value }) => {
      const { selector, mtls } = fieldsOf(value.spec);
      return selector === undefined && fieldsOf(mtls).mode === 'STRICT';
    })).map((namespace) => missing(`PeerAuthentication with STRICT for all pods of ${namespace}`)),
    ...wanted.definition.cluster.mtls.exceptions.flatMap(({ namespace, selector, ports }) => ports.filter((port) => !policies(namespace).some(({ value }) => {
      const spec = fieldsOf(value.spec);
      return sameLabels(fieldsOf(spec.selector).matchLabels, selector) && fieldsOf(fieldsOf(spec.portLevelMtls)[String(port)]).mode === 'PERMISSIVE';
    })).map((port) => missing(`PeerAuthentication for port ${port} of ${JSON.stringify(selector)} in ${namespace}`))),
  ];
}

/**
 * In every namespace a DENY of all callers but those of the definition, which leaves alone outgoing TLS and declared exceptions, and nothing else; and
 * of mesh identities of others there as well.
 */
export function callerLists(wanted: Wanted): Lack[] {
  const { cluster } = wanted.definition;
  const callers = callerNamespaces(cluster);
  return wanted.namespaces.flatMap((namespace) => {
    const list = wanted.objects('AuthorizationPolicy', namespace).find(({ value }) => fieldsOf(value.spec).action === 'DENY' && JSON.stringify(value.spec).includes('"notNamespaces"'));
    if (list === undefined) return [missing(`list of callers in ${namespace}`)];
    const [others = {}, identities = {}, ...more] = listOf(fieldsOf(list.value.spec).rules).map(fieldsOf);
    const ports = exceptPorts(wanted, namespace);
    const isWhole = more.length === 0 && others.when === undefined && identities.when === undefined && isOnly(others.from, 'source', { notNamespaces: callers });
    const isOfIdentities = isOnly(identities.from, 'source', { principals: ['*'], notNamespaces: callers }) && isOnly(identities.to, 'operation', {});
    return [
      ...(isWhole ? [] : [lack(list, 'spec.rules', `refuse everybody but ${callers.join(', ')}`, others.from)]),
      ...(isOnly(others.to, 'operation', ports.length === 0 ? {} : { notPorts: ports }) ? [] : [lack(list, 'spec.rules[0].to', `leave out the ports ${ports.join(', ')} and no other`, others.to)]),
      ...(ports.length === 0 || isOfIdentities ? [] : [lack(list, 'spec.rules[1]', 'refuse mesh identities of others on every port', identities)]),
      ...(fieldsOf(list.value.spec).selector === undefined ? [] : [lack(list, 'spec.selector', 'hold for every pod', fieldsOf(list.value.spec).selector)]),
    ];
  });
}

/** Is the part of a rule one source or operation with these fields and no other? Without fields: is it left out? */
function isOnly(part: unknown, kind: 'source' | 'operation', fields: Readonly<Record<string, readonly string[]>>): boolean {
  const given = listOf(part).map((one) => fieldsOf(fieldsOf(one)[kind]));
  const names = Object.keys(fields);
  if (names.length === 0) return given.length === 0;
  return given.length === 1 && same(Object.keys(given[0]!), names) && names.every((name) => same(textsOf(given[0]![name]), fields[name]!));
}

/** Ports of outgoing TLS; those on which components take calls only where Istio needs it (DYNAMIC_DNS puts policies on outgoing TLS). */
function exceptPorts({ definition: { cluster, egress }, flows, enforced }: Wanted, namespace: string): string[] {
  const taken = new Set([...[...COMPONENTS.values()].map(({ servicePort }) => servicePort), ...Object.values(cluster.components).flatMap(({ ports }) => ports)]);
  const outgoing = flows.filter(({ transport }) => transport === 'https' || transport === 'tls').flatMap(({ ports }) => ports.filter(({ isSingle }) => isSingle).map(({ first }) => first));
  const needed = enforced && egress.wildcards === 'dynamicDns' ? outgoing : outgoing.filter((port) => !taken.has(port));
  return [...new Set([...needed, ...cluster.mtls.exceptions.filter((one) => one.namespace === namespace).flatMap(({ ports }) => ports)])].sort((a, b) => a - b).map(String);
}

/** `b` has each value once. */
function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && without(b, a).length === 0;
}
