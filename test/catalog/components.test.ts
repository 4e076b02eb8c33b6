import { CELL_NAMESPACES, COMPONENTS, NAMESPACES, PLATFORMS, DNS_LOCATIONS } from '../../src/catalog';

test('the labels of seven components are documented, those of the others are not', () => {
  const labelled = ['auditlog-agent', 'edc', 'edge-event-controller', 'esac', 'mdc', 'policyengine', 'worker'];
  expect([...COMPONENTS.values()].filter(({ selector }) => selector !== undefined).map(({ name }) => name).sort()).toEqual(labelled);
  for (const name of labelled) expect(COMPONENTS.get(name)?.selector).toEqual({ 'app': name, 'app.kubernetes.io/name': name });
});

test.each([
  ['edge-icell', ['auditlog-agent', 'destination-configuration', 'destination-db-management', 'edc', 'edge-api', 'edge-event-controller', 'esac', 'mdc', 'policyengine', 'worker']],
  ['edge-icell-ela', ['ela-server']],
  ['edge-icell-services', ['ssb-operator-manager', 'ssb-solace']],
  ['edgelm', ['cloud-connector']],
])('components of %s', (namespace, names) => {
  expect([...COMPONENTS.values()].filter((component) => component.namespace === namespace).map(({ name }) => name).sort()).toEqual(names);
});

test('the callers of the API server are those that mount a token and have a known name', () => {
  expect([...COMPONENTS.values()].filter(({ callsApiServer }) => callsApiServer === true).map(({ name }) => name).sort())
    .toEqual(['edc', 'edge-api', 'ela-server', 'ssb-operator-manager', 'ssb-solace']);
});

test('one port is documented, and the name of the Cloud Connector\'s workload is not', () => {
  expect([...COMPONENTS.values()].filter(({ servicePort }) => servicePort !== undefined).map(({ name, servicePort }) => [name, servicePort])).toEqual([['policyengine', 8080]]);
  expect([...COMPONENTS.values()].filter(({ evidence }) => evidence !== 'documented').map(({ name, evidence }) => [name, evidence])).toEqual([['cloud-connector', 'inferred']]);
});

test('namespaces, with the labels of restricted access', () => {
  const product = { 'edgelm.sap.com/product': 'edgelm' };
  const injected = { ...product, 'istio-injection': 'enabled' };
  expect(Object.fromEntries(NAMESPACES.map(({ name, labels }) => [name, labels]))).toEqual({
    'edge-icell': injected,
    'edge-icell-services': injected,
    'edge-icell-ela': injected,
    'edge-icell-secrets': product,
    'edgelm': injected,
    'istio-system': {},
    'istio-system-sap-edge': {},
    'istio-cni': {},
    'istio-gateways': injected,
  });
  expect(CELL_NAMESPACES).toEqual(['edge-icell', 'edge-icell-ela', 'edge-icell-services']);
});

test('the DNS pods of every platform are known', () => {
  expect(Object.keys(DNS_LOCATIONS).sort()).toEqual([...PLATFORMS].sort());
  expect(DNS_LOCATIONS.openshift).toMatchObject({ namespace: 'openshift-dns', ports: [5353] });
  for (const platform of PLATFORMS.filter((name) => name !== 'openshift')) {
    expect(DNS_LOCATIONS[platform]).toMatchObject({ namespace: 'kube-system', selector: { 'k8s-app': 'kube-dns' }, ports: [53] });
  }
});
