import { KINDS } from '../../../errors';
import { Check } from '../check';
import { isVisible } from '../egress-view';
import { wildcardsAbove } from '../host-names';
import { Entry } from '../service-entries';

/** Entries and imports that miss each other: closed where they should be open, which shows only in a log. */
export const imports: Check = (chart, report) => {
  const { egress } = chart;
  const used = new Set<Entry>();
  const hidden = new Set<Entry>();
  const wildcardEntries = new Map(egress.entries.flatMap((entry) => entry.hosts.filter((host) => host.startsWith('*.')).map((host) => [`${entry.object.namespace}/${host}`, entry])));
  const seen = new Set<string>();
  for (const scope of egress.scopes) {
    for (const one of scope.imports) {
      const key = `${scope.namespace} ${one.namespace}/${one.host}`;
      if (seen.has(key)) continue;
      const entries = egress.entriesFor(one);
      const visible = entries.filter((entry) => isVisible(entry, scope.namespace));
      // Who is not named, and whose pods nobody shows, is no use.
      const isMeant = scope.sidecar !== undefined || chart.pods.has(scope.namespace);
      for (const entry of visible) if (isMeant || !entry.exportTo.has('*')) used.add(entry);
      if (visible.length > 0) seen.add(key);
      if (one.host === '*' || one.namespace === '*' || scope.sidecar === undefined || visible.length > 0) continue;
      const [entry] = entries;
      if (entry !== undefined) {
        hidden.add(entry);
        report.must(KINDS.unusedEntry, entry.object, 'spec.exportTo', `name ${scope.namespace}, where ${scope.sidecar.construct} imports ${one.text}`, [...entry.exportTo].join(', ') || '~',
          'add the namespace, or remove the import');
        continue;
      }
      const wide = wildcardsAbove(one.host).map((host) => wildcardEntries.get(`${one.namespace}/${host}`)).find((found) => found !== undefined);
      if (wide === undefined || scope.sidecar.namespace !== scope.namespace) continue;
      report.must(KINDS.narrowImport, scope.sidecar, one.path, `be the host of ${wide.object.construct} or a wildcard around it`, one.text, `import ${one.namespace}/${wide.hosts[0]}`);
    }
  }
  for (const entry of egress.entries) {
    const { object, exportTo } = entry;
    if (used.has(entry) || hidden.has(entry)) continue;
    const namespaces = exportTo.has('*') ? [object.namespace] : [...exportTo];
    if (!namespaces.every((namespace) => egress.isClosed(namespace))) continue;
    report.must(KINDS.unusedEntry, object, 'spec.hosts', namespaces.length === 0 ? 'be exported to somebody' : `be imported by a Sidecar of ${namespaces.join(' or ')}`, entry.hosts.join(', '),
      namespaces.length === 0 ? 'give exportTo' : 'add the host to the definition (receivers, flows), or to a Sidecar of yours');
  }
};
