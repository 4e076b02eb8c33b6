/** Plain data of a manifest. Users write it, so anything may be of another type than it should be: that is for the API server to say. */
export type Data = Readonly<Record<string, unknown>>;

export type Labels = Readonly<Record<string, string>>;

const NOTHING: Data = {};

/** The map, or an empty one. */
export function mapOf(value: unknown): Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Data : NOTHING;
}

export function isMap(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The list, or an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The maps of a list, each in its place. */
export function mapsOf(value: unknown): readonly Data[] {
  return listOf(value).map(mapOf);
}

/** The texts of a list, each in its place; what is no text is empty. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).map(textOf);
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The labels or annotations of a map, without what is no text. */
export function labelsOf(value: unknown): Labels {
  return Object.fromEntries(Object.entries(mapOf(value)).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

/** One object of a chart. */
export interface ChartObject {
  readonly kind: string;
  /** API group; empty for the core. */
  readonly group: string;
  readonly version: string;
  readonly name: string;
  /** Empty where the manifest leaves it to kubectl. */
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly spec: Data;
  readonly data: Data;
  /** Path of its construct, or `Kind namespace/name` where there is none. */
  readonly construct: string;
}

/** A manifest to be checked, and the construct that makes it. */
export interface CheckedManifest {
  readonly manifest: unknown;
  readonly construct?: string;
}

/** Reads what every object has. */
export function chartObject({ manifest, construct }: CheckedManifest): ChartObject {
  const data = mapOf(manifest);
  const metadata = mapOf(data.metadata);
  const [version, group = ''] = textOf(data.apiVersion).split('/').reverse();
  const [kind, name, namespace] = [textOf(data.kind), textOf(metadata.name), textOf(metadata.namespace)];
  return {
    kind, group, version: version!, name, namespace, data, spec: mapOf(data.spec),
    labels: labelsOf(metadata.labels), annotations: labelsOf(metadata.annotations),
    construct: construct ?? `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`,
  };
}
