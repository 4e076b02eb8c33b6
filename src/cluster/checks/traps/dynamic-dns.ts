import { KINDS } from '../../../errors';
import { ChartObjects, grouped } from '../chart-objects';
import { Check } from '../check';
import { Scope } from '../egress-view';
import { LabelIndex } from '../label-index';
import { Labels } from '../manifest';
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
    if (candidates.size > 0) checkNamespace(scopes, [...candidates], chart, report);
  }
};

function checkNamespace(scopes: readonly Scope[], policies: readonly Policy[], chart: ChartObjects, report: Report): void {
  const tls = new Map(scopes.map((scope): [Scope, readonly OutgoingTls[]] => [scope, outgoingTls(scope, chart)]));
  if ([...tls.values()].every((connections) => connections.length === 0)) return;
  const byLabels = new LabelIndex(policies.map((value) => ({ selector: value.selector, value })));
  const [general, own] = [scopes.filter(({ labels }) => Object.keys(labels).length === 0), scopes.filter(({ labels }) => Object.keys(labels).length > 0)];
  const ownScopes = new LabelIndex(own.map((value) => ({ selector: value.labels, value })));
  const whole = new Set(own.flatMap(({ labels }) => byLabels.selecting(labels)));
  for (const scope of scopes) check(tls.get(scope)!, scope.labels, byLabels, report);
  // A policy for fewer pods than a Sidecar has, or for pods without a Sidecar of their own.
  for (const policy of policies.filter(({ selector }) => Object.keys(selector).length > 0)) {
    const narrower = ownScopes.selecting(policy.selector);
    for (const scope of narrower.length > 0 ? narrower : whole.has(policy) ? [] : general) check(tls.get(scope)!, { ...scope.labels, ...policy.selector }, byLabels, report);
  }
}

function outgoingTls(scope: Scope, { egress }: ChartObjects): OutgoingTls[] {
  return egress.entriesOf(scope).filter(({ resolution }) => resolution === 'DYNAMIC_DNS').flatMap(({ hosts, ports }) =>
    ports.filter(({ protocol, number }) => isTlsProtocol(protocol) && number !== undefined).flatMap(({ number }) => hosts.map((host) => ({ host, port: number! }))));
}

/** Pods with these labels: each DENY that stops a connection, and the ALLOWs where none lets one pass. */
function check(connections: readonly OutgoingTls[], labels: Labels, policies: LabelIndex<Policy>, report: Report): void {
  if (connections.length === 0) return;
  const own = policies.selecting(labels);
  for (const { object, rules } of own.filter(({ action }) => action === 'DENY')) {
    rules.forEach((rule, index) => {
      const stopped = connections.find((tls) => denies(rule, tls));
      if (stopped !== undefined) report.must(KINDS.dynamicDnsPolicy, object, `spec.rules[${index}]`, `leave the outgoing TLS of its pods alone (${stopped.host}:${stopped.port})`, 'DENY', `add to.operation.notPorts: ["${stopped.port}"]`);
    });
  }
  const allows = own.filter(({ action }) => action === 'ALLOW');
  const closed = allows.length === 0 ? undefined : connections.find((tls) => !allows.some(({ rules }) => rules.some((rule) => mayAllow(rule, tls))));
  if (closed === undefined) return;
  for (const { object } of allows) {
    report.must(KINDS.dynamicDnsPolicy, object, 'spec.rules', `let the outgoing TLS of its pods pass (${closed.host}:${closed.port})`, object.spec.rules,
      'add an ALLOW for these pods with this port and connection.sni, or give cluster.existingPolicies: allow');
  }
}
