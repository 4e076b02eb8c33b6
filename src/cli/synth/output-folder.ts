import { lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmdirSync, rmSync, Stats, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { hashOf, isOurs, LIST_NAME, readWrittenFiles, WrittenFiles, writtenFilesText } from './written-files';
import { compareText, KINDS, Problem, ProblemKind, problemOf, ValidationError } from '../../errors';

/** A file of a cell; `path` is relative to the cell's folder, with slashes. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** What became of a file. */
export interface FileOutcome {
  readonly path: string;
  readonly status: 'written' | 'unchanged' | 'removed';
}

interface StagedCell {
  readonly folder: string;
  readonly staging: string;
  readonly before: WrittenFiles;
  readonly after: WrittenFiles;
  readonly outcomes: readonly FileOutcome[];
}

/**
 * The folder that `eic synth` writes to. Everything is staged in a folder inside it first and moved by rename when all cells are there, so
 * that a problem leaves what was there before. A crash between two renames leaves old and new files, all of them listed as ours.
 */
export class OutputFolder {
  private readonly staging: string;
  private readonly created: string | undefined;
  private readonly staged: StagedCell[] = [];
  private readonly problems: Problem[] = [];

  /** @throws ValidationError (`EIC904`) */
  public constructor(private readonly folder: string) {
    const { created, staging } = writing(folder, () => {
      const first = makeFolder(resolve(folder));
      return { created: first, staging: mkdtempSync(join(resolve(folder), '.eic-')) };
    });
    this.created = created;
    this.staging = staging;
  }

  /** Puts the files of a cell beside those that are there, and notes what stands in their way. */
  public stage(cell: string, files: readonly OutputFile[]): void {
    writing(join(this.folder, cell), () => this.stageFiles(cell, files));
  }

  /**
   * Moves what was staged to its place, and removes what earlier runs wrote and this one did not.
   * @returns what became of the files of each cell, in order of their paths
   * @throws ValidationError (`EIC904`, `EIC905`) before anything is changed, if something stands in the way
   */
  public commit(): (readonly FileOutcome[])[] {
    if (this.problems.length > 0) throw new ValidationError(this.folder, this.problems);
    return this.staged.map((cell) => writing(cell.folder, () => this.move(cell)));
  }

  /** Removes what is only staged, and folders that were made for it. */
  public close(): void {
    rmSync(this.staging, { recursive: true, force: true });
    if (this.created === undefined) return;
    const above = dirname(this.created);
    for (let folder = resolve(this.folder); folder !== above && removeIfEmpty(folder); folder = dirname(folder));
  }

  private stageFiles(cell: string, files: readonly OutputFile[]): void {
    const stray = files.find(({ path }) => !isOurs(path));
    if (stray !== undefined) throw new Error(`${stray.path} has no place in the output`);
    const folder = join(this.folder, cell);
    if (!this.isClear(folder, [], LIST_NAME)) return;
    const before = readWrittenFiles(folder);
    if (before === undefined) {
      this.refuse(KINDS.outOfDate, join(folder, LIST_NAME), 'must be a list that eic synth wrote; remove the folder, or write to another one');
      return;
    }
    const after = new Map(files.map(({ path, text }) => [path, hashOf(text)]));
    const outcomes = files.flatMap(({ path, text }): FileOutcome[] => {
      const status = this.statusOf(folder, path, text, before);
      if (status === 'written') this.write(join(this.staging, cell, path), text);
      return status === undefined ? [] : [{ path, status }];
    });
    const stale = [...before.keys()].filter((path) => !after.has(path) && this.isStale(folder, path));
    outcomes.push(...stale.map((path) => ({ path, status: 'removed' }) as const));
    this.staged.push({ folder, staging: join(this.staging, cell), before, after, outcomes: outcomes.sort((a, b) => compareText(a.path, b.path)) });
  }

  private statusOf(folder: string, path: string, text: string, before: WrittenFiles): FileOutcome['status'] | undefined {
    const parts = path.split('/');
    if (!this.isClear(folder, parts.slice(0, -1), parts.at(-1)!)) return undefined;
    const place = join(folder, path);
    if (statOf(place) === undefined) return 'written';
    if (!before.has(path)) {
      this.refuse(KINDS.outOfDate, place, 'must not be there: eic synth did not write it and does not overwrite it; move it away, or write to another folder');
      return undefined;
    }
    return readFileSync(place).equals(Buffer.from(text)) ? 'unchanged' : 'written';
  }

  /** Are there only real folders on the way, and at its end a real file or nothing? */
  private isClear(folder: string, parents: readonly string[], name: string): boolean {
    const folders = [folder, ...parents.map((_, index) => join(folder, ...parents.slice(0, index + 1)))];
    for (const place of folders) {
      const stat = statOf(place);
      if (stat === undefined) return true;
      if (!stat.isDirectory()) {
        this.refuse(KINDS.cannotWrite, place, `must be a folder, not a ${stat.isSymbolicLink() ? 'symbolic link' : 'file'}`);
        return false;
      }
    }
    const place = join(folder, ...parents, name);
    const stat = statOf(place);
    if (stat === undefined || stat.isFile()) return true;
    this.refuse(KINDS.cannotWrite, place, `must be a file, not a ${stat.isSymbolicLink() ? 'symbolic link' : 'folder or device'}`);
    return false;
  }

  /** Is a file of ours, which is not written any more, still there to be removed? */
  private isStale(folder: string, path: string): boolean {
    const parts = path.split('/');
    return this.isClear(folder, parts.slice(0, -1), parts.at(-1)!) && statOf(join(folder, path)) !== undefined;
  }

  private move({ folder, staging, before, after, outcomes }: StagedCell): readonly FileOutcome[] {
    const list = writtenFilesText(after);
    const changes = outcomes.filter(({ status }) => status !== 'unchanged');
    if (changes.length === 0 && list === writtenFilesText(before)) return outcomes;
    this.replaceList(folder, writtenFilesText(new Map([...before, ...after])));
    for (const { path, status } of changes) {
      if (status === 'removed') {
        unlinkSync(join(folder, path));
        for (let place = dirname(path); place !== '.' && removeIfEmpty(join(folder, place)); place = dirname(place));
      } else {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        renameSync(join(staging, path), join(folder, path));
      }
    }
    this.replaceList(folder, list);
    return outcomes;
  }

  private replaceList(folder: string, text: string): void {
    const temporary = join(this.staging, LIST_NAME);
    this.write(temporary, text);
    mkdirSync(folder, { recursive: true });
    renameSync(temporary, join(folder, LIST_NAME));
  }

  private write(file: string, text: string): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  private refuse(kind: ProblemKind, file: string, message: string): void {
    if (!this.problems.some((problem) => problem.file === file)) this.problems.push({ ...problemOf(kind, '', message), file });
  }
}

function statOf(place: string): Stats | undefined {
  return lstatSync(place, { throwIfNoEntry: false });
}

/**
 * Makes a folder and those above it; another run may do the same. `mkdirSync` with `recursive` never ends where nothing can be made (`/proc`).
 * @returns the outermost folder that was made
 */
function makeFolder(folder: string): string | undefined {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return undefined;
  const above = dirname(folder);
  const first = above === folder ? undefined : makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return first ?? folder;
}

function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

/** What the file system refuses becomes a problem of the file. */
function writing<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { code, path, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new ValidationError(file, [{ ...problemOf(KINDS.cannotWrite, '', `must be writable: ${code}`), file: path ?? file }]);
  }
}
