import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { Verification } from '../../../src/verify';
import { eic } from '../../cli/eic';
import { Data } from '../../support/cells';
import { newFolder } from '../../support/folders';

/** An object of Kubernetes, to be altered. */
export interface Manifest extends Data {
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; [key: string]: unknown };
  spec: Data;
}

/** What `eic verify` said of an altered output. */
export interface Said {
  readonly code: number;
  readonly verification: Verification;
  /** Errors and warnings as `CODE message`. */
  readonly problems: readonly string[];
  /** What people read; undefined: they were not asked for it. */
  readonly text: string | undefined;
}

/** A copy of an output that is right, which a trap alters by hand and `eic verify` judges. */
export class AlteredOutput {
  public readonly folder = newFolder();

  /** @param output folder of the cell, as `eic synth` wrote it */
  public constructor(private readonly cellFile: string, private readonly cell: string, output: string) {
    cpSync(output, join(this.folder, cell), { recursive: true });
  }

  /** Alters the objects of a kind that the pattern finds by `namespace/name`; fails when there are none. */
  public objects(kind: string, name: RegExp, alter: (object: Manifest) => void): this {
    let count = 0;
    for (const file of readdirSync(join(this.folder, this.cell, 'manifests'))) {
      const path = join(this.folder, this.cell, 'manifests', file);
      const all = parseAllDocuments(readFileSync(path, 'utf8')).map((document) => document.toJS() as Manifest | null).filter((object): object is Manifest => object !== null);
      const chosen = all.filter((object) => object.kind === kind && name.test(`${object.metadata.namespace ?? ''}/${object.metadata.name}`));
      chosen.forEach(alter);
      count += chosen.length;
      if (chosen.length > 0) writeFileSync(path, all.map((object) => stringify(object)).join('---\n'));
    }
    if (count === 0) throw new Error(`no ${kind} ${String(name)}`);
    return this;
  }

  /** Adds a file beside the manifests. */
  public add(content: string | object, file = '99-others.yaml'): this {
    writeFileSync(join(this.folder, this.cell, 'manifests', file), typeof content === 'string' ? content : stringify(content));
    return this;
  }

  /** Alters the Terraform configuration of a target. */
  public terraform(target: string, alter: (resources: Record<string, Record<string, Data>>, whole: Data) => void): this {
    const path = join(this.folder, this.cell, 'terraform', target, 'cdk.tf.json');
    const whole = JSON.parse(readFileSync(path, 'utf8')) as Data;
    const before = JSON.stringify(whole);
    alter(whole.resource as Record<string, Record<string, Data>>, whole);
    if (JSON.stringify(whole) === before) throw new Error('nothing was altered');
    writeFileSync(path, JSON.stringify(whole));
    return this;
  }

  /** @param asText for people, too, which takes a second run */
  public async verify(asText = false): Promise<Said> {
    const args = ['verify', this.cellFile, '-d', this.folder];
    const json = await eic(...args, '--json');
    const text = asText ? await eic(...args) : undefined;
    if (text !== undefined) expect(text.code).toBe(json.code);
    const verification = JSON.parse(json.out) as Verification;
    return { code: json.code, verification, text: text?.out, problems: verification.problems.filter(({ severity }) => severity !== 'info').map(({ code, message }) => `${code} ${message}`) };
  }
}

/** Only resource of a type; fails when there are others. */
export function only(resources: Record<string, Record<string, Data>>, type: string): Data {
  const all = Object.values(resources[type] ?? {});
  if (all.length !== 1) throw new Error(`${all.length} of ${type}`);
  return all[0]!;
}

/** The trap is found: exit code 1, the code and the rule in JSON, and in the text for people where there is one. */
export function expectFound(said: Said, code: string, rule: RegExp): void {
  expect(said.code).toBe(1);
  expect(said.problems.filter((problem) => problem.startsWith(`${code} `) && rule.test(problem))).not.toEqual([]);
  if (said.text === undefined) return;
  expect(said.text).toMatch(rule);
  expect(said.text).toContain(code);
}
