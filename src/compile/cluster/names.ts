import { HostPattern } from '../../net';
import { KUBERNETES_NAME, shortened, shortHash } from '../names';

/** `eic-<cell>-<what>`, at most 63 characters. Carries the cell, so that two cells never share an object. */
export function objectName(cell: string, what: string): string {
  return shortened(`eic-${cell}-${what}`, KUBERNETES_NAME);
}

/**
 * A host as part of a name: `*.hana.ondemand.com` becomes `any-hana-ondemand-com`. Where the words could also stand for another host
 * (`a-b.example`), a hash of the host is added; whether it is depends on the host alone.
 */
export function hostSlug(host: HostPattern): string {
  const slug = `${host.wildcard ? 'any-' : ''}${host.name.replace(/\./g, '-')}`;
  const ambiguous = host.name.includes('-') || (!host.wildcard && host.name.startsWith('any.'));
  return ambiguous ? `${slug}-${shortHash(host.toString())}` : slug;
}
