import { ChartObject, Data, mapsOf, numberOf, textOf, textsOf } from './manifest';
import { Cidr, withPrefix } from '../../net';

/** A port of a ServiceEntry. */
export interface EntryPort {
  readonly number: number | undefined;
  readonly name: string;
  /** In capitals; empty where Istio guesses. */
  readonly protocol: string;
}

/** A ServiceEntry of the chart. */
export interface Entry {
  readonly object: ChartObject;
  /** Among the entries of the chart. */
  readonly position: number;
  /** In lower case. */
  readonly hosts: readonly string[];
  readonly ports: readonly EntryPort[];
  /** In canonical form: a single address without prefix. */
  readonly addresses: readonly string[];
  readonly resolution: string;
  /** `*`, or namespaces; empty: nobody. */
  readonly exportTo: ReadonlySet<string>;
  /** Does istiod give it an address, as its label says? Then it needs none of its own. */
  readonly allocated: boolean;
}

const ALLOCATE = 'networking.istio.io/enable-autoallocate-ip';

export function entryOf(object: ChartObject, position: number): Entry {
  const { spec, namespace, labels } = object;
  const resolution = resolutionOf(spec);
  const exportTo = textsOf(spec.exportTo).filter((text) => text !== '');
  return {
    object, position, resolution,
    hosts: textsOf(spec.hosts).map((host) => host.toLowerCase()),
    ports: mapsOf(spec.ports).map((port) => ({ number: numberOf(port.number), name: textOf(port.name), protocol: textOf(port.protocol).toUpperCase() })),
    addresses: textsOf(spec.addresses).map(canonical),
    exportTo: exportedTo(exportTo, namespace),
    allocated: labels[ALLOCATE] === 'true' && resolution !== 'NONE',
  };
}

/** Namespaces that an `exportTo` names; `*` where it is left out. */
export function exportedTo(exportTo: readonly string[], namespace: string): ReadonlySet<string> {
  if (exportTo.length === 0 || exportTo.includes('*')) return new Set(['*']);
  return new Set(exportTo.filter((text) => text !== '~').map((text) => (text === '.' ? namespace : text)));
}

/** The resolution that a spec has: NONE where it is left out. */
export function resolutionOf(spec: Data): string {
  return textOf(spec.resolution) || 'NONE';
}

function canonical(address: string): string {
  const read = Cidr.read(withPrefix(address));
  if (!(read instanceof Cidr)) return address;
  return read.isSingle ? read.address : String(read);
}
