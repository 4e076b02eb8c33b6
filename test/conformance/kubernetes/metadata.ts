import type { Schema } from './schema';

const NAME_PART = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const STRING: Schema = { type: 'string' };
const PATH_SEGMENT: Schema = { type: 'string', maxLength: 253, pattern: '^(?!\\.{1,2}$)[^/%]+$' };

export const LABEL_KEY = new RegExp(`^(${SUBDOMAIN}/)?${NAME_PART}$`);
export const LABEL_VALUE = new RegExp(`^(${NAME_PART})?$`);
const MAX_LABEL = 63;
const MAX_PREFIX = 253;

export const isDnsLabel = (text: string): boolean => text.length <= MAX_LABEL && new RegExp(`^${LABEL}$`).test(text);

export const isSubdomain = (text: string): boolean => text.length <= MAX_PREFIX && new RegExp(`^${SUBDOMAIN}$`).test(text);

export function isLabelKey(text: string): boolean {
  const slash = text.indexOf('/');
  return LABEL_KEY.test(text) && slash <= MAX_PREFIX && text.length - slash - 1 <= MAX_LABEL;
}

export const isLabelValue = (text: string): boolean => LABEL_VALUE.test(text) && text.length <= MAX_LABEL;

const KEY: Schema = { pattern: LABEL_KEY.source, maxLength: MAX_PREFIX + 1 + MAX_LABEL };

const LABELS: Schema = {
  type: 'object',
  propertyNames: KEY,
  additionalProperties: { type: 'string', maxLength: MAX_LABEL, pattern: LABEL_VALUE.source },
};

const ANNOTATIONS: Schema = { type: 'object', propertyNames: KEY, additionalProperties: STRING };

/** How the names of a kind are restricted; where nothing is listed, they are DNS subdomains. */
const NAMES: Readonly<Record<string, Schema>> = {
  Namespace: { type: 'string', maxLength: 63, pattern: `^${LABEL}$` },
  Service: { type: 'string', maxLength: 63, pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$' },
  Role: PATH_SEGMENT,
  RoleBinding: PATH_SEGMENT,
  ClusterRole: PATH_SEGMENT,
  ClusterRoleBinding: PATH_SEGMENT,
};

/** Metadata of pod templates, where a name may be missing. */
export const TEMPLATE_META: Schema = {
  type: 'object',
  properties: { name: STRING, namespace: STRING, labels: LABELS, annotations: ANNOTATIONS, finalizers: { type: 'array', items: STRING } },
  additionalProperties: false,
};

/** What the API server checks in the metadata of a new object; it sets the other fields itself. */
export function objectMeta(kind: string, namespaced: boolean): Schema {
  return {
    type: 'object',
    anyOf: [{ required: ['name'] }, { required: ['generateName'] }],
    properties: {
      name: NAMES[kind] ?? { type: 'string', maxLength: 253, pattern: `^${SUBDOMAIN}$` },
      generateName: STRING,
      ...(namespaced ? { namespace: { type: 'string', maxLength: 63, pattern: `^${LABEL}$` } } : {}),
      labels: LABELS,
      annotations: ANNOTATIONS,
      finalizers: { type: 'array', items: STRING },
      ownerReferences: { type: 'array' },
    },
    additionalProperties: false,
  };
}
