import { App, Chart, JsonPatch } from 'cdk8s';
import { COMPONENTS } from '../../../src/catalog';
import { Overrides } from '../../../src/cell/overrides';
import { CellMesh, ConnectivityProbe, ConnectivityProbeProps } from '../../../src/cluster';
import { PROGRAM } from '../../../src/cluster/probe/program.generated';
import type { ProbeTarget as Target } from '../../../src/compile/cluster/probe';
import { describeProblem, manifestValidator } from '../../conformance/kubernetes';
import { cellWith, problemsOf } from '../../support/cells';

interface Container { readonly image: string; readonly command: string[]; readonly args: string[]; readonly securityContext: object }
interface PodTemplate {
  readonly metadata: { readonly labels: Record<string, string>; readonly annotations: Record<string, string> };
  readonly spec: {
    readonly containers: Container[];
    readonly automountServiceAccountToken: boolean;
    readonly restartPolicy: string;
    readonly securityContext: object;
    readonly hostNetwork: boolean;
  };
}
interface JobSpec { readonly template: PodTemplate; readonly backoffLimit: number; readonly activeDeadlineSeconds: number }
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Record<string, string> };
  readonly data?: Record<string, string>;
  readonly spec?: JobSpec & { readonly schedule?: string; readonly jobTemplate?: { readonly spec: JobSpec } };
}
interface Task { readonly scope: string; readonly mustPass: Target[]; readonly mustFail: Target[]; readonly notTried: { name: string; reason: string }[] }

const image = `registry.acme.example/node@sha256:${'a'.repeat(64)}`;
const chartOf = () => new Chart(new App(), 'edge', { disableResourceNameHashes: true });
const render = (overrides: Overrides = {}, props: Partial<ConnectivityProbeProps> = {}): Manifest[] => {
  const chart = chartOf();
  new ConnectivityProbe(chart, 'Probe', { cell: cellWith(overrides), image, ...props });
  return chart.toJson() as Manifest[];
};
const taskOf = (objects: readonly Manifest[], namespace = 'edge-icell') =>
  JSON.parse(objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === namespace)!.data!['targets.json']!) as Task;
const podOf = ({ spec }: Manifest) => (spec!.jobTemplate?.spec ?? spec!).template;
const jobs = (objects: readonly Manifest[]) => objects.filter(({ kind }) => kind !== 'ConfigMap');
const line = ({ name, host, address, port, check }: Target) => `${name} ${host ?? address}:${port} ${check}`;

const receivers: Overrides['receivers'] = {
  s4: { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] },
  bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32'] },
};

