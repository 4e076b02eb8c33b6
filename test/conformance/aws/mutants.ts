/** A mistake in the rules that the probes must notice: what is replaced by what. */
export interface Mutant {
  readonly name: string;
  readonly from: string | RegExp;
  readonly to: string;
}

const mutant = (name: string, from: string | RegExp, to: string): Mutant => ({ name, from, to });
const without = (name: string, text: string): Mutant => mutant(`no ${name}`, new RegExp(`^.*\\b${text}".*\\n?`, 'm'), '');

/** Of a cell with deny, wildcards, exact names, HTTP and addresses. */
export const MUTANTS: readonly Mutant[] = [
  mutant('dotprefix, which allows the apex', /tls\.sni; content:"\./g, 'tls.sni; dotprefix; content:".'),
  mutant('a wildcard without its dot', /tls\.sni; content:"\./g, 'tls.sni; content:"'),
  mutant('a name without its end', / endswith;/g, ''),
  mutant('a name without its start', / startswith;/g, ''),
  mutant('names in lower case only', / nocase;/g, ''),
  mutant('allows on any port', /^(pass tls .*?) \d+ \(/gm, '$1 any ('),
  mutant('allows for any source', /^(pass \w+) (\$HOME_NET|\$EIC_NODES|\[.*?\]) /gm, '$1 any '),
  mutant('names at any address', /^(pass tls \S+ any ->) [0-9[]\S* /gm, '$1 any '),
  mutant('addresses by port only', /^(pass tcp \S+ any ->) \S+ /gm, '$1 any '),
  mutant('a deny for everybody', /^(drop|alert) (\w+) \$HOME_NET any/gm, '$1 $2 any any'),
  mutant('a deny for IPv4 only', /^drop (\w+) \$HOME_NET any/gm, 'drop $1 [$HOME_NET,!::/0] any'),
  without('deny of TLS', 'deny tls'),
  mutant('a deny of TLS that does not wait for the hello', 'ssl_state:client_hello; ja4.hash; content:"_"; ', ''),
  without('deny of TCP', 'deny tcp'),
  mutant('a deny of TCP as aws:drop_established', 'flowbits:isnotset,eic.pending; ', ''),
  without('bound of a hello', 'deny endless hello'),
  mutant('a bound of 1,000 bytes', '>,8192', '>,1000'),
  without('deny of UDP', 'deny udp'),
  without('deny of ICMP', 'deny icmp'),
  without('deny of other protocols', 'deny other ip'),
  without('deny of HTTP', 'deny http'),
  without('deny of HTTP without Host', 'deny http of another version'),
  without('patience with HTTP in segments', 'deny http pending'),
  mutant('a forgotten allow', /^pass tls .*b1\.kafka\.example.*\n/m, ''),
];
