import { KubernetesObject, ReadOutput, TerraformResource } from '../verify';

/** What a chart of cdk8s is to us. */
export interface RenderedChart {
  readonly node: { readonly id: string };
  toJson(): unknown[];
}

/** What a stack of cdktf, or of its successor cdktn, is to us. */
export interface RenderedStack {
  readonly node: { readonly id: string };
  toTerraform(): unknown;
}

/** The objects of a chart as they are written, for assertions and for `allows`. */
export function rendered(chart: RenderedChart): ReadOutput {
  const objects = (chart.toJson() as KubernetesObject[]).map((value) => {
    const { namespace, name } = value.metadata;
    return { file: chart.node.id, id: `${value.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`, value };
  });
  return { objects, terraform: {}, notUnderstood: [], problems: [] };
}

/** The resources of a stack as Terraform reads them, for assertions and for `allows`. The target has the id of the stack. */
export function terraform(stack: RenderedStack): ReadOutput {
  const json = stack.toTerraform() as Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined>>;
  const of = (mode: 'managed' | 'data'): TerraformResource[] => Object.entries(json[mode === 'data' ? 'data' : 'resource'] ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName).filter(([name]) => name !== '//').map(([name, values]) => ({
      file: stack.node.id, address: `${mode === 'data' ? 'data.' : ''}${type}.${name}`, mode, type, name, values: plain(values) as Readonly<Record<string, unknown>>,
    })));
  return { objects: [], terraform: { [stack.node.id]: { resources: [...of('managed'), ...of('data')], providers: {} } }, notUnderstood: [], problems: [] };
}

/** Without what cdktf notes for itself. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, entry: unknown) => (key === '//' ? undefined : entry)));
}
