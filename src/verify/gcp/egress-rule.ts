import { Connection } from '../connection';
import { AddressSet, every, Match, matchIf, NameSet, PortSet, some } from '../rules';
import { RuleReference } from '../verdict';

/** Whom a rule is for: VMs with one of the service accounts or tags; all empty: every VM. */
export interface Targets {
  readonly serviceAccounts: readonly string[];
  readonly secureTags: readonly string[];
  readonly networkTags: readonly string[];
}

/** Protocol of a rule: `all`, `tcp`, `udp`, `icmp` or a number, and its ports. */
export interface RuleProtocol {
  readonly protocol: string;
  readonly ports: PortSet;
}

/** A rule for egress of a VPC network or a firewall policy. */
export interface EgressRule {
  readonly reference: RuleReference;
  readonly priority: number;
  readonly action: 'allow' | 'deny' | 'goto_next' | 'apply_security_profile_group';
  readonly protocols: readonly RuleProtocol[];
  readonly sources: AddressSet;
  /** Destinations by address or by name; both null: every destination. */
  readonly addresses: AddressSet | null;
  readonly names: NameSet | null;
  readonly targets: Targets;
  /** Was something found that is not modelled, so that the rule may match less or more than it seems? */
  readonly open: boolean;
  /** Reference of the security profile group. */
  readonly profileGroup: string | undefined;
}

/** What is known of the VMs; an empty field of a rule asks for nothing. */
export type KnownTargets = { readonly [K in keyof Targets]: readonly string[] | undefined };

const NUMBERS: Readonly<Record<string, readonly string[]>> = { tls: ['tcp', '6'], http: ['tcp', '6'], tcp: ['tcp', '6'], udp: ['udp', '17'], quic: ['udp', '17'], icmp: ['icmp', '1'] };

/** Does the rule match? Several kinds of destinations are alternatives. Source: Google Cloud, "Firewall policy rules", "Components of VPC firewall rules". */
export function matchesEgress(rule: EgressRule, { to, protocol }: Connection, source: string, known: KnownTargets): Match {
  const words = protocol === 'icmp' && to.address.includes(':') ? ['58', 'ipv6-icmp'] : NUMBERS[protocol]!;
  const byProtocol = some('no', ...rule.protocols.map((entry) =>
    every(matchIf(entry.protocol === 'all' || words.includes(entry.protocol)), protocol === 'icmp' || entry.protocol === 'all' ? 'yes' : entry.ports.has(to.port))));
  const byDestination = rule.addresses === null && rule.names === null ? 'yes'
    : some(rule.addresses?.has(to.address) ?? 'no', to.host === null || rule.names === null ? 'no' : rule.names.hasExactly(to.host), rule.open ? 'maybe' : 'no');
  return every(byProtocol, byDestination, rule.sources.has(source), matchesTargets(rule.targets, known), rule.open ? 'maybe' : 'yes');
}

function matchesTargets(targets: Targets, known: KnownTargets): Match {
  const kinds = (['serviceAccounts', 'secureTags', 'networkTags'] as const).filter((kind) => targets[kind].length > 0);
  if (kinds.length === 0) return 'yes';
  return some(...kinds.map((kind): Match => (known[kind] === undefined ? 'maybe' : matchIf(targets[kind].some((target) => known[kind]!.includes(target))))));
}
