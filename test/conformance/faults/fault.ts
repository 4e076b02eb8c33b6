/** One thing wrong in a sample that is otherwise right. */
export interface Fault {
  readonly name: string;
  /** Paths such as `spec.ports.0.number` and what to put there; undefined removes. */
  readonly set: Readonly<Record<string, unknown>>;
  /** What must be reported. */
  readonly expect: RegExp;
  /** What a real API server says; null: it accepts it. By default it names the field that is set first. */
  readonly server?: RegExp | null;
}

type Node = Record<string, unknown>;

/** A copy of the sample with the fault in it. */
export function inject(sample: unknown, { set }: Fault): unknown {
  const copy: unknown = structuredClone(sample);
  for (const [path, value] of Object.entries(set)) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    const parent = steps.reduce((node, step) => (node[step] ??= {}) as Node, copy as Node);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return copy;
}
