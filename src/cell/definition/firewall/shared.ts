import { KINDS, Problems } from '../../../errors';
import { child, defaulted, freeText, isMap, item, object, ObjectSpec, optional, Shape, Spec, word } from '../../spec';

const SECRET = /(secret|password|passwd|access_?key|sas_?token|client_?certificate|private_?key|^token$|credentials)/i;

const SETTING = /^[A-Za-z][A-Za-z0-9_]{0,99}$/;

/** A map of literal values that is passed on, such as the settings of a provider: no expressions, no secrets. */
export function literals(): Spec<Readonly<Record<string, unknown>>> {
  const text = freeText();
  const read = (value: unknown, path: string, problems: Problems): unknown => {
    if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value;
    if (Array.isArray(value)) return value.map((entry, index) => read(entry, item(path, index), problems));
    if (isMap(value)) return map(value, path, problems);
    if (typeof value === 'string' && /[$%]\{/.test(value)) {
      problems.must(KINDS.token, path, 'be literal, without tokens or expressions', value);
      return undefined;
    }
    return text.read(value, path, problems);
  };
  const map = (value: Readonly<Record<string, unknown>>, path: string, problems: Problems): Record<string, unknown> => {
    const entries = Object.keys(value).flatMap((key) => {
      const at = child(path, key);
      if (!SETTING.test(key)) problems.must(KINDS.badName, at, 'have a key of letters, digits and underscores, at most 100', key);
      else if (SECRET.test(key)) problems.add(KINDS.secret, at, 'must not be in a definition; Terraform reads it from its environment');
      else return [[key, read(value[key], at, problems)] as const];
      return [];
    });
    return Object.fromEntries(entries);
  };
  return {
    type: '{ readonly [key: string]: unknown }',
    schema: { type: 'object', propertyNames: { pattern: SETTING.source } },
    read(value, path, problems) {
      if (isMap(value)) return map(value, path, problems);
      problems.must(KINDS.wrongType, path, 'be a map', value);
      return undefined;
    },
  };
}

/** Our own deny; the same word for every cloud. */
export const defaultDeny = defaulted(word('DefaultDeny', 'none', 'sources'), 'none',
  '`none`: what no rule of ours matches falls to the firewall\'s own policy; `sources`: our own deny, for the cell\'s egress sources only.');

/** One cloud of a target: rules into what exists, or a whole egress network. */
export function cloud<F extends Parameters<typeof object>[2], N = Readonly<Record<string, unknown>>>(
  title: string, rules: ObjectSpec<F>, network: Spec<N> = literals() as Spec<N>,
) {
  return object(title, 'Rules into an existing firewall, or a whole egress network.', {
    rules: optional(rules as Spec<Shape<F>>, 'Rules into what exists.', '`network`'),
    network: optional(network, 'A whole egress network; the props of the construct.', '`rules`'),
    platformEgress: defaulted(word('PlatformEgress', 'none', 'aks', 'eks', 'gke'), 'none', 'What the Kubernetes platform itself needs, as a group of its own.'),
  });
}
