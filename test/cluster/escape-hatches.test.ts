import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { Overrides } from '../../src/cell/overrides';
import { CellMesh, ConnectivityProbe } from '../../src/cluster';
import { compileAzure } from '../../src/compile/azure';
import { compileCluster } from '../../src/compile/cluster';
import { cellWith, minimalProps, problemsOf } from '../support/cells';

interface Manifest { readonly kind: string; readonly metadata: { readonly name: string; readonly namespace?: string }; readonly [field: string]: unknown }

const everything: Overrides = {
  personas: { infrastructureProvider: { groups: ['ops'] }, administrator: { groups: ['admins'] }, integrationDeveloper: { groups: ['devs'] } },
  cluster: { cni: { name: 'cilium', version: '1.19' } },
  egress: { wildcards: 'sniProxy', sniProxy: { image: `registry.acme.example/nginx@sha256:${'b'.repeat(64)}` }, gateway: { enabled: true }, fqdnPolicy: 'cilium' },
  ingress: { virtualHosts: { ...minimalProps().ingress.virtualHosts, additional: { partners: { host: 'partners.acme.example', credentialName: 'partners-tls' } } } },
};
const image = `registry.acme.example/node@sha256:${'a'.repeat(64)}`;

function chartWithAll() {
  const chart = new Chart(new App(), 'edge', { disableResourceNameHashes: true });
  const cell = cellWith(everything);
  const mesh = new CellMesh(chart, 'Cell', { cell });
  const probe = new ConnectivityProbe(chart, 'Probe', { cell, image });
  const scheduled = new ConnectivityProbe(chart, 'Scheduled', { cell: cellWith({ ...everything, name: 'other' }), image, schedule: '0 3 * * *' });
  return { chart, constructs: [mesh, probe, scheduled] };
}
const keyOf = ({ metadata: { namespace, name } }: Manifest) => (namespace === undefined ? name : `${namespace}/${name}`);
const kinds = [...new Set((chartWithAll().chart.toJson() as Manifest[]).map(({ kind }) => kind))].sort();

describe('patches', () => {
  test('of every kind that is written', () => {
    expect(kinds).toEqual([
      'AuthorizationPolicy', 'CiliumNetworkPolicy', 'ClusterRole', 'ClusterRoleBinding', 'ConfigMap', 'CronJob', 'Deployment', 'DestinationRule', 'Gateway', 'Job', 'Namespace', 'NetworkPolicy',
      'PeerAuthentication', 'PodDisruptionBudget', 'Role', 'RoleBinding', 'Service', 'ServiceAccount', 'ServiceEntry', 'Sidecar', 'VirtualService',
    ]);
  });

  test.each(kinds)('%s: fields that nobody knows survive, at the top and below, and nothing else changes', (kind) => {
    const { chart, constructs } = chartWithAll();
    const before = chart.toJson() as Manifest[];
    const first = before.find((object) => object.kind === kind)!;
    const below = Object.keys(first).find((field) => !['apiVersion', 'kind', 'metadata'].includes(field) && typeof first[field] === 'object') ?? 'metadata';
    const inside = Array.isArray(first[below]) ? `/${below}/0/unknownBelow` : `/${below}/unknownBelow`;
    const owner = constructs.find((construct) => construct.node.findAll().some((node) => ApiObject.isApiObject(node) && node.kind === kind))!;
    owner.object(kind, keyOf(first)).addJsonPatch(JsonPatch.add('/unknownTop', { deep: [1] }), JsonPatch.add(inside, 'x'), JsonPatch.add('/metadata/annotations/acme.example~1owner', 'net'));
    const after = chart.toJson() as Manifest[];
    const changed = after.filter((object, index) => JSON.stringify(object) !== JSON.stringify(before[index]));
    expect(changed.map((object) => `${object.kind} ${keyOf(object)}`)).toEqual([`${kind} ${keyOf(first)}`]);
    expect(changed[0]).toMatchObject({ unknownTop: { deep: [1] }, metadata: { annotations: { 'acme.example/owner': 'net' } } });
    expect(JSON.stringify(changed[0]![below])).toContain('"unknownBelow":"x"');
  });

  test.each(kinds)('%s: an unknown key is refused, and the keys there are are named', (kind) => {
    const { constructs } = chartWithAll();
    for (const construct of constructs) {
      const [problem, ...others] = problemsOf(() => construct.object(kind, 'edge-icell/none'));
      expect(others).toEqual([]);
      expect(problem).toMatchObject({ code: 'EIC407', construct: construct.node.path });
      const own = construct.node.findAll().find((node) => ApiObject.isApiObject(node) && node.kind === kind) as ApiObject | undefined;
      expect(problem!.message).toContain(own === undefined ? `there is no ${kind}` : own.name);
    }
  });
});

