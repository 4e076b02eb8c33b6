import { customKinds, type CustomResourceDefinition } from './custom-kinds';
import type { Kind } from './kind';
import { nativeKinds, type OpenApi } from './native-kinds';
import { fieldsOf, type Problem } from './problem';

export interface Definitions {
  readonly customResources?: readonly CustomResourceDefinition[];
  readonly openApi?: OpenApi;
}

/** Validates objects as the API server would, without one. */
export interface Validator {
  /** `apiVersion kind` of everything it knows. */
  readonly kinds: readonly string[];
  /** No problems: the API server would take the object. An unknown kind or version is a problem. */
  validate(object: unknown): Problem[];
}

export function createValidator({ customResources = [], openApi }: Definitions): Validator {
  const kinds = new Map<string, Kind>([...(openApi ? nativeKinds(openApi) : []), ...customKinds(customResources)]);
  return {
    kinds: [...kinds.keys()],
    validate(object) {
      const { apiVersion, kind } = fieldsOf(object);
      const known = kinds.get(`${String(apiVersion)} ${String(kind)}`);
      return known?.validate(object) ?? [{ path: [], message: `there is no ${String(kind)} in ${String(apiVersion)}` }];
    },
  };
}
