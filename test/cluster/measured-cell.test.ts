import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { MEASURED_SYSTEMS } from './measured-systems';
import { Overrides } from '../../src/cell/overrides';
import { EdgeIntegrationCellProps } from '../../src/cell/props';
import { CellMesh } from '../../src/cluster';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations?: Record<string, string> };
  readonly spec: Record<string, unknown>;
}

// The cell of the scenarios whose verdicts were measured on a real istiod and Envoys (shared/prototypes/istio-dataplane).
const props: EdgeIntegrationCellProps = {
  name: 'plant',
  btp: { region: 'eu10' },
  cluster: {
    platform: 'aks', access: 'restricted', nodeCidrs: ['10.10.0.0/22'], podCidrs: ['10.244.0.0/16'], apiServer: { cidrs: ['10.10.4.4/32'] },
    components: Object.fromEntries(['edge-api', 'destination-configuration'].map((name) => [name, { selector: { app: name } }])),
  },
  ingress: {
    virtualHosts: {
      default: { host: 'eic.plant.example' }, api: { host: 'eic-api.plant.example' },
      additional: { partners: { host: 'partners.plant.example', credentialName: 'partners-tls' } },
    },
  },
  ...MEASURED_SYSTEMS,
};

const scenarios = join(process.env.EIC_SHARED ?? join(__dirname, '../../../shared'), 'prototypes/istio-dataplane/scenarios');
const measured = (name: string): Manifest[] => parseAllDocuments(readFileSync(join(scenarios, name, 'cell.yaml'), 'utf8')).map((document) => document.toJS() as Manifest);
const present = existsSync(scenarios);
if (!present) console.log('skipped: comparison with the measured cells, since ../shared/prototypes is not there');

const rendered = (enforcement: 'enforce' | 'observe', overrides: Overrides = {}): Manifest[] => {
  const chart = new Chart(new App(), 'edge');
  new CellMesh(chart, 'Cell', { cell: new EdgeIntegrationCell({ ...props, enforcement }).extend(overrides) });
  return chart.toJson() as Manifest[];
};
const hostsOf = ({ spec }: Manifest) => (spec.hosts as string[])[0]!;
const ofKind = (objects: Manifest[], kind: string) => objects.filter((object) => object.kind === kind);
const inCell = ({ metadata }: Manifest) => metadata.namespace !== 'edgelm';

const facts = {
  // Entries told by address are written with NONE instead of STATIC: the pod's own choice among the addresses stays.
  serviceEntries: (objects: Manifest[]) => Object.fromEntries(ofKind(objects, 'ServiceEntry').filter(inCell).map((object) => [hostsOf(object), {
    addresses: object.spec.addresses, exportTo: object.spec.exportTo, ports: (object.spec.ports as { number: number; protocol: string }[]).map(({ number, protocol }) => ({ number, protocol })),
    byName: object.spec.addresses === undefined ? object.spec.resolution : 'by address',
  }])),
  callers: (objects: Manifest[]) => ofKind(objects, 'AuthorizationPolicy').filter(({ metadata }) => metadata.name.endsWith('callers')).map(({ metadata, spec }) => {
    const [rule] = spec.rules as { from: { source: { notNamespaces: string[] } }[]; to: { operation: { notPorts: string[] } }[] }[];
    return [metadata.namespace, metadata.annotations?.['istio.io/dry-run'], spec.action, [...rule!.from[0]!.source.notNamespaces].sort(), [...rule!.to[0]!.operation.notPorts].sort()];
  }).sort(),
  strict: (objects: Manifest[]) => ofKind(objects, 'PeerAuthentication').map(({ metadata, spec }) => [metadata.namespace, spec.mtls]).sort(),
  virtualHost: (objects: Manifest[]) => ofKind(objects, 'Gateway').map(({ spec }) => {
    const [server] = spec.servers as { hosts: string[]; tls: unknown }[];
    return [spec.selector, server!.hosts, server!.tls];
  }),
  routes: (objects: Manifest[]) => ofKind(objects, 'VirtualService').map(({ spec }) => [spec.hosts, spec.http]),
};

