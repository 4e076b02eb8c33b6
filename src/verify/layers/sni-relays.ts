import { Data, fieldsOf, listOf } from '../data';
import { OpaqueRelay, SniRelay } from '../istio';
import { NotUnderstoodError } from '../kubernetes/values';
import { KubernetesObject, ReadObject } from '../read';
import { podNameOf } from '../world';
import { IS_STREAM, streamListeners } from './nginx-stream';

/** SNI proxies among what was read, and those whose configuration is not understood. */
export interface Relays {
  readonly sniRelays: readonly SniRelay[];
  readonly opaqueRelays: readonly OpaqueRelay[];
}

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Pod'];

/** What pods with a stream configuration of nginx do with connections: each understood, or unknown as a whole. */
export function relaysOf(objects: readonly ReadObject[]): Relays {
  const configs = new Map(objects.filter(({ value }) => value.kind === 'ConfigMap').map((object) => [`${object.value.metadata.namespace}/${object.value.metadata.name}`, object]));
  const found = objects.filter(({ value }) => WORKLOADS.includes(value.kind)).flatMap((workload): Relays[] => {
    const { value } = workload;
    const spec = podSpecOf(value);
    const pod = `${value.metadata.namespace}/${value.kind === 'Pod' ? value.metadata.name : podNameOf(value)}`;
    const commands = [...listOf(spec.initContainers), ...listOf(spec.containers)].map(fieldsOf).map(({ command, args }) => [...listOf(command), ...listOf(args)].map(String).join('\n'));
    return configNames(spec).flatMap((name): Relays[] => {
      const config = configs.get(`${value.metadata.namespace}/${name}`);
      // Whoever says that it runs nginx, with a configuration that was not read.
      if (config === undefined) return commands.some((command) => /\bnginx\b/.test(command)) ? [opaque(pod, workload, `the ConfigMap ${name} was not read`)] : [];
      const texts = Object.values(fieldsOf(config.value.data)).filter((text): text is string => typeof text === 'string' && IS_STREAM.test(text));
      return texts.map((text) => understood(text, pod, config, resolverFiles(commands)));
    });
  });
  return { sniRelays: found.flatMap(({ sniRelays }) => sniRelays), opaqueRelays: found.flatMap(({ opaqueRelays }) => opaqueRelays) };
}

function understood(text: string, pod: string, config: ReadObject, includes: ReadonlySet<string>): Relays {
  try {
    return { sniRelays: streamListeners(text, includes).map((listener) => ({ pod, ...listener })), opaqueRelays: [] };
  } catch (error) {
    if (!(error instanceof NotUnderstoodError)) throw error;
    return opaque(pod, config, error.message);
  }
}

function opaque(pod: string, { file, id }: ReadObject, why: string): Relays {
  return { sniRelays: [], opaqueRelays: [{ pod, why, rule: { file, object: id, path: '' } }] };
}

/** Files that a container writes once, with the name servers of the pod and nothing else. */
function resolverFiles(commands: readonly string[]): ReadonlySet<string> {
  const written = commands.flatMap((command) => [...command.matchAll(/>{1,2}\s*(\/\S+)/g)].map(([, file]) => file!));
  const resolvers = commands.flatMap((command) => [...command.matchAll(/echo "resolver[^";]*;" > (\/\S+)/g)].map(([, file]) => file!));
  return new Set(resolvers.filter((file) => written.filter((one) => one === file).length === 1));
}

/** Names of the ConfigMaps that the pod mounts. */
function configNames(spec: Data): readonly string[] {
  const sources = listOf(spec.volumes).map(fieldsOf).flatMap((volume) => [volume, ...listOf(fieldsOf(volume.projected).sources).map(fieldsOf)]);
  return [...new Set(sources.map(({ configMap }) => fieldsOf(configMap).name).filter((name): name is string => typeof name === 'string'))];
}

function podSpecOf({ kind, spec }: KubernetesObject): Data {
  return kind === 'Pod' ? fieldsOf(spec) : fieldsOf(fieldsOf(fieldsOf(spec).template).spec);
}
