import { Asked, PodRules } from './pod-rules';

/**
 * What the network plug-in learns from the DNS of one pod. Cilium knows the addresses of a name from answers that pass its DNS proxy, to which a rule with
 * `rules.dns` leads (docs.cilium.io, "DNS Proxy"). Where another rule lets DNS pass as it is, the documentation takes the effect of `rules.dns` away (layer 7
 * policies), while by the source DNS still goes to the proxy (pkg/policy, mergePortProto): nothing is certain then. Nor is it ever certain that an address is
 * not known, since another pod of the node may have asked for the name.
 */
export class Lookups {
  private readonly learned = new Map<string, true | undefined>();

  /** @param places connections to the cluster's DNS: each pod of it, by each port and protocol */
  public constructor(private readonly rules: PodRules, private readonly places: readonly Asked[]) {}

  /** Are the addresses of the name known once the pod has asked for it? Undefined: not certain. */
  public learns(name: string): true | undefined {
    if (!this.learned.has(name)) this.learned.set(name, this.judge(name));
    return this.learned.get(name);
  }

  private judge(name: string): true | undefined {
    let isAsked = false;
    for (const place of this.places) {
      const { isPlain, patterns } = this.rules.dnsRules(place);
      if (isPlain) return undefined;
      if (place.transport === 'UDP' && patterns.some((pattern) => pattern(name) === true)) isAsked = true;
    }
    return isAsked ? true : undefined;
  }
}
