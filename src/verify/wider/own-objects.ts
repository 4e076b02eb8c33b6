import { Cidr, withPrefix } from '../../net';
import { KubernetesObject, ReadObject } from '../read';

/** Objects of ours, by label; also of other cells and of earlier definitions. */
export function isOurs({ metadata }: KubernetesObject): boolean {
  return metadata.labels?.['app.kubernetes.io/managed-by'] === 'edge-integration-cell' || metadata.name.startsWith('eic-');
}

/** Is it of this cell? Objects of ours without the label of a cell count as its own. */
export function isOfCell({ metadata }: KubernetesObject, cell: string): boolean {
  const instance = metadata.labels?.['app.kubernetes.io/instance'];
  return instance === undefined || instance === cell;
}

/** Flow ids that an object says it is for. */
export function flowsOf({ value }: ReadObject): readonly string[] {
  const text = value.metadata.annotations?.['edge-integration-cell/flows'];
  return typeof text !== 'string' ? [] : text.split(',').map((id) => id.trim()).filter((id) => id !== '');
}

/** A network, also an address without prefix; undefined when it is neither. */
export function networkOf(text: string): Cidr | undefined {
  try {
    return Cidr.trusted(withPrefix(text));
  } catch {
    return undefined;
  }
}
