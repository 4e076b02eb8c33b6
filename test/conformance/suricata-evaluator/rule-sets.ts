import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedData } from '../kubernetes/shared-data';

/** Rules that both are asked about. All pass rules come first: Suricata asks them first, AWS by place. */
export interface RuleSet {
  readonly name: string;
  readonly rules: readonly string[];
}

let sid = 1000;
const rule = (text: string): string => text.replace(/\)$/, ` sid:${(sid += 1)};)`);
const setOf = (name: string, ...rules: readonly string[]): RuleSet => ({ name, rules: rules.map(rule) });

/** The forms that we emit, and those that users write. */
const PASSES = {
  suffix: 'pass tls $HOME_NET any -> any 443 (alert; flow:to_server; tls.sni; content:".hana.ondemand.com"; nocase; endswith;)',
  exact: 'pass tls $HOME_NET any -> any [443,8443] (alert; flow:to_server; tls.sni; content:"api.acme.example"; startswith; nocase; endswith;)',
  kafka: 'pass tls $HOME_NET any -> any 9000:9100 (flow:to_server; tls.sni; content:"api.acme.example"; nocase; bsize:16;)',
  dotprefix: 'pass tls $HOME_NET any -> $EXTERNAL_NET any (tls.sni; dotprefix; content:".acme.example"; nocase; endswith; flow:to_server,established;)',
  bound: 'pass tls $HOME_NET any -> 203.0.113.0/28 443 (flow:to_server; tls.sni; content:".acme.example"; nocase; endswith;)',
  caseful: 'pass tls any any -> any 443 (tls.sni; content:"api.acme.example"; startswith; endswith;)',
  inside: 'pass tls any any -> any any (flow:to_server; tls.sni; content:"acme";)',
  host: 'pass http $HOME_NET any -> any 80 (alert; flow:to_server; http.host; content:"api.acme.example"; startswith; endswith;)',
  hostSuffix: 'pass http $HOME_NET any -> any [80,8080] (flow:to_server; http.host; content:".acme.example"; endswith;)',
  address: 'pass tcp $HOME_NET any -> 203.0.113.7 22 (flow:to_server;)',
  addresses: 'pass tcp $HOME_NET any -> [203.0.113.0/28,!203.0.113.7,2001:db8::/64] [20:25,8080] (flow:to_server;)',
  both: 'pass tcp $HOME_NET any <> 203.0.113.0/24 9093 (msg:"both ways";)',
  plain: 'pass tcp $HOME_NET any -> 203.0.113.9 any (msg:"addresses alone";)',
  udp: 'pass udp $HOME_NET any -> 203.0.113.53 53 (flow:to_server;)',
  ip: 'pass ip 10.99.0.0/16 any -> any any (msg:"another team";)',
  others: 'pass tcp !$HOME_NET any -> any !443 (flow:to_server;)',
  handshake: 'pass tcp any any <> any any (flow:not_established;)',
} as const;

const pending = 'alert tls any any -> any any (flow:to_server; flowbits:set,eic.pending; noalert;)';
const DENIES: Readonly<Record<string, readonly string[]>> = {
  none: [],
  ours: [
    'drop tls any any -> any any (flow:to_server; ssl_state:client_hello; ja4.hash; content:"_";)',
    pending,
    'drop http any any -> any 80 (flow:to_server; http.header_names; content:"|0d 0a|";)',
    'drop http any any -> any 80 (flow:to_server; app-layer-event:http.missing_host_header;)',
    'drop http any any -> any 80 (flow:to_server; http.protocol; content:!"HTTP/1.1";)',
    'alert http any any -> any 80 (flow:to_server; flowbits:set,eic.pending; noalert;)',
    'drop tcp any any -> any any (flow:to_server,established; flowbits:isnotset,eic.pending;)',
    'drop tcp any any -> any any (flow:to_server,established; stream_size:client,>,8192;)',
    'drop udp any any -> any any (flow:to_server;)',
    'drop icmp any any -> any any (flow:to_server;)',
    'drop ip any any -> any any (ip_proto:!6; ip_proto:!17; ip_proto:!1; ip_proto:!58;)',
  ],
  oursForSources: [
    'drop tls $HOME_NET any -> any any (flow:to_server; ssl_state:client_hello; ja4.hash; content:"_";)',
    pending.replace('any any ->', '$HOME_NET any ->'),
    'drop tcp $HOME_NET any -> any any (flow:to_server,established; flowbits:isnotset,eic.pending;)',
    'drop tcp $HOME_NET any -> any any (flow:to_server,established; stream_size:client,>,8192;)',
    'drop udp $HOME_NET any -> any any (flow:to_server;)',
    'drop icmp $HOME_NET any -> any any (flow:to_server;)',
  ],
  established: ['drop tcp $HOME_NET any -> any any (flow:to_server,established; dsize:>0;)', 'drop udp any any -> any any (flow:to_server;)'],
  dropEstablished: ['drop tcp any any -> any any (flow:established,to_server;)'],
  namesOnly: ['drop tls $HOME_NET any -> any any (flow:to_server; ssl_state:client_hello;)', 'drop http any any -> any any (flow:to_server; http.header_names; content:"|0d 0a|"; startswith;)'],
  everything: ['drop ip any any -> any any (msg:"strict";)'],
  everyTcp: ['drop tcp any any -> any any (msg:"both directions";)'],
  quic: ['drop udp any any -> any 443 (flow:to_server;)', 'drop tls any any -> any !443 (flow:to_server; ssl_state:client_hello;)'],
  denyList: ['drop tls $HOME_NET any -> any any (flow:to_server; tls.sni; content:".evil.net"; nocase; endswith;)', 'drop tcp any any -> [198.51.100.0/24,2001:db8:1::/48] any (flow:to_server;)'],
};

/** Every group of denies after one or more kinds of passes, chosen by a fixed rule; single passes before our denies; the sample of the prototype. */
export function ruleSets(): readonly RuleSet[] {
  const passes = Object.entries(PASSES);
  const combined = Object.entries(DENIES).flatMap(([name, denies], number) => [0, 1, 2].map((turn) => {
    const chosen = passes.filter((_, index) => (index * 7 + number * 3 + turn * 5) % (turn + 2) === 0);
    return setOf(`${chosen.map(([pass]) => pass).join('+')} then ${name}`, ...chosen.map(([, text]) => text), ...denies);
  }));
  const single = passes.map(([name, text]) => setOf(`${name} then ours`, text, ...DENIES.ours!));
  return [...combined, ...single, ...mutants(), ...sample()];
}

/** Our set with one rule missing each. */
function mutants(): RuleSet[] {
  return DENIES.ours!.map((_, missing) => setOf(`without deny ${missing}`, PASSES.suffix, PASSES.address, ...DENIES.ours!.filter((__, index) => index !== missing)));
}

function sample(): RuleSet[] {
  const data = sharedData();
  const file = data === undefined ? '' : join(data, '..', 'prototypes', 'suricata-probe', 'samples', 'eic.rules');
  return existsSync(file) ? [{ name: 'sample of the prototype', rules: readFileSync(file, 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#')) }] : [];
}
