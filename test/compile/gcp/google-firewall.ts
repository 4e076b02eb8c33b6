import { BlockList } from 'node:net';
import { GcpCompilation, GcpRule, UrlProfile } from '../../../src/compile/gcp';

/** A connection as Google Cloud sees it where it leaves a VM. */
export interface Connection {
  /** Service account of the VM. */
  readonly account: string;
  readonly source: string;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly port: number;
  readonly address: string;
  /** Name that Google resolves to the address. */
  readonly name?: string;
  /** What the client says in its TLS hello or Host header. */
  readonly says?: string;
}

/** A rule of the policy, ours or another team's, with the service accounts that it is for; none: every VM. */
export interface PolicyRule extends Omit<GcpRule, 'action'> {
  readonly action: GcpRule['action'] | 'goto_next';
  readonly accounts: readonly string[];
  readonly urlProfile?: UrlProfile;
}

export interface Verdict {
  readonly action: 'allow' | 'deny';
  /** Undefined: the implied rule, which lets everything out. */
  readonly rule: string | undefined;
}

/** Rules of a cell as they stand in the policy. */
export function inPolicy({ rules, urlProfiles }: GcpCompilation, accounts: readonly string[]): PolicyRule[] {
  return rules.map((rule) => {
    const urlProfile = urlProfiles.find(({ key }) => key === rule.profile);
    return { ...rule, accounts, ...(urlProfile === undefined ? {} : { urlProfile }) };
  });
}

/** The documented order: by priority, the first match decides; `goto_next` goes on after the policy, where the implied rule allows. */
export function verdictOf(policy: readonly PolicyRule[], connection: Connection): Verdict {
  if (new Set(policy.map(({ priority }) => priority)).size < policy.length) throw new Error('two rules with one priority');
  const rule = [...policy].sort((a, b) => a.priority - b.priority).find((candidate) => matches(candidate, connection));
  if (rule === undefined || rule.action === 'goto_next') return { action: 'allow', rule: undefined };
  if (rule.action !== 'apply_security_profile_group') return { action: rule.action, rule: rule.name };
  return { action: filtered(rule.urlProfile!, connection), rule: rule.name };
}

function matches({ accounts, protocols, srcRanges, destRanges, destFqdns }: PolicyRule, { account, source, protocol, port, address, name }: Connection): boolean {
  return (accounts.length === 0 || accounts.includes(account))
    && protocols.some((one) => one.protocol === 'all' || (one.protocol === protocol && (one.ports.length === 0 || one.ports.some((ports) => portIn(ports, port)))))
    && (srcRanges === undefined || holds(srcRanges, source))
    && (destRanges === undefined || holds(destRanges, address))
    && (destFqdns === undefined || (name !== undefined && destFqdns.includes(name)));
}

/** `*.d` matches any number of labels and not the apex; no name at all is denied by the last filter. */
function filtered({ filters }: UrlProfile, { says }: Connection): 'allow' | 'deny' {
  const filter = [...filters].sort((a, b) => a.priority - b.priority).find(({ urls }) =>
    urls.some((url) => url === '*' || (says !== undefined && (url.startsWith('*.') ? says.endsWith(url.slice(1)) : says === url))));
  return filter?.action === 'ALLOW' ? 'allow' : 'deny';
}

function holds(networks: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [base, bits] = network.split('/');
    list.addSubnet(base!, Number(bits), base!.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}

function portIn(text: string, port: number): boolean {
  const [low, high = low] = text.split('-').map(Number) as [number, number?];
  return low <= port && port <= high;
}
