import { networkOf } from '../../../src/verify/kubernetes/networks';

/** What is changed, and how; the list stands before any run, and each is applied wherever it fits. */
export const OPERATORS = {
  'delete-object': 'the object or resource is gone',
  'delete-element': 'an element of a list is gone: a rule, a peer, a port, a host, an import',
  'delete-field': 'a field is gone: a selector, the exceptions of a block, the ports of a rule, the end of a range',
  'delete-line': 'a line of a text of rules is gone',
  'change-port': 'another port: one higher, or one lower at the end',
  'change-address': 'the network or address beside it, of the same size; of all addresses, the lower half',
  'change-host': 'another host of the same form',
  'change-namespace': 'another namespace',
  'change-label': 'another value of a label that a selector asks for',
  'change-word': 'another word of the same field: action, mode, resolution, protocol, operator, entity, order, type of policy',
  'change-flag': 'yes for no, no for yes',
  'change-priority': 'the other end of the order',
  'change-reference': 'a resource that is not there',
} as const;

export type Operator = keyof typeof OPERATORS;

/** One way to change a value. */
export interface Change {
  readonly operator: Operator;
  readonly value: unknown;
}

/** Words of fields, and what stands in their place: the one that differs most. */
const WORDS: Readonly<Record<string, string>> = {
  'ALLOW': 'DENY', 'DENY': 'ALLOW', 'CUSTOM': 'ALLOW', 'Allow': 'Deny', 'Deny': 'Allow', 'allow': 'deny', 'deny': 'allow', 'pass': 'drop', 'drop': 'pass', 'PASS': 'DROP', 'DROP': 'PASS', 'ALERT': 'PASS',
  'goto_next': 'allow', 'apply_security_profile_group': 'allow',
  'STRICT': 'DISABLE', 'PERMISSIVE': 'STRICT', 'DISABLE': 'STRICT', 'REGISTRY_ONLY': 'ALLOW_ANY', 'ALLOW_ANY': 'REGISTRY_ONLY', 'PASSTHROUGH': 'SIMPLE', 'ISTIO_MUTUAL': 'DISABLE', 'SIMPLE': 'PASSTHROUGH', 'MUTUAL': 'SIMPLE', 'OPTIONAL_MUTUAL': 'SIMPLE',
  'NONE': 'DNS', 'DNS': 'NONE', 'STATIC': 'NONE', 'DYNAMIC_DNS': 'NONE', 'MESH_EXTERNAL': 'MESH_INTERNAL', 'MESH_INTERNAL': 'MESH_EXTERNAL',
  'TCP': 'UDP', 'UDP': 'TCP', 'TLS': 'TCP', 'HTTP': 'TCP', 'HTTPS': 'TCP', 'tcp': 'udp', 'udp': 'tcp', 'Https': 'Http', 'Http': 'Https', 'Any': 'UDP', 'Mssql': 'Https',
  'Egress': 'Ingress', 'Ingress': 'Egress', 'EGRESS': 'INGRESS', 'INGRESS': 'EGRESS', 'In': 'NotIn', 'NotIn': 'In', 'Exists': 'DoesNotExist', 'DoesNotExist': 'Exists',
  'kube-apiserver': 'host', 'host': 'kube-apiserver', 'STRICT_ORDER': 'DEFAULT_ACTION_ORDER', 'DEFAULT_ACTION_ORDER': 'STRICT_ORDER', 'DENYLIST': 'ALLOWLIST', 'ALLOWLIST': 'DENYLIST',
  'VirtualAppliance': 'Internet', 'Internet': 'VirtualAppliance', 'aws:forward_to_sfe': 'aws:pass', 'aws:drop_established': 'aws:alert_established', 'aws:drop_established_app_layer': 'aws:alert_established', 'aws:drop_strict': 'aws:alert_strict',
};

