import { NamedPort, PolicyPod } from './policy-pod';
import { fieldsOf, isMap } from '../data';
import { ReadObject } from '../read/objects';

/** The Pods of an export, with addresses and named ports; those that have ended are left out. */
export function podsOfObjects(objects: readonly ReadObject[]): readonly PolicyPod[] {
  return objects.filter(({ value }) => value.kind === 'Pod' && value.apiVersion === 'v1').flatMap(({ value }): PolicyPod[] => {
    const { metadata } = value;
    const [spec, status] = [fieldsOf(value.spec), fieldsOf(value.status)];
    if (status.phase === 'Succeeded' || status.phase === 'Failed') return [];
    const addresses = mapsOf(status.podIPs).map(({ ip }) => ip).concat(status.podIP).filter((ip): ip is string => typeof ip === 'string' && ip !== '');
    return [{
      namespace: metadata.namespace ?? 'default',
      name: metadata.name,
      labels: metadata.labels ?? {},
      addresses: [...new Set(addresses)],
      namedPorts: [...mapsOf(spec.initContainers), ...mapsOf(spec.containers)].flatMap(({ ports }) => mapsOf(ports)).flatMap(namedPort),
      hostNetwork: spec.hostNetwork === true,
    }];
  });
}

function namedPort({ name, containerPort, protocol = 'TCP' }: Readonly<Record<string, unknown>>): NamedPort[] {
  if (typeof name !== 'string' || typeof containerPort !== 'number') return [];
  return protocol === 'TCP' || protocol === 'UDP' || protocol === 'SCTP' ? [{ name, port: containerPort, protocol }] : [];
}

function mapsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isMap) : [];
}
