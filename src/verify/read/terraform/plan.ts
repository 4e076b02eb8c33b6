import { Data, isMap, listOf, literal, mapOf, shortName, TerraformDocument, textOf } from './document';
import { modulesOf, withUnknowns } from './unknown-values';
import { NotUnderstood, TerraformResource } from '../objects';

/** Reads `terraform show -json PLAN` (developer.hashicorp.com/terraform/internals/json-format): what will be there after the plan. */
export function readPlan(data: Data, file: string): TerraformDocument {
  const notUnderstood: NotUnderstood[] = [];
  if (data.errored === true) notUnderstood.push({ file, object: '', message: 'the plan ended in an error, so it is not whole' });
  if (data.complete === false) notUnderstood.push({ file, object: '', message: 'the plan is not complete: another one follows after it is applied' });
  const unknown = new Map(listOf(data.resource_changes).map(mapOf).map((change) => [textOf(change.address), mapOf(change.change).after_unknown]));
  const expressions = modulesOf(mapOf(data.configuration));
  const planned = resourcesOf(mapOf(data.planned_values).root_module, file).map((resource) =>
    ({ ...resource, values: withUnknowns(resource, unknown.get(resource.address), expressions) }));
  const known = new Set(planned.map(({ address }) => address));
  // Data sources that were read while planning stand in the state before it.
  const before = resourcesOf(mapOf(mapOf(data.prior_state).values).root_module, file).filter(({ mode, address }) => mode === 'data' && !known.has(address));
  return { kind: 'plan', resources: [...planned, ...before], providers: providersOf(data), notUnderstood };
}

/** Reads `terraform show -json` of a state. */
export function readShownState(data: Data, file: string): TerraformDocument {
  return { kind: 'state', resources: resourcesOf(mapOf(data.values).root_module, file), providers: {}, notUnderstood: [] };
}

function resourcesOf(module: unknown, file: string): TerraformResource[] {
  const { resources, child_modules: children } = mapOf(module);
  const own = listOf(resources).filter(isMap).map((resource): TerraformResource => ({
    file, address: textOf(resource.address), mode: resource.mode === 'data' ? 'data' : 'managed', type: textOf(resource.type), name: textOf(resource.name),
    values: mapOf(literal(resource.values)),
  }));
  return [...own, ...listOf(children).flatMap((child) => resourcesOf(child, file))];
}

function providersOf({ configuration }: Data): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const provider of Object.values(mapOf(mapOf(configuration).provider_config)).filter(isMap)) {
    const version = textOf(provider.version_constraint);
    if (version !== '') versions[shortName(textOf(provider.full_name) || textOf(provider.name))] = version;
  }
  return versions;
}
