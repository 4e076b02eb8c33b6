import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { describeProblem, manifestValidator } from '../conformance/kubernetes';
import { newFolder } from '../support/folders';

const ROOT = join(__dirname, '../..');
const EXPECTED = join(ROOT, 'examples/cells/expected');
const FILES = ['manifests/10-service-entries.yaml', 'manifests/50-sidecars.yaml', 'manifests/60-network-policies.yaml', 'terraform/hub/cdk.tf.json', 'plan.json'];

test.each([['Turkish, in Kolkata', { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kolkata' }], ['C, in Honolulu', { LC_ALL: 'C', LANG: 'C', TZ: 'Pacific/Honolulu' }]])(
  'another locale and time zone (%s): same bytes', (_, env) => {
    const out = newFolder();
    execFileSync(process.execPath, ['bin/eic', 'synth', 'examples/cells/azure-cluster-btp-aws.yaml', '-o', out], { cwd: ROOT, env: { ...process.env, ...env }, stdio: 'pipe' });
    for (const file of FILES) expect([file, readFileSync(join(out, 'plant-mannheim', file), 'utf8')]).toEqual([file, readFileSync(join(EXPECTED, 'plant-mannheim', file), 'utf8')]);
  });

const validator = manifestValidator();
if (validator === undefined) console.log('skipped: CRD schemas and CEL rules of the examples, since ../shared/data is not there');

test('every object of the example in TypeScript passes CRD schema and CEL rules', () => {
  const objects = parseAllDocuments(readFileSync(join(ROOT, 'examples/azure-hub/expected/edge.k8s.yaml'), 'utf8')).map((document) => document.toJS() as unknown);
  expect(objects.length).toBeGreaterThan(20);
  if (validator !== undefined) expect(objects.flatMap((object) => validator.validate(object).map(describeProblem))).toEqual([]);
});
