import { SAP_REGIONS, SapRegion } from './sap-regions';
import { BTP_INFRASTRUCTURES, BtpInfrastructure, findRegion, isChina, parentRegion, REGIONS } from '../../src/catalog';

const INFRASTRUCTURE: Readonly<Record<SapRegion[1], BtpInfrastructure>> = { 'Azure': 'azure', 'AWS': 'aws', 'GCP': 'gcp', 'Alibaba': 'alibaba', 'SAP CI': 'sap' };
/** SAP writes Azure's names in three styles. */
const azureName = (text: string) => text.replaceAll(' ', '').toLowerCase();

test('the catalogue has the regions of SAP\'s page and no other', () => {
  expect([...REGIONS.keys()].sort()).toEqual(SAP_REGIONS.map(([id]) => id).sort());
});

test.each(SAP_REGIONS)('%s on %s', (id, provider, iaasRegion, domain, indices) => {
  const name = provider === 'Azure' ? azureName(iaasRegion) : iaasRegion;
  expect(REGIONS.get(id)).toMatchObject({
    id,
    infrastructure: INFRASTRUCTURE[provider],
    iaasRegion: name,
    domain: domain.slice(id.length + 1),
    subLandscapes: indices.map((index) => `${id}-${index}`),
    evidence: 'documented',
  });
  for (const text of [id, ...indices.map((index) => `${id}-${index}`)]) {
    expect(findRegion(text)).toBe(REGIONS.get(id));
    expect(parentRegion(text)).toBe(id);
  }
});

test.each(['eu10-001', 'eu10-006', 'eu11-001', 'eu99', 'eu1', 'eu10-04', 'eu10-0004', 'EU10', 'eu10 ', '', 'constructor', '__proto__'])('%p is no region that SAP lists', (id) => {
  expect(findRegion(id)).toBeUndefined();
});

test('China is told by its ids', () => {
  expect([...REGIONS.keys()].filter(isChina)).toEqual(['cn20', 'cn40']);
  expect(isChina('cn41')).toBe(true);
});

test('every infrastructure has a region, and no region can be changed', () => {
  expect([...new Set([...REGIONS.values()].map(({ infrastructure }) => infrastructure))].sort()).toEqual([...BTP_INFRASTRUCTURES].sort());
  for (const region of REGIONS.values()) expect([Object.isFrozen(region), Object.isFrozen(region.subLandscapes)]).toEqual([true, true]);
});
