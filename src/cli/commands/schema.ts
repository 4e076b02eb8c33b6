import { fileSpec } from '../../read-cell';
import { Call, EXIT } from '../command';

/** The JSON Schema (draft 2020-12) of a definition file. */
export function definitionSchema(): Readonly<Record<string, unknown>> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:edge-integration-cell:definition:v1',
    title: 'Edge Integration Cell definition, edge-integration-cell/v1',
    description: 'One SAP Edge Integration Cell on one cluster: what it is, what it may reach and who may reach it. Secrets never belong in it.',
    ...fileSpec.schema,
  };
}

/** `eic schema`: the schema for editors. */
export async function run({ io }: Call): Promise<number> {
  io.stdout.write(`${JSON.stringify(definitionSchema(), null, 2)}\n`);
  return EXIT.ok;
}
