import { Data, isMap, mapOf, shortName, TerraformDocument, textOf } from './document';
import { NotUnderstood, TerraformResource } from '../objects';

/** Blocks that say nothing of resources, or nothing that is not in them. */
const WITHOUT_RESOURCES = new Set(['//', 'check', 'locals', 'output', 'provider', 'terraform', 'variable', 'resource', 'data', 'ephemeral', 'moved', 'import']);
/** Arguments by which one block becomes none, or several. */
const MULTIPLY = ['count', 'for_each', 'dynamic'];

/**
 * Reads a configuration in JSON (developer.hashicorp.com/terraform/language/syntax/json): a block is a map by its labels, or a list of them.
 * `modules`, repetition and override files change what is applied and are not understood.
 */
export function readConfiguration(data: Data, file: string): TerraformDocument {
  const resources: TerraformResource[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const unclear = (object: string, message: string) => notUnderstood.push({ file, object, message });
  if (/(?:^|[\\/_])override\.tf\.json$/.test(file)) unclear('', 'an override file changes blocks of other files; verify the plan: `terraform show -json`');
  for (const [block, mode] of [['resource', 'managed'], ['data', 'data']] as const) {
    for (const { labels: [type, name], body } of blocksOf(data[block], 2, (path) => unclear(path, `${block} must be a map by type and name`))) {
      const address = `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
      if (MULTIPLY.some((argument) => argument in body)) unclear(address, 'count, for_each and dynamic blocks are not worked out; verify the plan: `terraform show -json`');
      const { '//': _comment, ...values } = body;
      resources.push({ file, address, mode, type: type!, name: name!, values });
    }
  }
  for (const { labels: [name] } of blocksOf(data.module, 1, (path) => unclear(path, 'module must be a map by name'))) {
    unclear(`module.${name}`, 'what a module adds stands elsewhere; verify the plan: `terraform show -json`');
  }
  for (const key of Object.keys(data)) if (!WITHOUT_RESOURCES.has(key) && key !== 'module') unclear(key, `Terraform has no block ${key} that is known here`);
  return { kind: 'configuration', resources, providers: providersOf(data), notUnderstood };
}

interface Block {
  readonly labels: readonly string[];
  readonly body: Data;
}

/** Blocks with so many labels; lists may stand at every level. */
function blocksOf(value: unknown, labels: number, broken: (path: string) => void, above: readonly string[] = []): Block[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => blocksOf(entry, labels, broken, above));
  if (!isMap(value)) {
    broken(above.join('.'));
    return [];
  }
  if (above.length === labels) return [{ labels: above, body: value }];
  return Object.entries(value).filter(([key]) => key !== '//').flatMap(([key, inner]) => blocksOf(inner, labels, broken, [...above, key]));
}

function providersOf({ terraform }: Data): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const { body } of blocksOf(terraform, 0, () => undefined)) {
    for (const required of blocksOf(body.required_providers, 0, () => undefined)) {
      for (const [name, wanted] of Object.entries(required.body)) {
        const version = typeof wanted === 'string' ? wanted : textOf(mapOf(wanted).version);
        const source = textOf(mapOf(wanted).source);
        if (version !== '') versions[source === '' ? name : shortName(source)] = version;
      }
    }
  }
  return versions;
}
