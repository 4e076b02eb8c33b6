import { Block, blockOf, blocksOf, TerraformValues } from '../rules';

/** A rule as text, and its path below `rules_source`. */
export interface RuleText {
  readonly text: string;
  readonly path: string;
}

/** Rules of a `rules_string`, with their lines; what is no comment counts. A backslash at the end continues a line. */
export function stringRules(text: string, path: string): RuleText[] {
  const rules: RuleText[] = [];
  let pending = '';
  let start = 0;
  text.split(/\r?\n/).forEach((line, index) => {
    if (pending === '') start = index + 1;
    pending += line.replace(/\\\s*$/, ' ');
    if (/\\\s*$/.test(line)) return;
    if (pending.trim() !== '' && !pending.trim().startsWith('#')) rules.push({ text: pending.trim(), path: `${path}:${start}${sidOf(pending)}` });
    pending = '';
  });
  return rules;
}

function sidOf(text: string): string {
  const sid = /;\s*sid\s*:\s*(\d+)\s*;/.exec(text)?.[1];
  return sid === undefined ? '' : ` (sid ${sid})`;
}

/**
 * The rules that AWS makes of a domain list. An allow list denies every other name of its protocols; a leading dot takes the apex too.
 * Source: AWS Network Firewall Developer Guide, "Stateful domain list rule groups", and API reference, RulesSourceList.
 */
export function domainListRules(list: Block, values: TerraformValues): RuleText[] | undefined {
  const type = values.text(list.generated_rules_type)?.toUpperCase();
  const action = type === 'ALLOWLIST' ? 'pass' : type === 'DENYLIST' ? 'drop' : type === 'REJECTLIST' ? 'reject' : type === 'ALERTLIST' ? 'alert' : undefined;
  if (action === undefined) return undefined;
  const protocols = values.texts(list.target_types).map((target) => (target === 'TLS_SNI' ? ['tls', 'tls.sni'] as const : ['http', 'http.host'] as const));
  const domains = values.texts(list.targets);
  const rules = protocols.flatMap(([protocol, buffer]) => domains.map((domain, index) => {
    const match = domain.startsWith('.') ? `dotprefix; content:"${domain}"; nocase; endswith` : `content:"${domain}"; startswith; nocase; endswith`;
    return { text: `${action} ${protocol} $HOME_NET any -> $EXTERNAL_NET any (${buffer}; ${match}; flow:to_server, established;)`, path: `rules_source_list.targets[${index}]` };
  }));
  if (type !== 'ALLOWLIST') return rules;
  const whole: Readonly<Record<string, string>> = { tls: 'ssl_state:client_hello', http: 'http.header_names; content:"|0d 0a|"; startswith' };
  return [...rules, ...protocols.map(([protocol]) => ({
    text: `drop ${protocol} $HOME_NET any -> $EXTERNAL_NET any (${whole[protocol]!}; flow:to_server, established;)`, path: 'rules_source_list.generated_rules_type',
  }))];
}

/** `stateful_rule` blocks as rules: the header and options are Suricata's own. */
export function statefulRules(blocks: unknown, values: TerraformValues): RuleText[] {
  return blocksOf(blocks).map((block, index) => {
    const header = blockOf(block.header);
    const field = (name: string, otherwise = 'any'): string => (values.text(header[name]) ?? otherwise).replace(/^ANY$/i, 'any');
    const options = blocksOf(block.rule_option).map((option) => {
      const settings = values.texts(option.settings);
      return `${values.text(option.keyword) ?? ''}${settings.length === 0 ? '' : `:${settings.join(',')}`};`;
    });
    const direction = field('direction', 'FORWARD').toUpperCase() === 'FORWARD' ? '->' : '<>';
    const action = (values.text(block.action) ?? '').toLowerCase();
    return {
      text: `${action} ${field('protocol', 'ip').toLowerCase()} ${field('source')} ${field('source_port')} ${direction} ${field('destination')} ${field('destination_port')} (${options.join(' ')})`,
      path: `stateful_rule[${index}]`,
    };
  });
}