/** Imports of external hosts by component; what the cluster needs beyond the measured set (API server, DNS) opens no outside host. */
const imports = (objects: Manifest[]) => Object.fromEntries(ofKind(objects, 'Sidecar').filter(({ spec }) => spec.workloadSelector !== undefined).map(({ spec }) => {
  const { labels } = spec.workloadSelector as { labels: { app: string } };
  const [egress] = spec.egress as { hosts: string[] }[];
  return [labels.app, egress!.hosts.filter((host) => host.startsWith('edge-icell/') && !host.includes('.svc.')).sort()];
}));

const XSUAA = 't.authentication.eu10.hana.ondemand.com';
// What all pods reach must be by exact hosts beside ALLOW policies; the measured cell gave the wildcard to the pods that it had.
const dynamicDns: Overrides = { btp: { flows: { xsuaa: { hosts: [XSUAA] } } }, egress: { wildcards: 'dynamicDns' }, cluster: { istioVersion: '1.30', existingPolicies: 'allow' } };

/** Rules of the ALLOW policies for outgoing TLS, by component. */
const allows = (objects: Manifest[]) => Object.fromEntries(ofKind(objects, 'AuthorizationPolicy').filter(({ spec }) => spec.action === 'ALLOW')
  .map(({ spec }) => [(spec.selector as { matchLabels: { app: string } }).matchLabels.app, spec.rules]));

(present ? describe : describe.skip)('the emitted cell is of the kind that was measured', () => {
  test.each(Object.keys(facts) as (keyof typeof facts)[])('enforce: %s', (fact) => {
    expect(facts[fact](rendered('enforce'))).toEqual(facts[fact](measured('cell-passthrough')));
  });

  test.each(['serviceEntries', 'callers', 'strict', 'virtualHost', 'routes'] as const)('observe: %s', (fact) => {
    expect(facts[fact](rendered('observe'))).toEqual(facts[fact](measured('cell-observe')));
  });

  test('enforce: each component imports the measured hosts', () => {
    expect(imports(rendered('enforce'))).toEqual(imports(measured('cell-passthrough')));
  });

  test.each(Object.keys(facts) as (keyof typeof facts)[])('dynamicDns beside ALLOW policies: %s', (fact) => {
    const ours = rendered('enforce', dynamicDns).filter((object) => object.kind !== 'ServiceEntry' || hostsOf(object) !== XSUAA);
    expect(facts[fact](ours)).toEqual(facts[fact](measured('cell-dynamic-dns')));
  });

  test('dynamicDns beside ALLOW policies: each component may send the measured names, but the wildcard where only XSUAA needed it', () => {
    type Rules = readonly { readonly to: unknown; readonly when: readonly { readonly key: string; readonly values: readonly string[] }[] }[];
    const [ours, theirs] = [rendered('enforce', dynamicDns), measured('cell-dynamic-dns').filter(({ metadata }) => metadata.name !== 'sap-allow')].map((objects) => allows(objects) as Record<string, Rules>);
    const ofXsuaa = ['edc', 'edge-api', 'mdc'];
    const without = (rules: Rules) => rules.map((rule) => ({ ...rule, when: rule.when.map((one) => ({ ...one, values: one.values.filter((name) => name !== '*.hana.ondemand.com') })) }))
      .filter(({ when }) => when.every(({ values }) => values.length > 0));
    const expected = Object.entries(theirs!).map(([component, rules]) => [component, ofXsuaa.includes(component) ? without(rules) : rules] as const);
    expect(ours).toEqual(Object.fromEntries(expected.filter(([, rules]) => rules.length > 0)));
    expect(Object.keys(ours!)).toContain('edc');
  });

  test('observe: Sidecars are the measured ones', () => {
    const specs = (objects: Manifest[]) => ofKind(objects, 'Sidecar').map(({ metadata, spec }) => [metadata.namespace, spec]).sort();
    expect(specs(rendered('observe'))).toEqual(specs(measured('cell-observe')));
  });
});
