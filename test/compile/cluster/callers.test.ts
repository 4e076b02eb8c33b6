import { Overrides } from '../../../src/cell/overrides';
import { compileCluster } from '../../../src/compile/cluster';
import { cellWith } from '../../support/cells';

const compile = (overrides: Overrides = {}) => { const cell = cellWith(overrides); return compileCluster(cell.definition, cell.plan); };

describe('mutual TLS', () => {
  test('STRICT in every namespace of the cell, none in observe', () => {
    expect(compile().peerAuthentications.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual(
      ['edge-icell/eic-plant-strict', 'edge-icell-ela/eic-plant-strict', 'edge-icell-services/eic-plant-strict']);
    expect(compile({ enforcement: 'observe' }).peerAuthentications).toEqual([]);
    expect(compile({ cluster: { namespaces: { edgelm: 'enforce' } } }).peerAuthentications.map(({ namespace }) => namespace)).toContain('edgelm');
  });

  test('an exception is a policy of its own; the caller list leaves its ports to callers without identity', () => {
    const mtls = { exceptions: [{ selector: { app: 'edge-api' }, ports: [9443], reason: 'webhook' }] };
    const compiled = compile({ cluster: { mtls } });
    expect(compiled.peerAuthentications.find(({ labels }) => labels !== undefined)).toMatchObject({ namespace: 'edge-icell', labels: { app: 'edge-api' }, permissivePorts: [9443], reason: 'webhook' });
    expect(compiled.callerLists.map(({ namespace, exceptPorts }) => [namespace, exceptPorts])).toEqual([['edge-icell', [443, 9443]], ['edge-icell-ela', [443]], ['edge-icell-services', [443]]]);
  });
});

describe('caller lists', () => {
  test.each([
    ['standard', {}, 'istio-system'],
    ['restricted', { access: 'restricted' as const }, 'istio-gateways'],
    ['named', { istio: { gatewayNamespace: 'ingress' } }, 'ingress'],
  ])('name the cell, edgelm and the gateway of %s access', (_, cluster, gateway) => {
    for (const { namespaces } of compile({ cluster }).callerLists) expect(namespaces).toEqual(['edge-icell', 'edge-icell-ela', 'edge-icell-services', 'edgelm', gateway].sort());
  });

  test('name who scrapes', () => {
    expect(compile({ cluster: { monitoring: { namespaces: ['observability'] } } }).callerLists[0]!.namespaces).toContain('observability');
  });

  test('leave outgoing TLS alone, and protect ports on which components take calls', () => {
    const receivers = { a: { protocol: 'https' as const, host: 'a.example.org', port: 8080 }, b: { protocol: 'imaps' as const, host: 'b.example.org' } };
    expect(compile({ receivers }).callerLists[0]!.exceptPorts).toEqual([443, 993]);
    expect(compile({ receivers, cluster: { components: { worker: { ports: [993] } } } }).callerLists[0]!.exceptPorts).toEqual([443]);
  });

  test('are dry-run in observe', () => {
    expect(compile({ enforcement: 'observe' }).callerLists.every(({ dryRun }) => dryRun)).toBe(true);
    expect(compile().callerLists.some(({ dryRun }) => dryRun)).toBe(false);
  });
});

describe('sources of callers', () => {
  const hosts = { virtualHosts: { default: { host: 'eic.acme.example' }, api: { host: 'eic-api.acme.example' } } };
  const problems = (overrides: Overrides) => compile(overrides).problems.map(({ code, path }) => `${code} ${path}`);

  test.each(['preserved', 'proxyProtocol'] as const)('are a DENY of other addresses through the gateway (%s)', (clientAddress) => {
    const compiled = compile({ ingress: { ...hosts, sources: ['198.51.100.0/24', '192.0.2.0/24'], clientAddress } });
    expect(compiled.problems).toEqual([]);
    expect(compiled.ingressSources).toEqual([
      { name: 'eic-plant-ingress-sources', namespace: 'edge-icell', gatewayNamespace: 'istio-system', sources: ['192.0.2.0/24', '198.51.100.0/24'], dryRun: false },
    ]);
  });

  test('include the external Cloud Connector, which calls the API virtual host', () => {
    const cloudConnector = { mode: 'external' as const, sources: ['10.50.0.4/32'] };
    const compiled = compile({ services: { cloudConnector }, ingress: { ...hosts, sources: ['192.0.2.0/24'], clientAddress: 'preserved' } });
    expect(compiled.ingressSources[0]!.sources).toEqual(['10.50.0.4/32', '192.0.2.0/24']);
  });

  test('are refused where pods cannot see the caller: everybody would be locked out', () => {
    expect(problems({ ingress: { ...hosts, sources: ['192.0.2.0/24'], clientAddress: 'xForwardedFor' } })).toEqual(['EIC401 ingress.clientAddress']);
    expect(problems({ ingress: { ...hosts, sources: ['192.0.2.0/24'], clientAddress: 'preserved', additionalTlsPorts: [6619] } })).toEqual(['EIC401 ingress.additionalTlsPorts']);
  });

  test('absent: no policy; observe: dry-run', () => {
    expect(compile().ingressSources).toEqual([]);
    expect(compile({ enforcement: 'observe', ingress: { ...hosts, sources: ['192.0.2.0/24'], clientAddress: 'preserved' } }).ingressSources[0]!.dryRun).toBe(true);
  });
});

describe('virtual hosts', () => {
  const virtualHosts = { default: { host: 'eic.acme.example' }, api: { host: 'eic-api.acme.example' }, additional: { partners: { host: 'partners.acme.example', credentialName: 'partners-tls' } } };

  test('are rendered beside SAP\'s own', () => {
    expect(compile({ ingress: { virtualHosts, minTlsVersion: '1.3' } }).virtualHosts).toEqual([expect.objectContaining({
      name: 'eic-plant-ingress-partners', namespace: 'edge-icell', tls: 'OPTIONAL_MUTUAL', minProtocolVersion: 'TLSV1_3', gatewayNamespace: 'istio-system',
      authority: 'eic.acme.example', destination: 'policyengine.edge-icell.svc.cluster.local', destinationPort: 8080,
    })]);
  });

  test('default and API hosts are SAP\'s, never ours', () => {
    expect(compile().virtualHosts).toEqual([]);
  });
});