describe('ConnectivityProbe', () => {
  test('is written only where somebody writes it', () => {
    const chart = chartOf();
    new CellMesh(chart, 'Cell', { cell: cellWith({ receivers }) });
    expect((chart.toJson() as Manifest[]).filter(({ kind }) => ['Job', 'CronJob', 'ConfigMap'].includes(kind))).toEqual([]);
  });

  test('a Job in each namespace, or CronJobs; with the program that is tested', () => {
    const objects = render();
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual(
      ['edge-icell', 'edge-icell-ela', 'edge-icell-services'].flatMap((namespace) => [`ConfigMap ${namespace}/eic-plant-probe`, `Job ${namespace}/eic-plant-probe`]));
    expect(objects[0]!.data!['probe.js']).toBe(`${PROGRAM}\n`);
    const cron = jobs(render({}, { schedule: '30 3 * * 1-5', namespaces: ['edge-icell'] }));
    expect(cron.map(({ kind, spec }) => [kind, spec!.schedule])).toEqual([['CronJob', '30 3 * * 1-5']]);
    expect(podOf(cron[0]!).metadata.labels).toEqual({ 'edge-integration-cell/probe': 'plant' });
  });

  test.each([['Job', {}], ['CronJob', { schedule: '0 3 * * *' }]])('%s: Pod Security "restricted", no token, no way to hang', (_, props) => {
    for (const job of jobs(render({}, props))) {
      const { spec } = podOf(job);
      expect(spec).toMatchObject({ automountServiceAccountToken: false, restartPolicy: 'Never', hostNetwork: false, securityContext: { runAsNonRoot: true } });
      expect(spec.containers[0]!.securityContext).toEqual({
        allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, privileged: false, readOnlyRootFilesystem: true, runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(job.spec!.jobTemplate?.spec ?? job.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: expect.any(Number) as number });
    }
  });

  test('OpenShift chooses the user', () => {
    const [job] = jobs(render({ cluster: { platform: 'openshift' } }));
    expect(podOf(job!).spec.containers[0]!.securityContext).not.toHaveProperty('runAsUser');
  });

  test('carries no label by which SAP\'s Services and policies, or ours of components, select pods', () => {
    const { labels } = podOf(jobs(render())[0]!).metadata;
    expect(labels).toEqual({ 'edge-integration-cell/probe': 'plant' });
    const selectors = [...COMPONENTS.values()].flatMap(({ selector }) => (selector === undefined ? [] : [selector]));
    expect(selectors.length).toBeGreaterThan(5);
    for (const selector of selectors) expect(Object.keys(selector).filter((key) => key in labels)).toEqual([]);
  });

  test('tries what pods without a component\'s labels may reach, and that the rest is kept out', () => {
    const { scope, mustPass, mustFail, notTried } = taskOf(render({ receivers, btp: { flows: { 'content-deployment': { hosts: ['eic-1.s3.eu-central-1.amazonaws.com'] } } } }));
    expect(scope).toBe('pods of edge-icell that no component names');
    expect(mustPass.map(line)).toContain('content-deployment eic-1.s3.eu-central-1.amazonaws.com:443 tls');
    expect(mustPass.map(({ name }) => name).filter((name) => name.startsWith('receiver/'))).toEqual([]);
    expect(mustFail.map(line)).toEqual([
      'application-monitoring connectivitytunnel.eu10.uc.platform.cloud.sap:443 tls',
      'foreign-address 1.1.1.1:443 tls', 'foreign-host one.one.one.one:443 tls', 'foreign-http one.one.one.one:80 http', 'foreign-quic 1.1.1.1:443 quic', 'foreign-resolver 1.1.1.1:53 dns',
      'metadata 169.254.169.254:80 http', 'receiver/bank sftp.bank.example:22 tcp', 'receiver/s4 s4.corp.example:44300 tls',
    ].sort());
    expect(notTried.map(({ name, reason }) => `${name} ${reason}`)).toContain('xsuaa *.hana.ondemand.com is a wildcard: give an exact host under samples');
  });

  test('with one scope for all pods receivers must pass, at their declared addresses', () => {
    const { scope, mustPass, mustFail } = taskOf(render({ receivers, egress: { componentScope: 'namespace' } }));
    expect(scope).toBe('every pod of edge-icell');
    expect(mustPass.find(({ name }) => name === 'receiver/bank')).toEqual({ name: 'receiver/bank', host: 'sftp.bank.example', port: 22, check: 'tcp', networks: ['203.0.113.7/32'] });
    expect(mustFail.map(({ name }) => name)).not.toContain('receiver/bank');
  });

  test('what a flow allows must not fail', () => {
    const { mustFail, notTried } = taskOf(render({
      flows: { dns: { from: ['edge-api'], hosts: ['one.one.one.one'], ports: [443], protocol: 'https', reason: 'test' } }, egress: { componentScope: 'namespace' },
    }));
    expect(mustFail.map(({ name }) => name)).not.toContain('foreign-host');
    expect(mustFail.map(({ name }) => name)).toContain('foreign-quic');
    expect(notTried).toContainEqual({ name: 'foreign-host', reason: 'must not fail: a flow of these pods allows it' });
  });

  test('a host behind addresses that another flow allows must not fail', () => {
    const addresses = ['10.20.0.0/24'];
    const { mustFail } = taskOf(render({
      receivers: { s4: { protocol: 'https', host: 's4.corp.example', network: 'private', addresses } },
      externalServices: { database: { type: 'postgresql', host: 'pg.corp.example', port: 443, addresses } },
    }));
    expect(mustFail.map(({ name }) => name)).not.toContain('receiver/s4');
  });

  test('observe: nothing must fail, and the log says so', () => {
    const { mustFail, notTried, mustPass } = taskOf(render({ enforcement: 'observe', receivers }, { samples: { xsuaa: ['a.authentication.eu10.hana.ondemand.com'] } }));
    expect(mustFail).toEqual([]);
    expect(notTried).toContainEqual({ name: 'must-fail list', reason: 'observe blocks nothing' });
    expect(mustPass.map(line)).toContain('xsuaa a.authentication.eu10.hana.ondemand.com:443 tls');
  });

  test('where there is nothing to try nothing is written; nowhere is refused', () => {
    const observe = (samples: Readonly<Record<string, readonly string[]>>) => render({ enforcement: 'observe', services: { registry: { enabled: false } } }, { samples });
    expect(observe({ xsuaa: ['a.hana.ondemand.com'] }).map(({ metadata }) => metadata.namespace)).toEqual(['edge-icell', 'edge-icell']);
    expect(problemsOf(() => observe({})).map(({ code, path }) => `${code} ${path}`)).toEqual(['EIC408 Probe.samples']);
  });

  test('issuers reach the targets of their flow alone; addresses without a host are dialled', () => {
    const { mustPass } = taskOf(render({ receivers: { mes: { protocol: 'https', addresses: ['10.82.0.7/32'], network: 'private', port: 8443 } }, egress: { componentScope: 'namespace' } }, {
      samples: { xsuaa: ['a.hana.ondemand.com'] }, issuers: { xsuaa: ['DigiCert Inc'] },
    }));
    expect(mustPass.filter(({ issuers }) => issuers !== undefined).map(({ name, issuers }) => [name, issuers])).toEqual([['xsuaa', ['DigiCert Inc']]]);
    expect(mustPass.map(line)).toContain('receiver/mes 10.82.0.7:8443 tcp');
  });

  test.each<[string, Partial<Record<keyof ConnectivityProbeProps, unknown>>, string]>([
    ['a tag instead of a digest', { image: 'registry.acme.example/node:22' }, 'EIC408 Probe.image'],
    ['no image', { image: undefined }, 'EIC408 Probe.image'],
    ['no cell', { cell: {} }, 'EIC408 Probe.cell'],
    ['words for a schedule', { schedule: 'daily' }, 'EIC408 Probe.schedule'],
    ['four fields', { schedule: '* * * *' }, 'EIC408 Probe.schedule'],
    ['another namespace', { namespaces: ['default'] }, 'EIC408 Probe.namespaces'],
    ['no namespace', { namespaces: [] }, 'EIC408 Probe.namespaces'],
    ['a flow that is not there', { samples: { nothing: ['a.example.org'] } }, 'EIC408 Probe.samples'],
    ['issuers of a flow that is not there', { issuers: { nothing: ['x'] } }, 'EIC408 Probe.issuers'],
    ['a sample outside the pattern', { samples: { xsuaa: ['a.example.org'] } }, 'EIC408 Probe.samples.xsuaa'],
    ['a sample that is a wildcard', { samples: { xsuaa: ['*.hana.ondemand.com'] } }, 'EIC408 Probe.samples.xsuaa'],
    ['a foreign wildcard', { foreign: { host: '*.example.org', address: '192.0.2.1' } }, 'EIC408 Probe.foreign'],
    ['a foreign name for an address', { foreign: { host: 'a.example.org', address: 'b' } }, 'EIC408 Probe.foreign'],
    ['a timeout of nothing', { timeoutSeconds: 0 }, 'EIC408 Probe.timeoutSeconds'],
    ['no command', { command: [] }, 'EIC408 Probe.command'],
    ['a key among the certificates', { certificateAuthorities: '-----BEGIN PRIVATE KEY-----' }, 'EIC408 Probe.certificateAuthorities'],
  ])('%s is refused', (_, props, expected) => {
    const given = { cell: cellWith(), image, ...props } as unknown as ConnectivityProbeProps;
    const problems = problemsOf(() => new ConnectivityProbe(chartOf(), 'Probe', given));
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([expected]);
    expect(problems[0]!.construct).toBe('edge/Probe');
  });

  test('all that is wrong at once', () => {
    expect(problemsOf(() => render({}, { image: 'x', timeoutSeconds: 61, schedule: '' })).map(({ path }) => path).sort()).toEqual(['Probe.image', 'Probe.schedule', 'Probe.timeoutSeconds']);
  });

  test('two probes of one cell in a chart are refused; patches of unknown fields survive', () => {
    const chart = chartOf();
    const cell = cellWith();
    const probe = new ConnectivityProbe(chart, 'Probe', { cell, image });
    probe.object('Job', 'edge-icell/eic-plant-probe').addJsonPatch(JsonPatch.add('/spec/template/spec/somethingNew', ['x']));
    expect((chart.toJson() as Manifest[]).map(({ spec }) => (spec?.template.spec as { somethingNew?: unknown } | undefined)?.somethingNew).filter((value) => value !== undefined)).toEqual([['x']]);
    expect(problemsOf(() => probe.object('Job', 'edge-icell/other')).map(({ code }) => code)).toEqual(['EIC407']);
    expect(problemsOf(() => new ConnectivityProbe(chart, 'Again', { cell, image })).map(({ code }) => code)).toContain('EIC403');
  });

  test('names are short enough for a CronJob; two runs, same bytes', () => {
    const name = 'a'.repeat(40);
    expect(jobs(render({ name }, { schedule: '0 3 * * *' })).every(({ metadata }) => metadata.name.length <= 52)).toBe(true);
    expect(render({ receivers })).toEqual(render({ receivers: { bank: receivers.bank!, s4: receivers.s4! } }));
  });

  test.each([['Job', {}], ['CronJob', { schedule: '*/15 3-5 1,15 * *' }]])('%s: every object passes the API server\'s checks', (_, props) => {
    const validator = manifestValidator();
    const objects = render({ receivers, name: 'b'.repeat(40) }, props);
    expect(objects).toHaveLength(6);
    if (validator !== undefined) expect(objects.flatMap((object) => validator.validate(object).map(describeProblem))).toEqual([]);
  });
});
