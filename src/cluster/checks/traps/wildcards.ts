import { KINDS } from '../../../errors';
import { Check } from '../check';
import { EgressView, Import, isVisible, Scope } from '../egress-view';
import { isWildcard, wildcardsAbove } from '../host-names';
import { Report } from '../report';
import { destinationsOf } from '../routes';
import { Entry } from '../service-entries';

const WITHOUT_ENDPOINTS = ['NONE', 'DYNAMIC_DNS'];

/** Wildcards in each other's way, and where they do not work (measured: istio-dataplane, overlap and egress-gateway). */
export const wildcards: Check = (chart, report) => {
  const { egress } = chart;
  for (const scope of egress.scopes) {
    for (const one of scope.imports) if (one.host.startsWith('*.')) nested(one, scope, egress, report);
  }
  const withoutEndpoints = egress.entries.filter(({ resolution }) => WITHOUT_ENDPOINTS.includes(resolution));
  const dead = new Map(withoutEndpoints.flatMap((entry) => entry.hosts.filter(isWildcard).map((host) => [host, entry])));
  for (const object of chart.istio('VirtualService')) {
    for (const { host, path, gateways } of destinationsOf(object.spec)) {
      const entry = dead.get(host);
      if (entry === undefined || gateways.every((name) => name === 'mesh')) continue;
      report.must(KINDS.wildcardAtGateway, object, `${path}.host`, `be exact behind a gateway, where ${entry.object.construct} has no endpoints (${entry.resolution})`, host,
        'let wildcards leave by the sidecars, or name exact hosts');
    }
  }
};

/**
 * Under one import of `*.x`: entries inside the wildcard with another resolution than the narrowest one around them. What is told by address opens no
 * name.
 */
function nested(one: Import, scope: Scope, egress: EgressView, report: Report): void {
  const entries = egress.entriesFor(one).filter((entry) => isVisible(entry, scope.namespace) && entry.addresses.length === 0);
  const wide = new Map<string, Entry>();
  for (const entry of entries) for (const host of entry.hosts) if (isWildcard(host) && !wide.has(host)) wide.set(host, entry);
  for (const inner of entries) {
    for (const host of inner.hosts) {
      const outer = wildcardsAbove(host).map((above) => wide.get(above)).find((entry) => entry !== undefined && entry !== inner);
      if (outer === undefined || outer.resolution === inner.resolution || !(isWildcard(host) || inner.resolution === 'NONE')) continue;
      report.must(KINDS.nestedWildcards, inner.object, 'spec.resolution', `be ${outer.resolution} as that of ${outer.object.construct}, since ${scope.sidecar!.construct} imports both as ${one.text}`,
        inner.resolution, `give both one resolution, or import ${host} by itself`);
    }
  }
}
