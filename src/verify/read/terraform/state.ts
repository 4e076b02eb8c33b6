import { Data, isMap, listOf, literal, mapOf, TerraformDocument, textOf } from './document';
import { TerraformResource } from '../objects';

/** Reads a state file of version 4, as Terraform 0.12 and later write it; its schema is that of each provider, whose version it does not say. */
export function readState(data: Data, file: string): TerraformDocument {
  const resources = listOf(data.resources).filter(isMap).flatMap((resource): TerraformResource[] => {
    const [mode, type, name] = [resource.mode === 'data' ? 'data' as const : 'managed' as const, textOf(resource.type), textOf(resource.name)];
    const module = textOf(resource.module);
    const base = `${module === '' ? '' : `${module}.`}${mode === 'data' ? 'data.' : ''}${type}.${name}`;
    // A deposed object is on its way out.
    return listOf(resource.instances).filter(isMap).filter(({ deposed }) => deposed === undefined).map(({ index_key: key, attributes }) => ({
      file, address: key === undefined || key === null ? base : `${base}[${JSON.stringify(key)}]`, mode, type, name, values: mapOf(literal(attributes)),
    }));
  });
  return { kind: 'state', resources, providers: {}, notUnderstood: [] };
}