describe('objects of the user in the same chart', () => {
  test('stand beside ours, and keep their names', () => {
    const { chart } = chartWithAll();
    const count = chart.toJson().length as number;
    new ApiObject(chart, 'Telemetry', { apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry', metadata: { name: 'mine', namespace: 'edge-icell' }, spec: { accessLogging: [{}] } });
    const objects = chart.toJson() as Manifest[];
    expect(objects).toHaveLength(count + 1);
    expect(objects.find(({ kind }) => kind === 'Telemetry')).toMatchObject({ metadata: { name: 'mine', namespace: 'edge-icell' }, spec: { accessLogging: [{}] } });
  });

  test('that would replace one of ours are refused, roles too', () => {
    const chart = new Chart(new App(), 'edge', { disableResourceNameHashes: true });
    new ApiObject(chart, 'Mine', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'eic-plant-infrastructure-provider' } });
    const [problem, ...others] = problemsOf(() => new CellMesh(chart, 'Cell', { cell: cellWith(everything) }));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'EIC403', construct: expect.stringContaining('PersonaAccess/cluster.infrastructure-provider') as string });
  });
});

describe('extra flows', () => {
  const flows: Overrides['flows'] = {
    licence: { from: ['worker'], hosts: ['lic.acme.example'], ports: [8443], protocol: 'https', reason: 'OEM "adapter"' },
    scanner: { from: ['policyengine'], hosts: ['scan.acme.example'], addresses: ['10.95.0.1/32'], network: 'private', ports: [1344], protocol: 'tcp', reason: 'virus scan' },
  };
  const cell = cellWith({ flows });
  const cluster = compileCluster(cell.definition, cell.plan);
  const azure = compileAzure(cell.definition, cell.plan, { target: 'firewall.hub.azure.rules', priority: 400, tier: 'Standard', dnsProxy: true, defaultDeny: 'none' });

  test('are carried by every layer', () => {
    expect([...cluster.problems, ...azure.problems]).toEqual([]);
    const carried = (flow: string) => cluster.rows.filter((row) => row.flow === flow).map(({ rule, evidence, exact }) => `${rule} ${evidence} ${exact ? 'exact' : 'wider'}`);
    expect(carried('flow/licence')).toEqual(['NetworkPolicy/edge-icell/eic-plant-worker ip wider', 'ServiceEntry/edge-icell/eic-plant-lic-acme-example sni exact']);
    expect(carried('flow/scanner')).toEqual(['NetworkPolicy/edge-icell/eic-plant-policyengine ip exact', 'ServiceEntry/edge-icell/eic-plant-flow-scanner ip exact']);
    expect(azure.rows.filter(({ flow }) => flow.startsWith('flow/')).map(({ flow, rule, exact }) => `${flow} ${rule} ${exact}`)).toEqual(
      ['flow/licence allow-application/flow-licence true', 'flow/scanner allow-network/flow-scanner true']);
  });

  test('reach the proxies of their component alone', () => {
    const importers = (host: string) => cluster.sidecars.filter(({ hosts }) => hosts.includes(`edge-icell/${host}`)).map(({ name }) => name);
    expect(importers('lic.acme.example')).toEqual(['eic-plant-worker']);
    expect(importers('scan.acme.example')).toEqual(['eic-plant-policyengine']);
  });

  test('open what they say in each layer, and nothing without them', () => {
    const entry = cluster.serviceEntries.find(({ host }) => host === 'lic.acme.example');
    expect(entry).toMatchObject({ ports: [{ number: 8443, protocol: 'TLS' }], exportTo: ['edge-icell'] });
    const policy = cluster.networkPolicies.find(({ namespace, name }) => namespace === 'edge-icell' && name === 'eic-plant-policyengine')!;
    expect(policy.egress.filter(({ flows: ids }) => ids.includes('flow/scanner'))).toEqual([
      { to: [{ cidr: '10.95.0.1/32', except: [] }], ports: [{ protocol: 'TCP', port: 1344 }], flows: ['flow/scanner'] },
    ]);
    const rules = [...azure.applicationCollections, ...azure.networkCollections].flatMap((collection) => [...collection.rules] as { name: string }[]);
    expect(JSON.stringify(rules.find(({ name }) => name === 'flow-licence'))).toContain('lic.acme.example');
    expect(JSON.stringify(rules.find(({ name }) => name === 'flow-scanner'))).toContain('10.95.0.1');
    const without = cellWith();
    const bare = JSON.stringify([compileCluster(without.definition, without.plan), compileAzure(without.definition, without.plan, { target: 't', priority: 400, tier: 'Standard', dnsProxy: true, defaultDeny: 'none' })]);
    expect(bare).not.toMatch(/lic\.acme\.example|10\.95\.0\.1/);
  });
});
