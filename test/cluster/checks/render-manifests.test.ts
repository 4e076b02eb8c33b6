import { renderManifests } from '../../../src/cluster/render-manifests';
import { KINDS, problemOf } from '../../../src/errors';
import { cellWith, problemsOf } from '../../support/cells';

// Our own manifests raise no alarm, so a check that does is put in its place.
jest.mock('../../../src/cluster/checks/check-manifests', () => ({
  checkManifests: (manifests: readonly unknown[]) => (manifests.length === 0 ? [] : [
    { ...problemOf(KINDS.tcpCollision, 'spec.addresses[0]', 'must not'), construct: 'ServiceEntry a/b' },
    { ...problemOf(KINDS.addressOnly, 'spec.addresses[0]', 'must not'), construct: 'ServiceEntry a/b' },
  ]),
}));

test('errors of the checks stop what `eic synth` writes, as problems', () => {
  expect(problemsOf(() => renderManifests(cellWith())).map(({ code, path, construct }) => `${code} ${path} ${construct}`)).toEqual(['EIC621 spec.addresses[0] ServiceEntry a/b']);
});
