import type { Client } from './client';
import { fieldsOf, itemsOf } from '../kubernetes/problem';

/** A kind that the server knows. */
export interface ServedKind {
  readonly namespaced: boolean;
  /** Path of its objects. */
  path(namespace: string | undefined): string;
}

/** A resource that the server serves, or part of one, with what can be done to it. */
export interface ServedResource {
  readonly group: string;
  /** `pods`, `pods/log` */
  readonly resource: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

const DISCOVERY = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Everything the server serves, by `apiVersion kind`. */
export async function servedKinds(client: Client): Promise<ReadonlyMap<string, ServedKind>> {
  const kinds = new Map<string, ServedKind>();
  for (const root of ['/api', '/apis']) {
    const { body } = await client.call(root, { accept: DISCOVERY });
    for (const item of itemsOf(fieldsOf(body).items)) {
      const group = String(fieldsOf(fieldsOf(item).metadata).name ?? '');
      for (const served of itemsOf(fieldsOf(item).versions)) {
        const version = String(fieldsOf(served).version);
        for (const entry of itemsOf(fieldsOf(served).resources)) {
          const { resource, scope, responseKind } = fieldsOf(entry);
          const base = `${root}${group && `/${group}`}/${version}`;
          const namespaced = scope === 'Namespaced';
          kinds.set(`${group ? `${group}/` : ''}${version} ${String(fieldsOf(responseKind).kind)}`, {
            namespaced,
            path: (namespace) => `${base}${namespaced ? `/namespaces/${namespace ?? 'default'}` : ''}/${String(resource)}`,
          });
        }
      }
    }
  }
  return kinds;
}

/** Everything that can be asked of the server, of each group in all of its versions. */
export async function servedResources(client: Client): Promise<ServedResource[]> {
  const found = new Map<string, ServedResource>();
  for (const root of ['/api', '/apis']) {
    const { body } = await client.call(root, { accept: DISCOVERY });
    for (const item of itemsOf(fieldsOf(body).items)) {
      const group = String(fieldsOf(fieldsOf(item).metadata).name ?? '');
      for (const entry of itemsOf(fieldsOf(item).versions).flatMap((version) => itemsOf(fieldsOf(version).resources))) {
        const { resource, scope, verbs, subresources } = fieldsOf(entry);
        const add = (name: string, more: unknown): void => {
          const key = `${group}/${name}`;
          const all = [...found.get(key)?.verbs ?? [], ...itemsOf(more).map(String)];
          found.set(key, { group, resource: name, namespaced: scope === 'Namespaced', verbs: [...new Set(all)] });
        };
        add(String(resource), verbs);
        for (const part of itemsOf(subresources)) add(`${String(resource)}/${String(fieldsOf(part).subresource)}`, fieldsOf(part).verbs);
      }
    }
  }
  return [...found.values()];
}
