import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { MEASURED_SYSTEMS } from './measured-systems';
import { Overrides } from '../../src/cell/overrides';
import { EdgeIntegrationCellProps } from '../../src/cell/props';
import { CellMesh } from '../../src/cluster';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';

interface Port { readonly number: number }
interface Destination { readonly host: string; readonly subset?: string; readonly port: Port }
interface Route {
  readonly match: { readonly gateways?: string[]; readonly port: number; readonly sniHosts?: string[]; readonly destinationSubnets?: string[] }[];
  readonly route: { readonly destination: Destination }[];
}
interface Spec {
  readonly hosts: string[];
  readonly gateways: string[];
  readonly tls?: Route[];
  readonly tcp?: Route[];
  readonly servers: { readonly port: Port & { readonly protocol: string }; readonly hosts: string[]; readonly tls: { readonly mode: string } }[];
  readonly subsets: { readonly name: string; readonly trafficPolicy: { readonly tls?: Tls; readonly portLevelSettings?: { readonly port: Port; readonly tls: Tls }[] } }[];
  readonly rules: {
    readonly from: { readonly source: { readonly principals?: string[]; readonly namespaces?: string[] } }[];
    readonly when: { readonly key: string; readonly values: string[] }[];
  }[];
  readonly [field: string]: unknown;
}
interface Tls { readonly mode: string; readonly sni: string }
interface Manifest { readonly kind: string; readonly metadata: { readonly name: string; readonly namespace: string }; readonly spec: Spec }

const scenarios = join(process.env.EIC_SHARED ?? join(__dirname, '../../../shared'), 'prototypes/istio-dataplane/scenarios');
const present = existsSync(scenarios);
if (!present) console.log('skipped: comparison with the measured gateways, since ../shared/prototypes is not there');
const measured = (scenario: string, file: string): Manifest[] => parseAllDocuments(readFileSync(join(scenarios, scenario, file), 'utf8')).map((document) => document.toJS() as Manifest);

const base: EdgeIntegrationCellProps = {
  name: 'plant',
  btp: { region: 'eu10' },
  cluster: { platform: 'aks', access: 'restricted', nodeCidrs: ['10.10.0.0/22'], podCidrs: ['10.244.0.0/16'], apiServer: { cidrs: ['10.10.4.4/32'] } },
  ingress: { virtualHosts: { default: { host: 'eic.plant.example' }, api: { host: 'eic-api.plant.example' } } },
};
const rendered = (overrides: Overrides): Manifest[] => {
  const chart = new Chart(new App(), 'edge');
  new CellMesh(chart, 'Cell', { cell: new EdgeIntegrationCell(base).extend(overrides) });
  return chart.toJson() as Manifest[];
};

