import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

/** Root of the repository. */
export const ROOT = join(__dirname, '..', '..');

/** Text of a file of the repository. */
export function readRepositoryFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** What a script without imports exports, so that it can be given the sources under test instead of the built library. */
export function loadScript(path: string): Readonly<Record<string, (...given: unknown[]) => unknown>> {
  const { outputText } = transpileModule(readRepositoryFile(path), { compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 } });
  const exports: Record<string, (...given: unknown[]) => unknown> = {};
  new Function('exports', outputText)(exports);
  return exports;
}
