import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { IstioMesh, MeshFacts, MeshProbe, MeshVerdict } from '../../../src/verify/istio';
import { KubernetesObject, ReadObject } from '../../../src/verify/read/objects';

/** A probe with the verdict of a real istiod and real Envoys. */
export interface RecordedProbe extends Omit<MeshProbe, 'clientCertificate'> {
  readonly clientCertificate?: true | 'mesh';
  readonly verdict: 'allow' | 'deny';
  readonly reached?: string;
  readonly because: string;
}

/** A file of `../shared/data/istio-verdicts`. */
export interface RecordedMesh {
  readonly name: string;
  readonly meshConfig?: unknown;
  readonly objects: readonly KubernetesObject[];
  readonly dns: Readonly<Record<string, string>>;
  readonly servers?: Readonly<Record<string, string>>;
  readonly probes?: readonly RecordedProbe[];
  readonly refused?: string;
}

/** A verdict that differs, or is not known. */
export interface Difference {
  readonly kind: 'wrong' | 'unknown' | 'reached';
  readonly mesh: string;
  readonly probe: RecordedProbe;
  readonly got: MeshVerdict;
}

const SHARED = process.env.EIC_SHARED ?? resolve(__dirname, '../../../../shared');
/** Where the verdicts are; others can be put to the evaluator by the environment. */
export const FOLDER = process.env.EIC_ISTIO_VERDICTS ?? join(SHARED, 'data/istio-verdicts');
export const isThere = existsSync(FOLDER);

/** All files, by name. */
export function recordedMeshes(): readonly RecordedMesh[] {
  if (!isThere) return [];
  return readdirSync(FOLDER).filter((file) => file.endsWith('.json')).sort().map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as RecordedMesh);
}

/** An object as a reader hands it over. */
export function readObject(value: unknown, file = 'test.yaml'): ReadObject {
  const object = value as KubernetesObject;
  const { namespace, name } = object.metadata;
  return { file, id: `${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`, value: object };
}

/** What the bench that recorded them makes true besides the objects: its README, "What is true in this world". */
export function factsOf(mesh: Pick<RecordedMesh, 'meshConfig' | 'dns' | 'servers'>, probes: readonly Pick<MeshProbe, 'protocol' | 'to'>[]): MeshFacts {
  const sniRelays = Object.entries(mesh.servers ?? {}).map(([at, does]) => {
    const [pod, port] = at.split(':') as [string, string];
    return { pod, port: Number(port), hosts: [...does.matchAll(/\*\.[a-z.]*[a-z]/g)].map(([host]) => host), targetPort: 443 };
  });
  const serverFirstPorts = [...new Set(probes.filter(({ protocol }) => protocol === 'ssh').map(({ to }) => to.port))];
  return { meshConfig: mesh.meshConfig, dns: mesh.dns, clusterNetworks: ['10.42.0.0/16', '10.96.0.0/16'], podServers: 'declared-plaintext', serverFirstPorts, sniRelays };
}

/** Puts the probes of a file to the evaluator. */
export function compare(mesh: RecordedMesh): readonly Difference[] {
  const probes = mesh.probes ?? [];
  const evaluator = new IstioMesh(mesh.objects.map((object) => readObject(object, `${mesh.name}.json`)), factsOf(mesh, probes));
  return probes.flatMap((probe) => {
    const got = evaluator.judge({ ...probe, clientCertificate: probe.clientCertificate === true ? 'public' : probe.clientCertificate });
    const of = (kind: Difference['kind']): Difference[] => [{ kind, mesh: mesh.name, probe, got }];
    if (got.verdict === 'unknown') return of('unknown');
    if (got.verdict !== probe.verdict) return of('wrong');
    return probe.verdict === 'allow' && probe.reached !== undefined && got.reached !== probe.reached ? of('reached') : [];
  });
}

/** One line for a difference. */
export function tell({ kind, mesh, probe, got }: Difference): string {
  const { verdict, reached, because, ...asked } = probe;
  return `${kind}: ${mesh} ${JSON.stringify(asked)}: ${verdict} ${reached ?? ''} (${because}), got: ${got.verdict} ${got.reached} ${got.hops.map(({ at, code }) => `${at} ${code}`).join(' > ')}`;
}
