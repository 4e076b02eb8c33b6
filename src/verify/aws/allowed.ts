import { AllowedTraffic } from '../rules';
import { CompiledRule } from './suricata';

/** What a pass rule lets through. */
export function allowedBy(rule: CompiledRule): AllowedTraffic {
  const { name, destination, protocol } = rule;
  return {
    rule: rule.reference,
    hosts: name === undefined ? [] : name.exact ? [name.text] : [`*${name.text}`],
    cidrs: destination.set?.isAny === true ? (name === undefined ? ['*'] : []) : destination.set?.toStrings() ?? [rule.rule.destination],
    ports: portTexts(rule.rule.destinationPorts),
    protocols: [protocol === 'ip' ? 'any' : protocol],
    exact: destination.set !== undefined && (rule.options.buffers.length === 0 || name !== undefined) && rule.rule.options.every(({ keyword }) => UNDERSTOOD.has(keyword)),
  };
}

/** Keywords that do not narrow what a rule passes beyond its name. */
const UNDERSTOOD = new Set(['msg', 'sid', 'rev', 'gid', 'classtype', 'reference', 'metadata', 'alert', 'noalert', 'flow', 'tls.sni', 'tls_sni', 'http.host',
  'content', 'nocase', 'startswith', 'endswith', 'dotprefix', 'fast_pattern']);

function portTexts(text: string): readonly string[] {
  const parts = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1).split(',').map((part) => part.trim()) : [text];
  return parts.map((part) => (part === 'any' ? '*' : part.replace(/^(\d*):(\d*)$/, (_, low: string, high: string) => `${low === '' ? 0 : low}-${high === '' ? 65535 : high}`)));
}
