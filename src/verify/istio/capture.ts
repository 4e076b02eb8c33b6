import { network } from './addresses';
import { MeshPod } from './world';

/** Inbound ports that istio-init leaves alone. */
const NEVER_INBOUND: readonly number[] = [22, 15008, 15020, 15021, 15090];

/** The words of an annotation of the pod; undefined: it has none. */
function words(pod: MeshPod, name: string): readonly string[] | undefined {
  return pod.annotations[name]?.split(',').map((word) => word.trim()).filter((word) => word !== '');
}

function holds(ranges: readonly string[], address: string | null): boolean {
  return ranges.some((range) => range === '*' || (address !== null && (network(range)?.holds(address) ?? false)));
}

/** Does TCP that the pod sends go through its sidecar? Annotations of the pod can leave ports and networks out. */
export function capturesOutbound(pod: MeshPod, address: string | null, port: number): boolean {
  if (words(pod, 'traffic.sidecar.istio.io/includeOutboundPorts')?.includes(String(port)) === true) return true;
  if (words(pod, 'traffic.sidecar.istio.io/excludeOutboundPorts')?.includes(String(port)) === true) return false;
  if (holds(words(pod, 'traffic.sidecar.istio.io/excludeOutboundIPRanges') ?? [], address)) return false;
  const included = words(pod, 'traffic.sidecar.istio.io/includeOutboundIPRanges');
  return included === undefined || holds(included, address);
}

/** Does TCP that the pod gets go through its sidecar? */
export function capturesInbound(pod: MeshPod, port: number): boolean {
  if (NEVER_INBOUND.includes(port) || words(pod, 'traffic.sidecar.istio.io/excludeInboundPorts')?.includes(String(port)) === true) return false;
  const included = words(pod, 'traffic.sidecar.istio.io/includeInboundPorts');
  return included === undefined || included.includes('*') || included.includes(String(port));
}
