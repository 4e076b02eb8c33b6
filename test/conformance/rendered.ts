import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkOf, failed, ok, tail, type Check } from './check';
import { describeObject, describeProblem, readManifests, type Manifest, type Validator } from './kubernetes';
import { terraformAll, useLocalState, type Providers, type TerraformCommand } from './terraform';

/** The names in a folder; none if there is no folder. */
export function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

export const foldersOf = (directory: string): string[] =>
  entriesOf(directory).filter((entry) => statSync(join(directory, entry)).isDirectory());

/** One check for each file, and one for objects that occur twice among them. */
export function checkManifests(label: string, directory: string, validator: Validator): Check[] {
  const seen = new Map<string, string>();
  const twice: string[] = [];
  const files = entriesOf(directory).filter((file) => /\.ya?ml$/.test(file));
  const checks = files.map((file) => {
    const name = `${label}/${file}`;
    try {
      const manifests = readManifests(join(directory, file));
      const problems = manifests.flatMap((manifest) => problemsOf(manifest, validator));
      for (const { object } of manifests) {
        const identity = identityOf(object);
        const first = seen.get(identity);
        if (first !== undefined) twice.push(`${identity} in ${first} and ${file}`);
        seen.set(identity, file);
      }
      return checkOf(`${name} (${manifests.length} objects)`, manifests.length === 0 ? ['no objects'] : problems);
    } catch (error) {
      return failed(name, (error as Error).message);
    }
  });
  return files.length === 0 ? [] : [...checks, checkOf(`${label}: no object twice`, twice)];
}

const problemsOf = ({ object, line }: Manifest, validator: Validator): string[] =>
  validator.validate(object).map((problem) => `line ${line(problem.path)}: ${describeObject(object)}: ${describeProblem(problem)}`);

/** Two versions of a kind are still one object. */
function identityOf(object: unknown): string {
  const { apiVersion } = object as { readonly apiVersion?: unknown };
  const group = String(apiVersion).split('/').slice(0, -1).join('/');
  return `${group ? `${group} ` : ''}${describeObject(object)}`;
}

const COMMANDS: readonly TerraformCommand[] = [['init'], ['validate'], ['plan']];

/** `init`, `validate` and `plan` in a folder with one stack, with the state beside it. */
export async function checkStack(label: string, directory: string, providers: Providers): Promise<Check> {
  const name = `${label} (${COMMANDS.map(([command]) => command).join(', ')})`;
  try {
    const unserved = providers.unserved(directory);
    if (unserved.length > 0) return failed(name, unserved.join('; '));
    useLocalState(directory);
    const { code, command, output } = await terraformAll(directory, COMMANDS, providers);
    return code === 0 ? ok(name) : failed(name, `terraform ${command}: ${tail(output)}`);
  } catch (error) {
    return failed(name, (error as Error).message);
  }
}
