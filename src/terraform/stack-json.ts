import { RootConstruct } from 'constructs';
import { TerraformStack } from './engine';

/** Where Terraform keeps the state of a stack. */
export interface TerraformBackend {
  /** Type of the backend, such as `azurerm`. */
  readonly type: string;
  /** Its settings, as Terraform names them. */
  readonly config: Readonly<Record<string, unknown>>;
}

export interface StackJsonOptions {
  /** Name of the stack. */
  readonly name: string;
  /** Where Terraform keeps the state.
   * @default - nothing is written: Terraform keeps it beside the stack */
  readonly backend?: TerraformBackend;
}

/** Depth of a resource in a stack: `resource`, its type, its name. */
const RESOURCE_DEPTH = 3;

/**
 * The JSON text of a stack as Terraform reads it (`cdk.tf.json`): the same bytes on every machine, in every folder and with both engines.
 * No file is written: the stack has a plain root, since an `App` makes its output folder when it is constructed and adds a local
 * backend with an absolute path.
 * @throws Error of the engine when a construct of the stack does not validate
 */
export function stackJson(build: (stack: TerraformStack) => void, { name, backend }: StackJsonOptions): string {
  const stack = new TerraformStack(new RootConstruct(), name);
  build(stack);
  if (backend !== undefined) stack.addOverride(`terraform.backend.${backend.type}`, backend.config);
  stack.runAllValidations();
  return `${JSON.stringify(stable(stack.toTerraform(), 0), undefined, 2)}\n`;
}

/** Keys in order, and without the comments (`//`) of the engine, which name its version. */
function stable(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) return value.map((entry) => stable(entry, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value)
    .filter(([key]) => key !== '//' || depth > RESOURCE_DEPTH)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => [key, stable(entry, depth + 1)]));
}
