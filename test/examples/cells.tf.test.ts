import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { eic } from '../cli/eic';
import { newFolder } from '../support/folders';

const CELLS = join(__dirname, '../../examples/cells');
const EXPECTED = join(CELLS, 'expected');
const definitions = readdirSync(CELLS).filter((name) => name.endsWith('.yaml')).sort();

function filesBelow(folder: string, base = folder): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path, base) : [relative(base, path)];
  }).sort();
}

describe('examples/cells', () => {
  test('all of them at once give the reviewed output, byte for byte (npm run golden rewrites it)', async () => {
    const out = newFolder();
    const { code, err } = await eic('synth', ...definitions.map((name) => join(CELLS, name)), '-o', out);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(filesBelow(out)).toEqual(filesBelow(EXPECTED));
    for (const file of filesBelow(out)) expect([file, readFileSync(join(out, file), 'utf8')]).toEqual([file, readFileSync(join(EXPECTED, file), 'utf8')]);
  });

  test.each(definitions)('%s has no warning that nobody accepted, or says why not', async (name) => {
    const { code, out } = await eic('plan', join(CELLS, name), '--json');
    expect(code).toBe(0);
    const { findings, cell } = JSON.parse(out) as { cell: string; findings: { severity: string; accepted: string | null; remedy: string }[] };
    for (const { remedy } of findings) expect(remedy).not.toBe('');
    expect(existsSync(join(EXPECTED, cell, 'plan.json'))).toBe(true);
  });

  test('they cover the clouds, and BTP on another one', async () => {
    const plans = await Promise.all(definitions.map(async (name) => JSON.parse((await eic('plan', join(CELLS, name), '--json')).out) as { flows: { id: string; to: { hosts: string[] } }[]; targets: Record<string, unknown> }));
    const stores = plans.flatMap(({ flows }) => flows.filter(({ id }) => id === 'content-deployment').flatMap(({ to }) => to.hosts)).join(' ');
    for (const family of ['amazonaws.com', 'blob.core.windows.net', 'blob.storage.azure.net', 'storage.googleapis.com']) expect(stores).toContain(family);
    expect(plans.filter(({ targets }) => Object.keys(targets).length > 1).length).toBeGreaterThanOrEqual(3);
  });
});
