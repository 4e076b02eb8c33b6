import type { Problem } from './problem';

/** One kind in one version. */
export interface Kind {
  /** Compiles the schema on first use. */
  validate(object: unknown): Problem[];
}

/** `networking.istio.io/v1 ServiceEntry` → its kind. */
export type Kinds = ReadonlyMap<string, Kind>;

export const kindName = (group: string, version: string, kind: string): string =>
  `${group === '' ? '' : `${group}/`}${version} ${kind}`;

export function lazyKind(compile: () => (object: unknown) => Problem[]): Kind {
  let check: ((object: unknown) => Problem[]) | undefined;
  return {
    validate(object) {
      check ??= compile();
      return check(object);
    },
  };
}
