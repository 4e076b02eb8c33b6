import { SuricataRule } from './rules';
import { HostPattern, Port } from '../../net';

/** Addresses in one rule at the most, so that a rule keeps within AWS's 8,192 characters. */
const MOST_ADDRESSES = 100;

/** What a rule looks at and says, before it is text. */
export interface RuleParts {
  readonly action: SuricataRule['action'];
  readonly protocol: 'tls' | 'http' | 'tcp' | 'udp' | 'icmp' | 'ip';
  readonly from: string;
  /** Addresses as Suricata writes them.
   * @default any */
  readonly to?: string;
  /** Ports as Suricata writes them.
   * @default any */
  readonly ports?: string;
  readonly message: string;
  /** Keywords between the message and the id. */
  readonly keywords: readonly string[];
  readonly sid: number;
}

/** One line. Only what the grammar of rules cannot misread gets this far: names and keys are letters, digits, hyphens, dots. */
export function ruleOf({ action, protocol, from, to = 'any', ports = 'any', message, keywords, sid }: RuleParts): SuricataRule {
  const options = [`msg:"${quoted(message)}"`, ...keywords, `sid:${sid}`, 'rev:1'];
  return { action, sid, text: `${action} ${protocol} ${from} any -> ${to} ${ports} (${options.map((option) => `${option};`).join(' ')})` };
}

/** Text inside quotes: what would end it, or start an expression of Terraform or a variable, cannot be in a key; refused all the same. */
export function quoted(text: string): string {
  if (!/^[A-Za-z0-9 .:/*()_#-]*$/.test(text)) throw new Error(`not fit for a rule: ${JSON.stringify(text)}`);
  return text;
}

/** Exactly the name, or any name below it: never with `dotprefix`, which adds the apex. */
export function nameMatch({ name, wildcard }: HostPattern): string {
  return wildcard ? `content:".${quoted(name)}"; nocase; endswith` : `content:"${quoted(name)}"; startswith; nocase; endswith`;
}

/** The same in the buffer of the Host header, which is lower case already. */
export function hostMatch(host: HostPattern): string {
  return nameMatch(host).replace(' nocase;', '');
}

/** `443`, `40000:40100` or `[443,8443]`. */
export function portList(ports: readonly Port[]): string {
  const texts = ports.map(({ first, last, isSingle }) => (isSingle ? `${first}` : `${first}:${last}`));
  return texts.length === 1 ? texts[0]! : `[${texts.join(',')}]`;
}

/** Addresses as lists of a length that fits one rule. */
export function addressLists(addresses: readonly { toString(): string }[]): string[] {
  const count = Math.ceil(addresses.length / MOST_ADDRESSES);
  const lists = Array.from({ length: count }, (_, index) => addresses.slice(index * MOST_ADDRESSES, (index + 1) * MOST_ADDRESSES).map(String));
  return lists.map((list) => (list.length === 1 ? list[0]! : `[${list.join(',')}]`));
}
