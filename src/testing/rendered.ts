import type { Chart } from 'cdk8s';
import type { TerraformStack } from 'cdktf';
import { KubernetesObject, ReadOutput, TerraformResource } from '../verify';

/** The objects of a chart as they are written, for assertions and for `allows`. */
export function rendered(chart: Chart): ReadOutput {
  const objects = (chart.toJson() as KubernetesObject[]).map((value) => {
    const { namespace, name } = value.metadata;
    return { file: chart.node.id, id: `${value.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`, value };
  });
  return { objects, terraform: {}, notUnderstood: [], problems: [] };
}

/** The resources of a stack as Terraform reads them, for assertions and for `allows`. The target has the id of the stack. */
export function terraform(stack: TerraformStack): ReadOutput {
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
