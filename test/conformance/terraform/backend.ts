import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf } from './values';

const OVERRIDE = 'conformance_override.tf.json';

/** The backend a synthesized stack asks for. */
export function backendOf(directory: string): string {
  const json: unknown = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8'));
  const [terraform] = [fieldsOf(json).terraform].flat();
  const [backend] = [fieldsOf(terraform).backend].flat();
  return Object.keys(fieldsOf(backend))[0] ?? 'local';
}

/**
 * A remote backend would be asked for its state: an override file, Terraform's
 * own means, replaces it by a local state. Answers what was replaced.
 */
export function useLocalState(directory: string): string | undefined {
  const backend = backendOf(directory);
  if (backend === 'local') return undefined;
  writeFileSync(join(directory, OVERRIDE), JSON.stringify({ terraform: { backend: { local: {} } } }));
  return backend;
}
