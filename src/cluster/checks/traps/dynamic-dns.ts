import { KINDS } from '../../../errors';
import { ChartObjects, grouped } from '../chart-objects';
import { Check } from '../check';
import { Scope } from '../egress-view';
import { LabelIndex } from '../label-index';
import { Labels } from '../manifest';
import { hasSidecar } from '../pod-templates';
import { denies, isDryRun, mayAllow, OutgoingTls, Policy, policyOf } from '../policies';
import { isTlsProtocol } from '../protocols';
import { Report } from '../report';

/**
 * Policies that stop the outgoing TLS of DYNAMIC_DNS (measured: istio-dataplane, dynamic-dns): Istio puts the policies of a pod on it, and no caller has
 * an identity there.
 */
export const dynamicDns: Check = (chart, report) => {
  const policies = chart.of('security.istio.io', 'AuthorizationPolicy').filter((object) => !isDryRun(object)).map(policyOf);
  if (policies.length === 0) return;
  const byNamespace = grouped(policies, ({ namespace }) => namespace);
  const ofMesh = byNamespace.get(chart.context.rootNamespace) ?? [];
  for (const [namespace, scopes] of grouped(chart.egress.scopes, (scope) => scope.namespace)) {
    const candidates = new Set([...byNamespace.get(namespace) ?? [], ...ofMesh]);
    if (candidates.size > 0) checkNamespace(namespace, scopes, [...candidates], chart, report);
  }
};

function checkNamespace(namespace: string, scopes: readonly Scope[], policies: readonly Policy[], chart: ChartObjects, report: Report): void {
  const tls = new Map(scopes.map((scope): [Scope, readonly OutgoingTls[]] => [scope, outgoingTls(scope, chart)]));
  if ([...tls.values()].every((connections) => connections.length === 0)) return;
  const byLabels = new LabelIndex(policies.map((value) => ({ selector: value.selector, value })));
  for (const [scope, sets] of labelsByScope(namespace, scopes, policies, byLabels, chart)) {
    const seen = new Set<string>();
    for (const labels of sets) {
      const own = byLabels.selecting(labels);
      const key = own.map(({ object }) => object.construct).join();
      if (!seen.has(key)) check(tls.get(scope)!, own, report);
      seen.add(key);
    }
  }
}

/** Labels of pods of each scope: of the pods themselves where the chart shows all of them, else as far as Sidecars and policies name them. */
function labelsByScope(
  namespace: string, scopes: readonly Scope[], policies: readonly Policy[], byLabels: LabelIndex<Policy>, { context, pods }: ChartObjects,
): ReadonlyMap<Scope, readonly Labels[]> {
  const [general, own] = [scopes.filter(({ labels }) => Object.keys(labels).length === 0), scopes.filter(({ labels }) => Object.keys(labels).length > 0)];
  const ownScopes = new LabelIndex(own.map((value) => ({ selector: value.labels, value })));
  const found = new Map<Scope, Labels[]>(scopes.map((scope) => [scope, []]));
  const shown = context.foreignNamespaces.has(namespace) ? undefined : pods.get(namespace);
  if (shown !== undefined) {
    for (const { labels } of shown.filter(hasSidecar)) {
      const [scope = general[0]] = ownScopes.selecting(labels);
      if (scope !== undefined) found.get(scope)!.push(labels);
    }
    return found;
  }
  for (const scope of scopes) found.get(scope)!.push(scope.labels);
  const whole = new Set(own.flatMap(({ labels }) => byLabels.selecting(labels)));
  // A policy for fewer pods than a Sidecar has, or for pods without a Sidecar of their own.
  for (const policy of policies.filter(({ selector }) => Object.keys(selector).length > 0)) {
    const narrower = ownScopes.selecting(policy.selector);
    for (const scope of narrower.length > 0 ? narrower : whole.has(policy) ? [] : general) found.get(scope)!.push({ ...scope.labels, ...policy.selector });
  }
  return found;
}

function outgoingTls(scope: Scope, { egress }: ChartObjects): OutgoingTls[] {
  return egress.entriesOf(scope).filter(({ resolution }) => resolution === 'DYNAMIC_DNS').flatMap(({ hosts, ports }) =>
    ports.filter(({ protocol, number }) => isTlsProtocol(protocol) && number !== undefined).flatMap(({ number }) => hosts.map((host) => ({ host, port: number! }))));
}

/** The policies of some pods: each DENY that stops a connection, and the ALLOWs where none of them lets any pass; one that lets a few pass is a list of names. */
function check(connections: readonly OutgoingTls[], own: readonly Policy[], report: Report): void {
  for (const { object, rules } of own.filter(({ action }) => action === 'DENY')) {
    rules.forEach((rule, index) => {
      const stopped = connections.find((tls) => denies(rule, tls));
      if (stopped === undefined) return;
      report.must(KINDS.dynamicDnsPolicy, object, `spec.rules[${index}]`, `leave the outgoing TLS of its pods alone (${stopped.host}:${stopped.port})`, 'DENY',
        `add to.operation.notPorts: ["${stopped.port}"]`);
    });
  }
  const allows = own.filter(({ action }) => action === 'ALLOW');
  const [first] = connections;
  if (first === undefined || connections.some((tls) => allows.some(({ rules }) => rules.some((rule) => mayAllow(rule, tls))))) return;
  for (const { object } of allows) {
    report.must(KINDS.dynamicDnsPolicy, object, 'spec.rules', `let the outgoing TLS of its pods pass (${first.host}:${first.port})`, object.spec.rules,
      'add an ALLOW for these pods with this port and connection.sni, or give cluster.existingPolicies: allow');
  }
}
