import { unknownIstioField } from './istio-fields';
import { whyNotUnderstood } from './known-kinds';
import { KubernetesObject, NotUnderstood, ReadObject } from './objects';
import { KINDS, Problem, Problems, show } from '../../errors';
import { Data, isMap } from '../data';

const OWN = /^edge-integration-cell\//;
/** Lists in lists; nobody writes more. */
const DEEPEST = 5;

/** Gathers the objects of all files. */
export class KubernetesObjects {
  public readonly objects: ReadObject[] = [];
  public readonly notUnderstood: NotUnderstood[] = [];
  public readonly problems: Problem[] = [];
  private readonly known = new Map<string, ReadObject>();

  /** Reads one document: an object, or a list of objects. */
  public add(data: unknown, file: string, line?: number): void {
    this.read(data, '', file, line, 0);
  }

  private read(data: unknown, path: string, file: string, line: number | undefined, depth: number): void {
    const problems = new Problems();
    if (!isMap(data) || typeof data.apiVersion !== 'string' || typeof data.kind !== 'string' || data.kind === '') {
      const got = isMap(data) ? Object.keys(data).slice(0, 5).join(', ') || 'an empty map' : data;
      problems.must(KINDS.notAnObject, path, 'be an object with `apiVersion` and `kind`', got);
      return this.report(problems, file, line);
    }
    const { apiVersion, kind, items } = data;
    if (OWN.test(apiVersion)) return;
    if (kind.endsWith('List') && Array.isArray(items)) {
      if (depth < DEEPEST) return this.readItems(items as readonly unknown[], { apiVersion, kind: kind.slice(0, -'List'.length) }, `${path === '' ? '' : `${path}.`}items`, file, line, depth);
      problems.must(KINDS.notAnObject, path, `have at most ${DEEPEST} lists in each other`, 'more');
      return this.report(problems, file, line);
    }
    const why = whyNotUnderstood(apiVersion, kind);
    if (why !== undefined) this.notUnderstood.push({ file, object: idOf(data), message: why });
    if (apiVersion.startsWith('kustomize.config.k8s.io/')) return;
    checkMetadata(data, path, problems);
    if (problems.size > 0) return this.report(problems, file, line);
    const value = withName(data) as unknown as KubernetesObject;
    const field = unknownIstioField(value);
    if (field !== undefined) this.notUnderstood.push({ file, object: idOf(data), message: `${field} is no field of ${kind} in Istio 1.31: an API server drops it, or a newer Istio reads it; correct its name` });
    this.keep({ file, id: idOf(data), value, ...(line === undefined ? {} : { line }) });
  }

  /** Items of a typed list, such as a NetworkPolicyList, leave kind and version to the list. */
  private readItems(items: readonly unknown[], list: { apiVersion: string; kind: string }, path: string, file: string, line: number | undefined, depth: number): void {
    items.forEach((item, index) => {
      const whole = isMap(item) && item.kind === undefined && item.apiVersion === undefined && list.kind !== '' ? { ...list, ...item } : item;
      this.read(whole, `${path}[${index}]`, file, line, depth + 1);
    });
  }

  private keep(object: ReadObject): void {
    const { apiVersion, kind, metadata } = object.value;
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    const key = JSON.stringify([group, kind, metadata.namespace ?? '', metadata.name]);
    const first = this.known.get(key);
    if (first === undefined) this.known.set(key, object);
    if (first !== undefined) {
      const problems = new Problems();
      problems.add(KINDS.objectTwice, '', `must be given once: ${object.id} stands in ${first.file}${first.line === undefined ? '' : `, line ${first.line},`} already; remove one of the two`);
      this.report(problems, object.file, object.line);
    }
    this.objects.push(object);
  }

  private report({ all }: Problems, file: string, line: number | undefined): void {
    this.problems.push(...all.map((problem) => ({ ...problem, file, line: line ?? 1, column: 1 })));
  }
}

/** `Kind namespace/name`, or `Kind name`. */
export function idOf(data: Data): string {
  const metadata = isMap(data.metadata) ? data.metadata : {};
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const name = text(metadata.name) || text(metadata.generateName);
  return `${text(data.kind)} ${text(metadata.namespace) === '' ? '' : `${text(metadata.namespace)}/`}${name}`.trim();
}

function withName(data: Data): Data {
  const metadata = data.metadata as Data;
  return typeof metadata.name === 'string' ? data : { ...data, metadata: { ...metadata, name: metadata.generateName } };
}

function checkMetadata({ metadata }: Data, path: string, problems: Problems): void {
  const at = `${path === '' ? '' : `${path}.`}metadata`;
  if (!isMap(metadata)) return problems.must(KINDS.notAnObject, at, 'be a map', metadata);
  const { name, generateName, namespace } = metadata;
  const isName = (value: unknown) => typeof value === 'string' && value !== '';
  if (!isName(name) && !(name === undefined && isName(generateName))) problems.must(KINDS.notAnObject, `${at}.name`, 'be a name', name);
  if (namespace !== undefined && !isName(namespace)) problems.must(KINDS.notAnObject, `${at}.namespace`, 'be a name', namespace);
  for (const field of ['labels', 'annotations'] as const) {
    const map = metadata[field];
    if (map === undefined || map === null) continue;
    if (!isMap(map)) problems.must(KINDS.notAnObject, `${at}.${field}`, 'be a map of texts', map);
    else for (const [key, value] of Object.entries(map)) if (typeof value !== 'string') problems.must(KINDS.notAnObject, `${at}.${field}[${show(key)}]`, 'be text', value, 'write it in quotes');
  }
}
