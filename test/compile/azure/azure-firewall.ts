import { BlockList } from 'node:net';
import { ApplicationRule, AzureCompilation, NetworkRule, RuleCollection } from '../../../src/compile/azure';

/** A connection as Azure Firewall sees it. */
export interface Connection {
  readonly source: string;
  readonly protocol: 'TCP' | 'UDP' | 'ICMP';
  readonly port: number;
  readonly address: string;
  /** Name that the DNS proxy resolved to the address. */
  readonly name?: string;
  /** What the client says in its TLS hello or Host header, where it speaks TLS or HTTP. */
  readonly says?: { readonly type: 'Http' | 'Https'; readonly host: string };
}

export interface Verdict {
  readonly action: 'Allow' | 'Deny' | 'none';
  readonly rule: string | undefined;
}

/** The documented order: network rules by priority, then application rules by priority; the first match ends it. `none`: no rule of the group. */
export function verdictOf({ networkCollections, applicationCollections }: AzureCompilation, connection: Connection): Verdict {
  return first(networkCollections, (rule) => matchesNetwork(rule, connection))
    ?? first(applicationCollections, (rule) => matchesApplication(rule, connection))
    ?? { action: 'none', rule: undefined };
}

function first<R extends { readonly name: string }>(collections: readonly RuleCollection<R>[], matches: (rule: R) => boolean): Verdict | undefined {
  for (const { action, rules } of [...collections].sort((a, b) => a.priority - b.priority)) {
    const rule = rules.find(matches);
    if (rule !== undefined) return { action, rule: rule.name };
  }
  return undefined;
}

function matchesNetwork(rule: NetworkRule, { source, protocol, port, address, name }: Connection): boolean {
  return rule.protocols.includes(protocol) && holds(rule.sourceAddresses, source) && rule.destinationPorts.some((text) => portIn(text, port))
    && (holds(rule.destinationAddresses ?? [], address) || (rule.destinationFqdns ?? []).some((fqdn) => fqdn === name));
}

function matchesApplication(rule: ApplicationRule, { source, protocol, port, says }: Connection): boolean {
  return protocol === 'TCP' && says !== undefined && holds(rule.sourceAddresses, source)
    && rule.protocols.some((entry) => entry.type === says.type && entry.port === port)
    && rule.destinationFqdns.some((fqdn) => (fqdn.startsWith('*') ? says.host.endsWith(fqdn.slice(1)) : says.host === fqdn));
}

function holds(networks: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const network of networks) {
    if (network === '*') return true;
    const [base, bits] = network.split('/');
    list.addSubnet(base!, Number(bits));
  }
  return list.check(address);
}

/** Is the port in `443`, `40000-40100` or `*`? */
export function portIn(text: string, port: number): boolean {
  const [low, high = low] = text.split('-').map(Number) as [number, number?];
  return text === '*' || (low <= port && port <= high);
}
