import { KINDS } from '../../../errors';
import { isToken, TOKEN_RULE } from '../../../net';
import { child, cidr, freeText, integer, isMap, list, optional, pattern, refuse, Spec } from '../../spec';

/** Id of an Azure resource of one type. */
export function azureId(provider: string, ...types: readonly string[]): Spec<string> {
  const tail = types.map((type) => `\\/${type}\\/[^/\\s]+`).join('');
  const shown = types.map((type) => `/${type}/…`).join('');
  return pattern(new RegExp(`^\\/subscriptions\\/[^/\\s]+\\/resourceGroups\\/[^/\\s]+\\/providers\\/Microsoft\\.${provider}${tail}$`, 'i'),
    `be the id of an Azure resource: /subscriptions/…/resourceGroups/…/providers/Microsoft.${provider}${shown}`);
}

/** Where the group for the platform (`platformEgress: aks`) goes. */
export const platformFields = {
  platformPriority: optional(integer(100, 65000), 'With `platformEgress`, priority of its rule collection group.', 'one less than `priority`'),
  platformSources: optional(list(cidr(), 1), 'With `platformEgress`, addresses of the nodes as the firewall sees them.', '`cluster.nodeCidrs`'),
} as const;

/** Tags of Azure resources: at most 50, names without `<>%&\?/`. */
export function azureTags(): Spec<Readonly<Record<string, string>>> {
  const text = freeText();
  return {
    type: '{ readonly [tag: string]: string }',
    schema: { type: 'object', maxProperties: 50, propertyNames: { pattern: '^[^<>%&\\\\?/]{1,512}$' }, additionalProperties: { type: 'string', maxLength: 256 } },
    read(value, path, problems) {
      if (!isMap(value)) return refuse(problems, KINDS.wrongType, path, 'be a map of tags', value);
      const names = Object.keys(value).sort();
      if (names.length > 50) problems.must(KINDS.tooLong, path, 'have at most 50 tags', names.length);
      return Object.fromEntries(names.flatMap((name) => {
        const at = child(path, name);
        if (isToken(name) || isToken(value[name])) return refuse(problems, KINDS.token, at, TOKEN_RULE, value[name]) ?? [];
        if (!/^[^<>%&\\?/]{1,512}$/.test(name)) problems.must(KINDS.badName, at, 'be a tag name without <, >, %, &, \\, ? and /, of at most 512 characters', name);
        const read = text.read(value[name], at, problems);
        if (read !== undefined && read.length > 256) problems.must(KINDS.tooLong, at, 'have at most 256 characters', read.length);
        return read === undefined ? [] : [[name, read]];
      }));
    },
  };
}
