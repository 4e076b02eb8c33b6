import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { factsOf, readObject } from './recorded';
import { IstioMesh, MeshProbe, MeshVerdict } from '../../../src/verify/istio';

type Json = Readonly<Record<string, any>>;
interface Workload { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>>; readonly serviceAccount: string; readonly ports: readonly { readonly port: number }[]; readonly proxy: string; readonly command?: readonly string[] }
interface ScenarioProbe extends Omit<MeshProbe, 'from' | 'clientCertificate'> {
  readonly name: string;
  readonly from: { readonly namespace: string; readonly workload?: string; readonly labels?: Readonly<Record<string, string>>; readonly serviceAccount?: string; readonly sidecar?: boolean };
  readonly to: MeshProbe['to'] & { readonly pod?: string };
  readonly clientCertificate?: boolean | string;
  readonly expect: 'allow' | 'deny';
  readonly because?: string;
}

/** What the evaluator says of a probe of the bench, beside what was measured. */
export interface Measured {
  readonly name: string;
  readonly expect: 'allow' | 'deny';
  /** The pattern of the address that was reached. */
  readonly reachedPattern?: string;
  readonly got: MeshVerdict;
  /** As the bench writes it, with the pod's address. */
  readonly reached: string;
}

const ROOT = join(process.env.EIC_SHARED ?? resolve(__dirname, '../../../../shared'), 'prototypes/istio-dataplane/scenarios');
export const isThere = existsSync(ROOT);
export const names = isThere ? readdirSync(ROOT).sort() : [];

const includes = (labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean => Object.entries(wanted).every(([key, value]) => labels[key] === value);

/** Runs a scenario of the bench: the same pods, addresses and names as `lib/bench.mjs` makes. */
export function measured(name: string): readonly Measured[] {
  const folder = join(ROOT, name);
  const objects = readdirSync(folder).filter((file) => file.endsWith('.yaml')).sort().flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => document.toJS() as Json | null))
    .flatMap((object) => (object?.kind === 'List' ? object.items as Json[] : object === null ? [] : [object]));
  const read = JSON.parse(readFileSync(join(folder, 'probes.json'), 'utf8')) as Json | readonly ScenarioProbe[];
  const plan: Json = Array.isArray(read) ? { probes: read } : read as Json;
  const probes = plan.probes as readonly ScenarioProbe[];
  const pods = podsOf(objects, plan, probes);
  const services = [...objects.filter(({ kind }) => kind === 'Service'), ...(plan.services ?? []) as Json[]].map((service, index) => ({
    apiVersion: 'v1', kind: 'Service', ...service, metadata: { namespace: 'default', ...service.metadata }, spec: { ...service.spec, clusterIP: `10.96.0.${index + 10}` },
  }));
  const dns: Record<string, string> = { ...plan.dns };
  for (const { to, sni } of probes) for (const host of [to.host, sni]) if (host !== undefined && host !== '' && !host.endsWith('.cluster.local')) dns[host.toLowerCase()] ??= `198.18.1.${Object.keys(dns).length}`;
  const servers = name === 'sni-proxy' ? { 'eic-egress/sni-proxy:8443': '*.hana.ondemand.com and *.blob.storage.azure.net' } : undefined;
  const mesh = new IstioMesh([...pods.map(podObject), ...services, ...objects.filter(({ apiVersion }) => String(apiVersion).includes('istio.io'))].map((object) => readObject(object)), factsOf({ meshConfig: plan.meshConfig, dns, servers }, probes));
  return probes.map((probe) => {
    const from = podOf(probe.from, pods)!;
    const ip = probe.to.pod === undefined ? probe.to.ip : `10.42.0.${pods.findIndex((pod) => pod.name === probe.to.pod) + 10}`;
    const certificate = probe.clientCertificate === true ? 'public' : probe.clientCertificate === 'mesh' ? 'mesh' : undefined;
    const got = mesh.judge({ ...probe, from: `${from.namespace}/${from.name}`, to: { ...probe.to, ip }, clientCertificate: certificate });
    const at = pods.findIndex((pod) => got.reached?.startsWith(`${pod.namespace}/${pod.name}:`));
    const address = at < 0 ? got.reached : got.reached!.replace(/^.*:/, `10.42.0.${at + 10}:`);
    return { name: probe.name, expect: probe.expect, reachedPattern: /reached.*$/.exec(probe.because ?? '')?.[0], got, reached: `reached {"reached":"${address}"` };
  });
}

function podsOf(objects: readonly Json[], plan: Json, probes: readonly ScenarioProbe[]): readonly Workload[] {
  const pods: Workload[] = objects.filter(({ kind, spec }) => kind === 'Pod' || spec?.template?.spec?.containers !== undefined).map((object) => {
    const template = (object.kind === 'Pod' ? object : object.spec.template) as Json;
    const { labels = {}, annotations = {} } = template.metadata ?? {};
    const isOff = [labels, annotations].some((all) => all['sidecar.istio.io/inject'] === 'false');
    const ports = template.spec.containers.flatMap(({ ports: own = [] }: Json) => own.map(({ containerPort }: Json) => ({ port: containerPort })));
    const proxy = annotations['inject.istio.io/templates'] === 'gateway' ? 'gateway' : isOff ? 'none' : 'sidecar';
    return { name: object.metadata.name, namespace: object.metadata.namespace ?? 'default', labels, serviceAccount: template.spec.serviceAccountName ?? 'default', ports, proxy };
  });
  for (const given of (plan.workloads ?? []) as Json[]) {
    pods.push({ labels: { app: given.name }, serviceAccount: 'default', ports: [], proxy: 'sidecar', ...given } as unknown as Workload);
  }
  for (const { from } of probes) {
    if (podOf(from, pods) !== undefined) continue;
    const base = from.workload ?? Object.values(from.labels ?? {})[0] ?? 'client';
    pods.push({ name: `${base}-${pods.length}`, namespace: from.namespace, labels: from.labels ?? {}, serviceAccount: from.serviceAccount ?? 'default', ports: [], proxy: from.sidecar === false ? 'none' : 'sidecar' });
  }
  return pods;
}

function podOf(from: ScenarioProbe['from'], pods: readonly Workload[]): Workload | undefined {
  const isNamed = from.workload !== undefined || from.labels !== undefined || from.serviceAccount !== undefined;
  return pods.find((pod) => pod.namespace === from.namespace && (from.workload === undefined || pod.name === from.workload) && includes(pod.labels, from.labels ?? {})
    && (from.serviceAccount === undefined || pod.serviceAccount === from.serviceAccount) && (from.sidecar === undefined || (pod.proxy !== 'none') === from.sidecar)
    && (isNamed || Object.keys(pod.labels).length === 0));
}

function podObject(pod: Workload, index: number): Json {
  const annotations = pod.proxy === 'none' ? { 'sidecar.istio.io/inject': 'false' } : pod.proxy === 'gateway' ? { 'inject.istio.io/templates': 'gateway' } : {};
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: pod.name, namespace: pod.namespace, labels: pod.labels, annotations },
    spec: { serviceAccountName: pod.serviceAccount, containers: [{ name: 'app', ports: pod.ports.map(({ port }) => ({ containerPort: port })) }] }, status: { podIP: `10.42.0.${index + 10}` },
  };
}
