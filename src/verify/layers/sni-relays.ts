import { SniRelay } from '../istio';
import { ReadObject } from '../read';
import { podNameOf } from '../world';

const MAP = /map \$ssl_preread_server_name (\$\w+) \{([^}]*)\}/g;
const SERVER = /server \{([^}]*)\}/g;
/** A pattern of names below a suffix, and the port that is dialled for them. */
const NAMES = /^"~\*\^\(\[a-z0-9_-\]\+\\\.\)\+([a-z0-9_\\.-]+)\$" \$ssl_preread_server_name:(\d+)$/;

/**
 * SNI proxies among the workloads: nginx reads the server name and dials it (nginx.org, ngx_stream_ssl_preread_module and ngx_stream_map_module).
 * Configurations of another form than ours are no relays to us, and what goes to them ends at their pods.
 */
export function sniRelays(objects: readonly ReadObject[]): readonly SniRelay[] {
  const configs = new Map(objects.filter(({ value }) => value.kind === 'ConfigMap').map(({ value }) => [`${value.metadata.namespace}/${value.metadata.name}`, Object.values((value.data ?? {}) as Record<string, string>)]));
  return objects.filter(({ value }) => value.kind === 'Deployment').flatMap(({ value }) => {
    const volumes = (value.spec as { template?: { spec?: { volumes?: { configMap?: { name?: string } }[] } } } | undefined)?.template?.spec?.volumes ?? [];
    const texts = volumes.flatMap(({ configMap }) => configs.get(`${value.metadata.namespace}/${configMap?.name}`) ?? []);
    return texts.flatMap((text) => relaysOf(text, `${value.metadata.namespace}/${podNameOf(value)}`));
  });
}

function relaysOf(text: string, pod: string): SniRelay[] {
  const targets = new Map([...text.matchAll(MAP)].flatMap(([, variable, body]) => {
    const names = linesOf(body!).filter((line) => line !== 'default ""').map((line) => NAMES.exec(line));
    const ports = new Set(names.map((found) => found?.[2]));
    return names.includes(null) || ports.size !== 1 ? [] : [[variable!, { hosts: names.map((found) => `*.${found![1]!.replace(/\\/g, '')}`), targetPort: Number([...ports][0]) }] as const];
  }));
  return [...text.matchAll(SERVER)].flatMap(([, body]) => {
    const lines = linesOf(body!);
    const target = targets.get(lines.map((line) => /^proxy_pass (\$\w+)$/.exec(line)?.[1]).find((name) => name !== undefined) ?? '');
    const ports = new Set(lines.flatMap((line) => /^listen (?:\[::\]:)?(\d+)/.exec(line)?.[1] ?? []));
    return target === undefined || !lines.includes('ssl_preread on') ? [] : [...ports].map((port): SniRelay => ({ pod, port: Number(port), ...target }));
  });
}

function linesOf(body: string): string[] {
  return body.split(';').map((line) => line.trim()).filter((line) => line !== '');
}
