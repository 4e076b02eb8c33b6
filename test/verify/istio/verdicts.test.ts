import { compare, FOLDER, isThere, recordedMeshes, tell } from './recorded';
import { MESH_CODES } from '../../../src/verify/istio';

if (!isThere) console.log(`skipped: verdicts of a real istiod, since ${FOLDER} is not there`);
const meshes = recordedMeshes();
const differences = meshes.flatMap(compare);
const count = meshes.reduce((sum, { probes }) => sum + (probes?.length ?? 0), 0);
const of = (kind: string): readonly string[] => differences.filter((each) => each.kind === kind).map(tell);
if (isThere) console.log(`${count} verdicts in ${meshes.length} files: ${of('wrong').length} wrong, ${of('unknown').length} unknown, ${of('reached').length} reached another server`);

(isThere ? describe : describe.skip)('verdicts of a real istiod and real Envoys', () => {
  test('there are some', () => {
    expect(count).toBeGreaterThan(0);
  });

  test('none is wrong', () => {
    expect(of('wrong')).toEqual([]);
  });

  test('whoever is reached is the same', () => {
    expect(of('reached')).toEqual([]);
  });

  test('at most 2 in 100 are unknown, and these are listed', () => {
    if (of('unknown').length > 0) console.log(of('unknown').join('\n'));
    expect(of('unknown').length).toBeLessThanOrEqual(count * 0.02);
  });

  test('every step says why, with a code of the table', () => {
    const codes = new Set<string>(Object.keys(MESH_CODES));
    for (const { got } of differences) for (const { code } of got.hops) expect(codes).toContain(code);
  });
});
