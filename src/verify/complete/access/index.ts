import { grantsOf, permission } from './granted';
import { Rights, rightsOf } from './rights';
import { protectedNamespaces } from '../../pods';
import { Lack, Wanted } from '../wanted';

const IN_NAMESPACES = ['Role', 'RoleBinding'];
const ACROSS = ['ClusterRole', 'ClusterRoleBinding'];

/**
 * The groups of the personas may do what the definition says, and by bindings of ours nobody may do more. Says nothing where no role or binding of ours was
 * read, since exports of what decides about traffic hold none.
 */
export function access(wanted: Wanted): Lack[] {
  const rbac = wanted.ofKinds([...IN_NAMESPACES, ...ACROSS]);
  if (rbac.length === 0) return [];
  const { definition } = wanted;
  const ours = wanted.namespacesWithObjects;
  const may = new Map<string, { readonly who: string; readonly where: string; readonly whats: Set<string> }>();
  const add = (who: string, namespace: string | undefined, rights: Rights['rights']) => {
    const place = placeOf(who, namespace);
    const entry = may.get(place) ?? { who, where: namespace === undefined ? 'across the cluster' : `in ${namespace}`, whats: new Set() };
    may.set(place, entry);
    for (const [verbs, group, resources] of rights) for (const verb of verbs) for (const resource of resources) entry.whats.add(permission(verb, group, resource));
  };
  for (const { groups, namespaces, rights } of rightsOf(definition, [...new Set([...ours, ...protectedNamespaces(definition)])])) {
    for (const who of groups) for (const namespace of namespaces ?? [undefined]) add(who, namespace, rights);
  }
  const grants = grantsOf(rbac);
  const granted = new Set(grants.map(({ who, namespace, what }) => `${placeOf(who, namespace)} ${what}`));
  const isRead = (namespace: string | undefined) =>
    (namespace === undefined ? wanted.ofKinds(ACROSS).length > 0 : ours.includes(namespace) && wanted.ofKinds(IN_NAMESPACES).length > 0);
  const missing = [...may].filter(([place]) => isRead(namespaceOf(place))).flatMap(([place, { who, where, whats }]): Lack[] => {
    const lacking = [...whats].filter((what) => !granted.has(`${place} ${what}`));
    return lacking.length === 0 ? [] : [{ rule: `let the group ${who} do its part ${where}`, got: `no ${shown(lacking)}`, wayOut: WAY_OUT }];
  });
  const beyond = new Map<string, { readonly file: string; readonly id: string; readonly who: string; readonly whats: string[] }>();
  for (const { who, namespace, what, binding: { id, file } } of grants) {
    if (may.get(placeOf(who, namespace))?.whats.has(what) === true) continue;
    const entry = beyond.get(`${id} ${who}`) ?? { file, id, who, whats: [] };
    beyond.set(`${id} ${who}`, entry);
    entry.whats.push(what);
  }
  return [...missing, ...[...beyond.values()].map(({ file, id, who, whats }): Lack => ({ file, rule: 'let nobody do more than the personas of the definition', got: `${id} lets ${who} ${shown(whats)}`, wayOut: WAY_OUT }))];
}

const WAY_OUT = 'apply the roles that eic synth writes, or change the personas of the definition';
const SHOWN = 4;

function shown(whats: readonly string[]): string {
  return `${whats.slice(0, SHOWN).join(', ')}${whats.length > SHOWN ? ` and ${whats.length - SHOWN} more` : ''}`;
}

function placeOf(who: string, namespace: string | undefined): string {
  return JSON.stringify([who, namespace ?? null]);
}

function namespaceOf(place: string): string | undefined {
  return (JSON.parse(place) as [string, string | null])[1] ?? undefined;
}
