import { network } from './addresses';
import { fields, labels } from './fields';
import { MeshPod } from './world';

/** Inbound ports that istio-init leaves alone. */
const NEVER_INBOUND: readonly number[] = [22, 15008, 15020, 15021, 15090];
const PREFIX = 'traffic.sidecar.istio.io/';

const words = (pod: MeshPod, name: string): readonly string[] | undefined => {
  const given = labels(fields(pod.source.value.metadata).annotations)[PREFIX + name];
  return given?.split(',').map((word) => word.trim()).filter((word) => word !== '');
};
const holds = (ranges: readonly string[], address: string | null): boolean => ranges.some((range) => range === '*' || (address !== null && (network(range)?.holds(address) ?? false)));

/** Does TCP that the pod sends go through its sidecar? Annotations of the pod can leave ports and networks out. */
export function capturesOutbound(pod: MeshPod, address: string | null, port: number): boolean {
  if (words(pod, 'includeOutboundPorts')?.includes(String(port)) === true) return true;
  if (words(pod, 'excludeOutboundPorts')?.includes(String(port)) === true) return false;
  if (holds(words(pod, 'excludeOutboundIPRanges') ?? [], address)) return false;
  return holds(words(pod, 'includeOutboundIPRanges') ?? ['*'], address);
}

/** Does TCP that the pod gets go through its sidecar? */
export function capturesInbound(pod: MeshPod, port: number): boolean {
  if (NEVER_INBOUND.includes(port) || words(pod, 'excludeInboundPorts')?.includes(String(port)) === true) return false;
  const included = words(pod, 'includeInboundPorts');
  return included === undefined || included.includes('*') || included.includes(String(port));
}
