import { Registry } from './registry';
import { NO_ADDRESS } from './services';
import { MeshFacts } from './types';
import { MeshPod } from './world';

/** The cluster's name service, as pods and their proxies see it. */
export class Names {
  private readonly known = new Map<string, string>();

  public constructor(facts: MeshFacts, registry: Registry) {
    for (const [name, address] of Object.entries(facts.dns ?? {})) this.known.set(name.toLowerCase(), address);
    const end = `.svc.${facts.clusterDomain ?? 'cluster.local'}`;
    for (const service of registry.services) {
      if (!service.isKubernetes) continue;
      const address = service.address === NO_ADDRESS ? registry.endpointsOf(service)[0]?.address : service.address;
      if (address === undefined) continue;
      const short = service.host.slice(0, -end.length);
      for (const name of [short, `${short}.svc`, service.host]) this.known.set(name, address);
    }
  }

  /** The address; null: not known. A name without dots is one of the pod's namespace. */
  public lookUp(name: string, from?: MeshPod): string | null {
    const host = name.toLowerCase().replace(/\.$/, '');
    return this.known.get(host) ?? (from === undefined || host.includes('.') ? undefined : this.known.get(`${host}.${from.namespace}`)) ?? null;
  }
}
