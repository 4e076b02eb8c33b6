import type { ChartObjects } from './chart-objects';
import { wildcardsAbove } from './host-names';
import { ChartObject, isMap, Labels, labelsOf, mapOf, mapsOf, textsOf } from './manifest';
import { hasSidecar } from './pod-templates';
import { Entry, entryOf } from './service-entries';

/** One import of a Sidecar, such as `edge-icell/*.example.org`. */
export interface Import {
  readonly text: string;
  /** Namespace of the entries, or `*`; `~` is none. */
  readonly namespace: string;
  readonly host: string;
  readonly path: string;
  /** Is it for a listener of one port, which takes nothing from others? */
  readonly ofPort: boolean;
}

/** Pods that share what their proxies import. */
export interface Scope {
  /** Namespace of the pods; `*`: one that the chart says nothing of. */
  readonly namespace: string;
  /** The Sidecar; undefined where pods have none and import all they see. */
  readonly sidecar?: ChartObject;
  /** Labels of the pods; empty: all that no other Sidecar selects. */
  readonly labels: Labels;
  readonly imports: readonly Import[];
}

const EVERYTHING: Import = { text: '*/*', namespace: '*', host: '*', path: '', ofPort: false };

/** Which ServiceEntries each proxy gets, as far as the chart says: `exportTo` of the entries, then imports of the Sidecars. */
export class EgressView {
  public readonly entries: readonly Entry[];
  public readonly scopes: readonly Scope[];
  private readonly closed: ReadonlySet<string>;
  private readonly byImport = new Map<string, Set<Entry>>();
  private readonly imported = new Map<string, readonly Entry[]>();

  public constructor(chart: ChartObjects) {
    this.entries = chart.istio('ServiceEntry').map(entryOf);
    for (const entry of this.entries) this.register(entry);
    const sidecars = chart.istio('Sidecar').map((sidecar) => scopeOf(sidecar, sidecar.namespace));
    const general = sidecars.filter(({ labels }) => Object.keys(labels).length === 0);
    this.closed = new Set(general.map(({ namespace }) => namespace));
    this.scopes = [...sidecars, ...this.withoutSidecar(chart, sidecars, general.find(({ namespace }) => namespace === chart.context.rootNamespace)?.sidecar)];
  }

  /** Do all pods of the namespace have a Sidecar of the chart? */
  public isClosed(namespace: string): boolean {
    return this.closed.has(namespace);
  }

  /** What the proxies of a scope get for every port: each entry once, in the order of all. Scopes with the same imports get the same list. */
  public entriesOf({ namespace, imports }: Scope): readonly Entry[] {
    const wide = outermost(imports.filter(({ ofPort }) => !ofPort));
    const key = `${namespace} ${wide.map((one) => `${one.namespace}/${one.host}`).sort().join(' ')}`;
    const known = this.imported.get(key);
    if (known !== undefined) return known;
    const entries = [...new Set(wide.flatMap((one) => this.entriesFor(one)))].filter((entry) => isVisible(entry, namespace)).sort((a, b) => a.position - b.position);
    this.imported.set(key, entries);
    return entries;
  }

  /** The entries of an import, whether they are exported to it or not. */
  public entriesFor({ namespace, host }: Import): Entry[] {
    return [...this.byImport.get(`${namespace}/${host}`) ?? []];
  }

  /** An entry answers to every import in which one of its hosts lies. */
  private register(entry: Entry): void {
    for (const host of entry.hosts) {
      for (const pattern of [host, ...wildcardsAbove(host), '*']) {
        for (const key of [`${entry.object.namespace}/${pattern}`, `*/${pattern}`]) {
          const entries = this.byImport.get(key);
          if (entries === undefined) this.byImport.set(key, new Set([entry]));
          else entries.add(entry);
        }
      }
    }
  }

  /**
   * Pods without a Sidecar of their own: in namespaces whose pods the chart shows or that an entry names; anywhere else as long as no Sidecar of
   * the user shows where entries are meant to be used.
   */
  private withoutSidecar({ pods, context }: ChartObjects, sidecars: readonly Scope[], root: ChartObject | undefined): Scope[] {
    const withPods = [...pods].filter(([, inside]) => inside.some(hasSidecar)).map(([namespace]) => namespace);
    const named = this.entries.flatMap(({ exportTo }) => [...exportTo]);
    const isAnywhere = sidecars.every(({ namespace }) => context.protectedNamespaces.has(namespace));
    const namespaces = [...new Set([...withPods, ...named])].filter((namespace) => !this.closed.has(namespace) && (namespace !== '*' || isAnywhere));
    return namespaces.sort().map((namespace) => (root === undefined ? { namespace, labels: {}, imports: [EVERYTHING] } : scopeOf(root, namespace)));
  }
}

/** Imports without those that lie inside another of them. */
function outermost(imports: readonly Import[]): Import[] {
  const all = new Set(imports.map(({ namespace, host }) => `${namespace}/${host}`));
  return imports.filter(({ namespace, host }) => {
    const around = host === '*' ? [] : [...wildcardsAbove(host), '*'];
    return !(namespace !== '*' && all.has(`*/${host}`)) && !around.some((wildcard) => all.has(`${namespace}/${wildcard}`) || all.has(`*/${wildcard}`));
  });
}

export function isVisible({ exportTo }: Entry, namespace: string): boolean {
  return exportTo.has('*') || exportTo.has(namespace);
}

/** A Sidecar as pods of a namespace have it; one without egress imports as if it were not there. */
function scopeOf(sidecar: ChartObject, namespace: string): Scope {
  const { spec } = sidecar;
  const imports = mapsOf(spec.egress).flatMap((listener, index) => textsOf(listener.hosts).map((text, place): Import => {
    const slash = text.indexOf('/');
    const from = slash < 0 ? '~' : text.slice(0, slash);
    return {
      text, namespace: from === '.' ? namespace : from, host: text.slice(slash + 1).toLowerCase(), path: `spec.egress[${index}].hosts[${place}]`,
      ofPort: isMap(listener.port),
    };
  }));
  return { namespace, sidecar, labels: labelsOf(mapOf(spec.workloadSelector).labels), imports: mapsOf(spec.egress).length === 0 ? [EVERYTHING] : imports };
}
