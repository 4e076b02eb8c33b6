import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const ROOT = join(__dirname, '../..');

// The stacks of each example, and the file of each.
const EXAMPLES: readonly (readonly [name: string, stacks: Readonly<Record<string, string>>])[] = [
  ['aws-inspection', { inspection: 'inspection.tf.json', network: 'network.tf.json' }],
  ['azure-hub', { hub: 'cdk.tf.json' }],
  ['gcp-hub', { hub: 'cdk.tf.json' }],
];

describe.each(EXAMPLES)('examples/%s', (name, stacks) => {
  const example = join(ROOT, 'examples', name);
  let work: string;

  /** Runs the real command line of cdk8s or cdktf in a copy of the example. */
  const run = (program: string, ...args: string[]): void => {
    execFileSync(join(ROOT, 'node_modules/.bin', program), args, {
      cwd: work, encoding: 'utf8', stdio: 'pipe',
      env: { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH}`, CHECKPOINT_DISABLE: '1', CI: '1' },
    });
  };

  beforeAll(() => {
    // Below the project, so that the packages and the project itself (lib, built before the tests) are found.
    mkdirSync(join(ROOT, 'out'), { recursive: true });
    work = mkdtempSync(join(ROOT, `out/${name}-`));
    cpSync(example, work, { recursive: true, filter: (path) => !/\/(expected|dist|cdktf\.out)$/.test(path) });
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  test('cdk8s synth writes the reviewed manifests', () => {
    run('cdk8s', 'synth');
    expect(readFileSync(join(work, 'dist/edge.k8s.yaml'), 'utf8')).toBe(readFileSync(join(example, 'expected/edge.k8s.yaml'), 'utf8'));
  }, 120_000);

  test('cdktf synth writes the reviewed stacks', () => {
    run('cdktf', 'synth');
    expect(readdirSync(join(work, 'cdktf.out/stacks')).sort()).toEqual(Object.keys(stacks));
    for (const [stack, file] of Object.entries(stacks)) {
      expect(readFileSync(join(work, 'cdktf.out/stacks', stack, 'cdk.tf.json'), 'utf8')).toBe(readFileSync(join(example, 'expected', file), 'utf8'));
    }
  }, 120_000);
});

test('every example in TypeScript is in the table', () => {
  expect(readdirSync(join(ROOT, 'examples')).filter((name) => existsSync(join(ROOT, 'examples', name, 'main.ts'))).sort()).toEqual(EXAMPLES.map(([name]) => name));
});
