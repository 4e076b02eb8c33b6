/** Why a neighbour stays open; each is a documented limit of a strategy that was chosen. */
export interface Residual {
  readonly code: string;
  /** For people, one sentence. */
  readonly text: string;
  /** The word of `accept[].risk` that accepts it.
   * @default - accepted by nothing; only a change of the definition or of the output ends it */
  readonly risk?: string;
}

const row = (name: string, text: string, risk?: string): Residual => ({ code: `residual/${name}`, text, ...(risk === undefined ? {} : { risk }) });

/** All residuals; `docs/verdicts.md` lists them. */
export const RESIDUALS = {
  observe: row('observe', 'enforcement is observe: nothing of ours blocks yet'),
  sharedTenant: row('shared-tenant-wildcard', 'the wildcard covers names of every customer of the platform', 'shared-tenant-wildcard'),
  anyAddress: row('any-address-with-allowed-name', 'the name is allowed, and no layer on the way compares the address with it', 'any-address-with-allowed-name'),
  dns: row('dns-resolves-any-name', 'the cluster\'s DNS answers for any name, so a name can carry data to whoever owns its domain'),
  notProven: row('network-policy-not-proven', 'only a NetworkPolicy denies, and it is not known that the cluster enforces NetworkPolicies (cluster.cni.networkPolicy)'),
  notPromised: row('not-promised', 'it is reported to be stopped, but the vendor promises nothing'),
  rulesOfOthers: row('rules-of-others', 'no rule of ours allows it, but the firewall policy has rules that are not in what was read'),
  component: row('component-not-told-apart', 'layers that could tell the components apart are not on the way, or the labels of the component are not known'),
  name: row('name-not-seen', 'the layers on the way compare addresses and ports, not names'),
  port: row('port-of-another-flow', 'the host has this port for another component, and the mesh imports hosts, not ports'),
  protocol: row('protocol-not-seen', 'the layers on the way do not look at the protocol'),
  noLayer: row('no-layer', 'no layer of this output is on the way: nodes and unprotected namespaces pass only a firewall'),
} as const;

/** Code to explanation, for `docs/verdicts.md`. */
export const CODES: Readonly<Record<string, string>> = Object.fromEntries(Object.values(RESIDUALS).map(({ code, text }) => [code, `${text[0]!.toUpperCase()}${text.slice(1)}.`]));