const ofKind = (objects: readonly Manifest[], kind: string) => objects.filter((object) => object.kind === kind && object.spec !== undefined);
const sorted = <T>(values: readonly T[]): T[] => [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const toGateway = (objects: readonly Manifest[]) => ofKind(objects, 'VirtualService').filter(({ spec }) => spec.tls !== undefined || spec.tcp !== undefined);

/** The server name by which each subset asks the gateway. */
const serverNames = (objects: readonly Manifest[]) => new Map(ofKind(objects, 'DestinationRule').flatMap(({ spec }) => spec.subsets.map(({ name, trafficPolicy: { tls, portLevelSettings } }) =>
  [name, { ...(tls ?? portLevelSettings![0]!.tls) }] as const)));

/** What is asked for on the mesh: the host and port dialled, and the server name that reaches the gateway. */
function asked(objects: readonly Manifest[]) {
  const names = serverNames(objects);
  return sorted(toGateway(objects).flatMap(({ spec }) => [...spec.tls ?? [], ...spec.tcp ?? []].flatMap(({ match: [match], route: [route] }) => {
    const { destination } = route!;
    if (destination.subset === undefined) return [];
    return [{ host: spec.hosts[0], port: match!.port, sniHosts: match!.sniHosts, addresses: match!.destinationSubnets, asks: names.get(destination.subset) }];
  })));
}

/** Where the gateway sends what arrives under a server name: the server, the route for its port, and the destination. */
function forwarded(objects: readonly Manifest[]) {
  return sorted(ofKind(objects, 'Gateway').filter(({ metadata }) => metadata.namespace === 'eic-egress').flatMap(({ spec }) => spec.servers.map(({ port, hosts, tls }) => {
    const routes = toGateway(objects).filter((service) => service.spec.hosts.includes(hosts[0]!)).flatMap((service) => service.spec.tcp ?? [])
      .filter(({ match: [match], route: [route] }) => match!.port === port.number && route!.destination.subset === undefined);
    return { hosts, mode: tls.mode, protocol: port.protocol, destinations: routes.map(({ route: [route] }) => route!.destination) };
  })));
}

/** Who may ask for which server name. */
function allowed(objects: readonly Manifest[]) {
  return sorted(ofKind(objects, 'AuthorizationPolicy').filter(({ metadata, spec }) => metadata.namespace === 'eic-egress' && spec.rules?.[0]?.when !== undefined).flatMap(({ spec }) =>
    spec.rules.map(({ from, when }) => ({
      principals: from.flatMap(({ source }) => source.principals ?? []).sort(), namespaces: from.flatMap(({ source }) => source.namespaces ?? []).sort(), when, action: spec.action,
    }))));
}

const components = ['edc', 'esac', 'edge-event-controller', 'worker', 'auditlog-agent', 'destination-configuration', 'mdc', 'policyengine', 'edge-api'];
const btp = { hosts: ['t.cfapps.eu10.hana.ondemand.com'] };
const exact: Overrides = {
  btp: {
    flows: {
      'content-deployment': { hosts: ['eic-1.s3.eu-central-1.amazonaws.com'] }, 'security-material': btp, 'system-internal-events': btp, 'configuration-service': btp,
      'xsuaa': btp, 'destination-service': btp, 'audit-log-service': btp,
    },
  },
  cluster: { components: Object.fromEntries(components.map((name) => [name, { selector: { app: name }, serviceAccount: name }])) },
  ingress: { virtualHosts: { ...base.ingress.virtualHosts, additional: { partners: { host: 'partners.plant.example', credentialName: 'partners-tls' } } } },
  ...MEASURED_SYSTEMS,
  egress: { gateway: { enabled: true } },
};

(present ? describe : describe.skip)('the emitted egress gateway is of the kind that was measured', () => {
  const ours = present ? rendered(exact) : [];
  const theirs = present ? measured('cell-egress-gateway', 'cell.yaml') : [];

  test('ServiceEntries: hosts, addresses, resolution, endpoints, ports and who sees them', () => {
    const of = (objects: readonly Manifest[]) => Object.fromEntries(ofKind(objects, 'ServiceEntry').filter(({ metadata }) => metadata.namespace !== 'edgelm')
      .map(({ spec }) => [spec.hosts[0], { ...spec, exportTo: [...spec.exportTo as string[]].sort() }]));
    expect(of(ours)).toEqual(of(theirs));
    expect(Object.keys(of(ours))).toHaveLength(9);
  });

  test('who may call the cell, as without a gateway', () => {
    const of = (objects: readonly Manifest[]) => sorted(ofKind(objects, 'AuthorizationPolicy').filter(({ metadata }) => metadata.name.endsWith('callers')).map(({ metadata, spec }) => {
      const [rule] = spec.rules as unknown as { from: { source: { notNamespaces: string[] } }[]; to: { operation: { notPorts: string[] } }[] }[];
      return [metadata.namespace, spec.action, [...rule!.from[0]!.source.notNamespaces].sort(), [...rule!.to[0]!.operation.notPorts].sort()];
    }));
    expect(of(ours)).toEqual(of(theirs));
    expect(of(ours)).toHaveLength(3);
  });

  test('mesh: what is dialled, and by which server name it asks the gateway', () => {
    expect(asked(ours)).toEqual(asked(theirs));
    expect(asked(ours)).toHaveLength(9);
  });

  test('gateway: one ISTIO_MUTUAL server a destination, and where it goes', () => {
    expect(forwarded(ours)).toEqual(forwarded(theirs));
    expect(forwarded(ours).every(({ destinations }) => destinations.length === 1)).toBe(true);
  });

  test('ports: destinations on one port share one of the gateway, others do not', () => {
    const of = (objects: readonly Manifest[]) => {
      const servers = new Map(ofKind(objects, 'Gateway').flatMap(({ spec }) => spec.servers).map(({ hosts, port }) => [hosts[0]!, port.number]));
      const names = [...servers.keys()].sort();
      return names.map((name) => names.filter((other) => servers.get(other) === servers.get(name)));
    };
    const inGateway = (objects: readonly Manifest[]) => objects.filter(({ kind, metadata }) => kind !== 'Gateway' || metadata.namespace === 'eic-egress');
    expect(of(inGateway(ours))).toEqual(of(inGateway(theirs)));
  });

  test('identity: the measured accounts and namespaces by server name, nothing else, mutual TLS', () => {
    const of = (objects: readonly Manifest[]) => allowed(objects).filter(({ when }) => when[0]!.values[0] !== btp.hosts[0]);
    expect(of(ours)).toEqual(of(theirs));
    const policies = (objects: readonly Manifest[]) => objects.filter(({ metadata }) => metadata.namespace === 'eic-egress').filter(({ kind, spec }) =>
      kind === 'PeerAuthentication' || (kind === 'AuthorizationPolicy' && Object.keys(spec).length === 0)).map(({ kind, spec }) => [kind, spec]);
    expect(sorted(policies(ours))).toEqual(sorted(policies(theirs)));
  });

  test('identity: every pod of the runtime asks XSUAA, so its host is allowed by namespace, which the measured accounts are all in', () => {
    const of = (objects: readonly Manifest[]) => allowed(objects).filter(({ when }) => when[0]!.values[0] === btp.hosts[0]);
    expect(of(ours)).toMatchObject([{ principals: [], namespaces: ['edge-icell'], action: 'ALLOW' }]);
    expect(of(theirs)[0]!.principals.map((principal) => principal.split('/')[2])).toEqual(components.map(() => 'edge-icell'));
  });

  test('Deployment: injected by the gateway template; Service: every port of the Gateway', () => {
    const template = (objects: readonly Manifest[]) => {
      const [{ spec }] = ofKind(objects, 'Deployment') as [Manifest];
      const { metadata, spec: pod } = spec.template as { metadata: { annotations: object }; spec: { containers: { name: string; image: string }[] } };
      return [metadata.annotations, pod.containers.map(({ name, image }) => [name, image])];
    };
    expect(template(ours)).toEqual(template(theirs));
    const [service] = ofKind(ours, 'Service');
    const ports = service!.spec.ports as { port: number; targetPort: number }[];
    const servers = ofKind(ours, 'Gateway').filter(({ metadata }) => metadata.namespace === 'eic-egress').flatMap(({ spec }) => spec.servers.map(({ port }) => port.number));
    expect([...new Set(servers)].sort()).toEqual(ports.map(({ port }) => port).sort());
    expect(ports.every(({ port, targetPort }) => port === targetPort)).toBe(true);
  });

  test('Sidecars import the gateway and the host\'s own entry', () => {
    const imports = (objects: readonly Manifest[]) => Object.fromEntries(ofKind(objects, 'Sidecar').filter(({ spec }) => spec.workloadSelector !== undefined).map(({ spec }) => {
      const hosts = (spec.egress as { hosts: string[] }[])[0]!.hosts;
      return [(spec.workloadSelector as { labels: { app: string } }).labels.app, [hosts.some((host) => host.startsWith('eic-egress/')), hosts.filter((host) => /^edge-icell\/.*example$/.test(host)).sort()]];
    }));
    expect(imports(ours)).toEqual(imports(theirs));
  });
});

const wildcards: Overrides = {
  btp: { infrastructure: 'azure', flows: { 'content-deployment': { hosts: ['*.blob.storage.azure.net'] } } },
  cluster: { components: Object.fromEntries(components.map((name) => [name, { selector: { app: name }, serviceAccount: name }])) },
  egress: { wildcards: 'sniProxy', gateway: { enabled: true, serviceAccount: 'egressgateway' }, sniProxy: { image: `registry.acme.example/nginx@sha256:${'a'.repeat(64)}` } },
};

(present ? describe : describe.skip)('the emitted SNI proxy is of the kind that was measured', () => {
  const ours = present ? rendered(wildcards) : [];
  const theirs = present ? measured('sni-proxy', 'proxy.yaml') : [];
  // A name of ours for each: made up there and here.
  const madeUp: Record<string, string> = { 'btp.eic-egress.internal': 'any-hana-ondemand-com.eic-egress.internal', 'store.eic-egress.internal': 'any-blob-storage-azure-net.eic-egress.internal' };
  const renamed = (value: unknown): unknown => JSON.parse(Object.entries(madeUp).reduce((text, [from, to]) => text.split(from).join(to), JSON.stringify(value)));

  test('mesh: each wildcard asks the gateway by a made-up name', () => {
    expect(asked(ours)).toEqual(sorted(renamed(asked(theirs)) as object[]));
    expect(asked(ours)).toHaveLength(2);
  });

  test('gateway: every made-up name goes to the proxy', () => {
    const of = (objects: readonly Manifest[]) => forwarded(objects).map(({ destinations, ...server }) => ({ ...server, to: destinations.map(({ host }) => host.replace(/^(eic-plant-)?/, '')) }));
    expect(of(ours)).toEqual(sorted(renamed(of(theirs)) as object[]));
    expect(of(ours).map(({ to }) => to)).toEqual([['sni-proxy.eic-egress.svc.cluster.local'], ['sni-proxy.eic-egress.svc.cluster.local']]);
  });

  test('the mesh route is seen by the cell only: the proxy must not be sent back to the gateway', () => {
    const of = (objects: readonly Manifest[]) => ofKind(objects, 'VirtualService').filter(({ spec }) => spec.hosts[0]!.startsWith('*.')).map(({ spec }) => [spec.gateways, spec.exportTo]);
    expect(of(ours)).toEqual(of(theirs));
  });

  test('entries: NONE, for the pods and for the proxy\'s own sidecar', () => {
    const of = (objects: readonly Manifest[]) => sorted(ofKind(objects, 'ServiceEntry').filter(({ spec }) => spec.hosts[0]!.startsWith('*.')).map(({ spec: { hosts, location, resolution, ports } }) =>
      ({ hosts, location, resolution, ports: (ports as (Port & { protocol: string })[]).map(({ number, protocol }) => [number, protocol]) })));
    expect(of(ours)).toEqual(of(theirs));
  });

  test('the proxy: called by the gateway\'s account alone, its sidecar lets out the same wildcards and nothing else', () => {
    const callers = (objects: readonly Manifest[]) => ofKind(objects, 'AuthorizationPolicy').filter(({ metadata }) => metadata.name.endsWith('sni-proxy')).map(({ spec }) => [spec.action, spec.rules]);
    expect(callers(ours)).toEqual(callers(theirs));
    const scope = (objects: readonly Manifest[]) => ofKind(objects, 'Sidecar').filter(({ metadata }) => metadata.name.endsWith('sni-proxy')).map(({ spec }) =>
      [spec.outboundTrafficPolicy, (spec.egress as { hosts: string[] }[])[0]!.hosts.filter((host) => !/^(istio|kube)-system\//.test(host)).map((host) => host.replace(/^[^/]+\//, '')).sort()]);
    expect(scope(ours)).toEqual([[{ mode: 'REGISTRY_ONLY' }, ['*.blob.storage.azure.net', '*.hana.ondemand.com']]]);
    expect(scope(ours)[0]![1]).toEqual([...scope(theirs)[0]![1] as string[]].sort());
  });

  test('identity: the object store for edc alone, as measured', () => {
    const of = (objects: readonly Manifest[], name: string) => allowed(objects).filter(({ when }) => when[0]!.values[0] === name)
      .map(({ principals, namespaces }) => [principals, namespaces]);
    expect(of(ours, madeUp['store.eic-egress.internal']!)).toEqual(of(theirs, 'store.eic-egress.internal'));
    expect(of(ours, madeUp['btp.eic-egress.internal']!)).toEqual([[[], ['edge-icell']]]);
  });

  test('nginx: the measured directives', () => {
    const config = (ofKindRaw(ours, 'ConfigMap')[0] as unknown as { data: Record<string, string> }).data['nginx.conf']!;
    const seen = readFileSync(join(scenarios, 'sni-proxy/nginx.conf'), 'utf8');
    for (const directive of [/ssl_preread on;/, /map \$ssl_preread_server_name \$target/, /default "";/, /proxy_pass \$target/, /\$ssl_preread_server_name:443;/]) {
      expect([directive.test(config), directive.test(seen)]).toEqual([true, true]);
    }
  });
});

const ofKindRaw = (objects: readonly Manifest[], kind: string) => objects.filter((object) => object.kind === kind);
