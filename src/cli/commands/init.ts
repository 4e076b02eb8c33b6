import { existsSync, writeFileSync } from 'node:fs';
import { parseDocuments } from '../../cell/file/yaml-source';
import { KINDS, problemOf, ValidationError } from '../../errors';
import { readCell } from '../../read-cell';
import { Call, EXIT } from '../command';
import { answersOf } from '../init/answers';
import { definitionText } from '../init/template';

/** `eic init`: writes a commented definition that reads back without problems. */
export async function run(call: Call): Promise<number> {
  const force = call.has('force');
  const chosen = call.text('output') ?? (call.has('name') ? `${call.text('name')}.yaml` : undefined);
  if (chosen !== undefined && !force && existsSync(chosen)) throw alreadyThere(chosen);
  const answers = await answersOf(call);
  const text = definitionText(answers);
  const problems = readCell(parseDocuments(text)[0]!.data, 'file').problems;
  if (problems.length > 0) throw new ValidationError('definition', problems);
  const file = chosen ?? `${answers.get('name') as string}.yaml`;
  write(file, text, force);
  call.io.stdout.write(call.has('json') ? `${JSON.stringify({ file }, null, 2)}\n` : `wrote ${file}; eic plan ${file} shows what it means\n`);
  return EXIT.ok;
}

function write(file: string, text: string, force: boolean): void {
  try {
    writeFileSync(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'EEXIST' ? alreadyThere(file) : new ValidationError(file, [{ ...problemOf(KINDS.cannotWrite, '', `must be writable: ${code}`), file }]);
  }
}

function alreadyThere(file: string): ValidationError {
  return new ValidationError(file, [{ ...problemOf(KINDS.cannotWrite, '', 'must not exist yet; --force overwrites it'), file }]);
}
