import { KINDS } from '../../../errors';
import { boolean, child, defaulted, freeText, integer, isMap, optional, pattern, refuse, Spec } from '../../spec';

/** Most rules of one rule group, and of one policy. */
const MOST_RULES = 30000;
const TAG_KEY = /^(?!aws:)[A-Za-z][A-Za-z0-9 _.:/=+@-]{0,127}$/;
const LONGEST_TAG = 256;

export const AWS_REGION = pattern(/^[a-z]{2}(-[a-z]+)+-\d$/, 'be an AWS Region such as eu-central-1');

export const capacity = optional(integer(1, MOST_RULES), 'Rules that the group can hold, for its life: another number replaces the group.', 'the next of a few coarse steps, with head-room');

export const endlessHelloBound = defaulted(boolean(), true,
  'Does our deny end a TLS hello that is longer than 8 kB? It uses the keyword stream_size, which AWS does not list as unsupported, and which nobody has tried there.');

/** Tags of everything that is made. */
export const awsTags = defaulted(tags(), {}, 'Tags of what is made.');

function tags(): Spec<Readonly<Record<string, string>>> {
  const text = freeText();
  return {
    type: '{ readonly [key: string]: string }',
    schema: { type: 'object', propertyNames: { pattern: TAG_KEY.source }, additionalProperties: { ...text.schema, maxLength: LONGEST_TAG } },
    read(value, path, problems) {
      if (!isMap(value)) return refuse(problems, KINDS.wrongType, path, 'be a map of tags', value);
      return Object.fromEntries(Object.keys(value).sort().flatMap((key) => {
        const at = child(path, key);
        if (!TAG_KEY.test(key)) refuse(problems, KINDS.badName, at, 'have a key of at most 128 letters, digits, spaces and _.:/=+@-, starting with a letter, not with aws:', key);
        const read = text.read(value[key], at, problems);
        if (read === undefined) return [];
        if (read.length > LONGEST_TAG) problems.must(KINDS.badText, at, `have at most ${LONGEST_TAG} characters`, read);
        return [[key, read] as const];
      }));
    },
  };
}
