import * as catalog from '../../src/catalog';

/** Every entry of every table, with the name of the table. */
function entries(): [string, unknown][] {
  const { COMMUNICATION_FLOWS, COMPONENTS, NAMESPACES, OBJECT_STORES, RECEIVER_PROTOCOLS, REGIONS, DNS_LOCATIONS, EXTERNAL_SERVICE_PORTS } = catalog;
  const maps = { COMMUNICATION_FLOWS, COMPONENTS, RECEIVER_PROTOCOLS, REGIONS };
  const records = { OBJECT_STORES, DNS_LOCATIONS, EXTERNAL_SERVICE_PORTS };
  const { REGISTRY, NOTARY } = catalog;
  return [
    ...Object.entries(maps).flatMap(([table, map]) => [...map].map(([key, entry]): [string, unknown] => [`${table} ${key}`, entry])),
    ...Object.entries(records).flatMap(([table, record]) =>
      Object.entries(record).filter(([, entry]) => entry !== undefined).map(([key, entry]): [string, unknown] => [`${table} ${key}`, entry])),
    ...NAMESPACES.map((entry): [string, unknown] => [`NAMESPACES ${entry.name}`, entry]),
    ...Object.entries({ REGISTRY, NOTARY }),
    ['cloudAlm', catalog.cloudAlm('eu10')],
    ['edgeLifecycleManagement', catalog.edgeLifecycleManagement('eu10', 'hana.ondemand.com')],
    ['cloudConnectorHosts', catalog.cloudConnectorHosts('eu10', 'aws', 'hana.ondemand.com')],
  ];
}

test('there are tables to look at', () => {
  expect(entries().length).toBeGreaterThan(100);
});

test.each(entries())('%s says how well it is known, and where from', (_, entry) => {
  expect(entry).toMatchObject({ evidence: expect.stringMatching(/^(documented|vendor|inferred)$/) as string, source: expect.stringMatching(/\S.{5,}/) as string });
});

test('what is documented cites SAP', () => {
  for (const [name, entry] of entries()) {
    const { evidence, source } = entry as catalog.Fact;
    if (evidence === 'documented') expect([name, source]).toEqual([name, expect.stringMatching(/SAP-docs/)]);
  }
});

test('the version of the catalogue says year and month', () => {
  expect(catalog.CATALOG_VERSION).toMatch(/^20\d\d\.\d{1,2}\.\d+$/);
});