const [HIGHEST_PORT, FIRST_PRIORITY, LAST_PRIORITY, MIDDLE_PRIORITY] = [65535, 100, 65000, 32000];
const HOST = /^(?:\*{1,2}\.|\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/i;

/** Ways to change a leaf, by the path of keys above it and by what it looks like; none: it decides nothing that is known. */
export function changesOf(value: unknown, keys: readonly string[]): Change[] {
  const key = keys[keys.length - 1] ?? '';
  if (typeof value === 'boolean') return [{ operator: 'change-flag', value: !value }];
  if (typeof value === 'number') return changesOfNumber(value, key);
  if (typeof value !== 'string' || value === '') return [];
  if (/^\$\{[^}]*\}$/.test(value)) return [{ operator: 'change-reference', value: '/eic-mutation/other' }];
  if (value.includes('\n')) return linesOf(value);
  if (keys.some((one) => one === 'matchLabels' || one === 'selector' || (one === 'labels' && keys.includes('workloadSelector')))) return [{ operator: 'change-label', value: `${value}-other` }];
  if (/port/i.test(key) && /^\d+(?:-\d+)?$/.test(value)) return [{ operator: 'change-port', value: otherPorts(value) }];
  if (Object.hasOwn(WORDS, value) && key !== 'values') return [{ operator: 'change-word', value: WORDS[value] }];
  const address = otherAddress(value);
  if (address !== undefined) return [{ operator: 'change-address', value: address }];
  const [, namespace, host] = /^([a-z0-9*~.-]+)\/(\S+)$/.exec(value) ?? [];
  if (key === 'hosts' && namespace !== undefined) {
    return [{ operator: 'change-namespace', value: `eic-other/${host}` }, { operator: 'change-host', value: `${namespace}/${host === '*' ? 'other.example' : otherHost(host!)}` }];
  }
  if (/\/ns\/[^/]+\/sa\//.test(value)) return [{ operator: 'change-namespace', value: value.replace(/\/ns\/[^/]+\//, '/ns/eic-other/') }, { operator: 'change-label', value: `${value}-other` }];
  if (key === 'namespace' || key === 'namespaces' || key === 'notNamespaces' || key === 'exportTo') return [{ operator: 'change-namespace', value: 'eic-other' }];
  if (key === 'values' && keys.includes('namespaceSelector')) return [{ operator: 'change-namespace', value: `${value}-other` }];
  if (HOST.test(value) && !/name$|^key$/.test(key)) return [{ operator: 'change-host', value: otherHost(value) }];
  return key === 'values' ? [{ operator: 'change-label', value: `${value}-other` }] : [];
}

function changesOfNumber(value: number, key: string): Change[] {
  if (/priority/i.test(key)) return [{ operator: 'change-priority', value: value < MIDDLE_PRIORITY ? LAST_PRIORITY : FIRST_PRIORITY }];
  if (/port|^number$/i.test(key)) return [{ operator: 'change-port', value: otherPort(value) }];
  return [];
}

const otherPort = (port: number): number => (port >= HIGHEST_PORT ? port - 1 : port + 1);
const otherPorts = (ports: string): string => ports.split('-').map((port) => otherPort(Number(port))).join('-');
const otherHost = (host: string): string => host.replace(/^(\*{1,2}\.|\.)?/, '$1other-');

function otherAddress(text: string): string | undefined {
  const network = networkOf(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);
  if (network === undefined) return undefined;
  const { version, prefix, value } = network;
  const [bits, groups, radix] = version === 4 ? [32, 4, 10] as const : [128, 8, 16] as const;
  const size = 2n ** BigInt(bits - prefix);
  const moved = prefix === 0 ? 0n : (value / size) % 2n === 0n ? value + size : value - size;
  const width = BigInt(bits / groups);
  const address = Array.from({ length: groups }, (_, index) => ((moved / 2n ** (width * BigInt(groups - 1 - index))) % 2n ** width).toString(radix)).join(version === 4 ? '.' : ':');
  return text.includes('/') ? `${address}/${prefix === 0 ? 1 : prefix}` : address;
}

/** Rules in a text, one a line, as Suricata reads them. Each change is one line's. */
function linesOf(text: string): Change[] {
  const lines = text.split('\n');
  const withLine = (index: number, line: string): string => [...lines.slice(0, index), line, ...lines.slice(index + 1)].join('\n');
  return lines.flatMap((line, index): Change[] => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const changes: Change[] = [{ operator: 'delete-line', value: [...lines.slice(0, index), ...lines.slice(index + 1)].join('\n') }];
    const change = (operator: Operator, changed: string) => {
      if (changed !== line) changes.push({ operator, value: withLine(index, changed) });
    };
    change('change-word', line.replace(/^(pass|drop|alert|reject)\b/, (action) => (action === 'pass' ? 'drop' : 'pass')));
    change('change-port', line.replace(/(->\s*\S+\s+\[?)(\d+)/, (_, before: string, port: string) => `${before}${otherPort(Number(port))}`));
    change('change-host', line.replace(/content:"(\.?)([^"]+)"/, 'content:"$1other-$2"'));
    change('change-address', line.replace(/(->\s*\[?)([0-9a-f.:]+\/?\d*)/i, (_, before: string, address: string) => `${before}${otherAddress(address) ?? address}`));
    return changes;
  });
}
