import { CELL_NAMESPACES, COMPONENTS, ELM_NAMESPACE } from '../../catalog';
import { Definition, namespaceOf, selectorOf } from '../../cell';
import { child } from '../../cell/spec';
import { compareText, KINDS, Problems } from '../../errors';
import { ConnectivityPlan, Flow, FlowSource } from '../../plan';

/** Labels that pods must have, and labels that they must not have. */
export interface PodSelector {
  readonly labels: Readonly<Record<string, string>>;
  readonly notIn: readonly { readonly key: string; readonly values: readonly string[] }[];
}

/** Pods that share what they may reach. */
export interface Scope {
  readonly namespace: string;
  /** `component`: the pods of one; `rest`: pods that no other scope names; `all`: every pod of the namespace. */
  readonly kind: 'component' | 'rest' | 'all';
  readonly name: string;
  /** Which pods; every pod of the namespace where it is undefined. */
  readonly pods?: PodSelector;
  readonly flows: readonly Flow[];
}

/** Namespaces whose pods we protect. */
export function protectedNamespaces({ cluster }: Definition): readonly string[] {
  return cluster.namespaces.edgelm === 'enforce' ? [...CELL_NAMESPACES, ELM_NAMESPACE] : CELL_NAMESPACES;
}

/** Egress flows that start in a namespace and are not sent through a proxy. */
export function flowsFrom(namespace: string, plan: ConnectivityPlan): readonly Flow[] {
  return plan.egress.filter((flow) => flow.via === null && flow.from.some((source) => source.namespace === namespace));
}

/**
 * Who may reach what: one scope for each component whose labels are known, and one for the rest of each namespace, which gets all of SAP's
 * flows, since upgrades add workloads. With `componentScope: namespace` one scope for each namespace.
 */
export function scopesOf(definition: Definition, plan: ConnectivityPlan, problems: Problems): Scope[] {
  return protectedNamespaces(definition).flatMap((namespace) => {
    const flows = flowsFrom(namespace, plan);
    if (definition.egress.componentScope === 'namespace') return [{ namespace, kind: 'all' as const, name: 'all', flows }];
    return scopesOfNamespace(namespace, flows, definition, problems);
  });
}

function scopesOfNamespace(namespace: string, flows: readonly Flow[], { cluster }: Definition, problems: Problems): Scope[] {
  const names = [...new Set([...COMPONENTS.keys(), ...Object.keys(cluster.components)])].sort(compareText);
  const selected = names.flatMap((name) => {
    const labels = namespaceOf(name, cluster) === namespace ? selectorOf(name, cluster) : undefined;
    return labels === undefined ? [] : [{ name, labels }];
  });
  checkSelectors(selected, problems);
  const known = new Set(selected.map(({ name }) => name));
  checkReachable(namespace, flows, known, problems);
  const isOf = (name: string, { namespace: at, component }: FlowSource) => at === namespace && (component === undefined || component === name);
  const ofComponent = (name: string) => flows.filter(({ from }) => from.some((source) => isOf(name, source)));
  const components = selected.map(({ name, labels }): Scope => ({ namespace, kind: 'component', name, pods: { labels, notIn: [] }, flows: ofComponent(name) }));
  const rest: Scope = {
    namespace, kind: 'rest', name: 'rest', pods: { labels: {}, notIn: exclusions(selected) },
    flows: flows.filter((flow) => isSapFlow(flow) || flow.from.some((source) => source.namespace === namespace && source.component === undefined)),
  };
  return [...components, rest];
}

/** A flow of SAP's own, or the proxy that such flows take; not one that the customer adds for named components. */
function isSapFlow({ id }: Flow): boolean {
  return !id.includes('/');
}

/** A flow of the customer whose component cannot be told apart would be wider than asked, or missing. */
function checkReachable(namespace: string, flows: readonly Flow[], known: ReadonlySet<string>, problems: Problems): void {
  for (const flow of flows) {
    if (isSapFlow(flow)) continue;
    for (const { namespace: at, component } of flow.from) {
      if (at !== namespace || component === undefined || known.has(component)) continue;
      problems.must(KINDS.needsSelector, child(flow.path, 'from'), 'name components whose labels are known', component,
        `give cluster.components.${component}.selector, or use egress.componentScope: namespace`);
    }
  }
}

/** Two Sidecars must not select one pod (IST0110). */
function checkSelectors(selected: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[], problems: Problems): void {
  for (const one of selected) {
    const other = selected.find(({ name, labels }) => name < one.name && (isSubset(labels, one.labels) || isSubset(one.labels, labels)));
    if (other === undefined) continue;
    problems.must(KINDS.conflict, `cluster.components.${one.name}.selector`, `not select pods of ${other.name}`, Object.entries(one.labels).map((pair) => pair.join('=')).join(','),
      'give each component labels of its own');
  }
}

function isSubset(inner: Readonly<Record<string, string>>, outer: Readonly<Record<string, string>>): boolean {
  return Object.entries(inner).every(([key, value]) => outer[key] === value);
}

/** Of each component one label, by which its pods are told from the rest. */
function exclusions(selected: readonly { readonly labels: Readonly<Record<string, string>> }[]): { key: string; values: string[] }[] {
  const values = new Map<string, string[]>();
  for (const { labels } of selected) {
    const key = labels.app === undefined ? Object.keys(labels).sort(compareText)[0]! : 'app';
    values.set(key, [...(values.get(key) ?? []), labels[key]!].sort(compareText));
  }
  return [...values].sort(([a], [b]) => compareText(a, b)).map(([key, list]) => ({ key, values: list }));
}
