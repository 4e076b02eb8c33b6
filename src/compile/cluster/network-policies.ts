import { carriedByGateway, gatewayPort, gatewaySettingsOf } from './gateway/settings';
import { objectName } from './names';
import { portNumbers } from './ports';
import { PodSelector, protectedNamespaces, Scope } from './scopes';
import { Definition, dnsLocation } from '../../cell';
import { compareText } from '../../errors';
import { Cidr } from '../../net';
import { Flow } from '../../plan';

/** A peer of an egress rule: pods of a namespace, or a network without parts of it. */
export type PeerRow =
  | { readonly namespaces: readonly string[]; readonly labels?: Readonly<Record<string, string>> }
  | { readonly cidr: string; readonly except: readonly string[]; readonly internet?: true };

/** One egress rule. Without ports: every port. */
export interface EgressRuleRow {
  readonly to: readonly PeerRow[];
  readonly ports: readonly { readonly protocol: 'TCP' | 'UDP'; readonly port: number; readonly endPort?: number }[];
  /** Flows that ask for it; none: the cluster itself. */
  readonly flows: readonly string[];
}

/** One ingress rule. */
export interface IngressRuleRow {
  readonly from: readonly PeerRow[];
  readonly ports: EgressRuleRow['ports'];
}

/** One NetworkPolicy of type Egress, in a namespace of ours of both. */
export interface NetworkPolicyRow {
  readonly name: string;
  readonly namespace: string;
  readonly pods?: PodSelector;
  readonly egress: readonly EgressRuleRow[];
  /** Who may call; undefined: the policy says nothing of it. */
  readonly ingress?: readonly IngressRuleRow[];
  /** Lets everything pass (observe). */
  readonly open: boolean;
}

/** The Internet: for IPv6 global unicast (RFC 4291 2.5.4), which leaves out private, link-local and IPv4-mapped addresses. */
const INTERNET = { 4: '0.0.0.0/0', 6: '2000::/3' } as const;

/**
 * Never the Internet: private, shared, link-local with metadata, multicast and reserved networks; Azure's WireServer (168.63.129.16) and IETF protocol
 * assignments, where Oracle has its metadata (192.0.0.192); Teredo and 6to4, which embed IPv4.
 */
const NOT_INTERNET: Readonly<Record<4 | 6, readonly string[]>> = {
  4: ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '168.63.129.16/32', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4'],
  6: ['2001::/32', '2002::/16'],
};
const ISTIOD_PORT = 15012;
const NODE_LOCAL_DNS = '169.254.20.10/32';
const NODE_LOCAL_PODS = { 'k8s-app': 'node-local-dns' };

/** Pods of one policy, and flows that they open. */
export interface PolicyScope {
  /** Part of the policy's name. */
  readonly what: string;
  readonly namespace: string;
  /** Which pods; every pod of the namespace where it is undefined. */
  readonly pods?: PodSelector;
  readonly flows: readonly Flow[];
  /** Which of their hosts.
   * @default - all */
  readonly hosts?: 'exact' | 'wildcard';
}

/** One for all pods of each namespace, with what every one of them may reach, since policies add up; then one for each scope with flows of its own. */
export function policyScopesOf(definition: Definition, scopes: readonly Scope[]): PolicyScope[] {
  const base = protectedNamespaces(definition).map((namespace): PolicyScope => {
    const flows = scopes.filter((scope) => scope.namespace === namespace).flatMap((scope) => scope.flows.filter((flow) => scope.kind === 'all' || isOfAllPods(flow, namespace)));
    return { what: 'base', namespace, flows: [...new Set(flows)] };
  });
  const scoped = scopes.filter(({ kind }) => kind !== 'all').map(({ name, namespace, pods, flows }): PolicyScope =>
    ({ what: name, namespace, ...(pods === undefined ? {} : { pods }), flows: flows.filter((flow) => !isOfAllPods(flow, namespace)) }));
  return [...base, ...scoped];
}

/** Does the network plug-in open the Internet by name, in a policy of its own? In observe nothing of ours may stand in the way, its DNS proxy included. */
export function opensByName({ egress, enforcement }: Definition): boolean {
  return enforcement === 'enforce' && egress.fqdnPolicy !== 'none';
}

/**
 * Default-deny egress with what the cluster needs, in every namespace; one more policy for each scope with flows of its own. Only egress:
 * SAP ships its own ingress policies, and one of ours before them would cut its pods off from each other.
 */
export function networkPoliciesOf(definition: Definition, scopes: readonly Scope[]): NetworkPolicyRow[] {
  const open = definition.enforcement === 'observe';
  const rows = policyScopesOf(definition, scopes).flatMap(({ what, namespace, pods, flows }): NetworkPolicyRow[] => {
    const egress = [...(what === 'base' && pods === undefined ? clusterRules(definition) : []), ...rulesOfClients(flows, definition)];
    return egress.length === 0 ? [] : [{ name: objectName(definition.name, what), namespace, ...(pods === undefined ? {} : { pods }), egress, open }];
  });
  return rows.sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name));
}

/** Policies add up, so what every pod of the namespace may reach stands once. */
function isOfAllPods({ from }: Flow, namespace: string): boolean {
  return from.some((source) => source.namespace === namespace && source.component === undefined);
}

function clusterRules(definition: Definition): EgressRuleRow[] {
  const { cluster } = definition;
  return [
    { to: [{ namespaces: [...protectedNamespaces(definition)].sort(compareText) }], ports: [], flows: [] },
    ...proxyRules(definition),
    ...(cluster.apiServer === undefined ? [] : [{
      to: cluster.apiServer.cidrs.map((cidr) => ({ cidr, except: [] })), ports: [{ protocol: 'TCP' as const, port: cluster.apiServer.port }], flows: [],
    }]),
  ];
}

/** What every pod with a proxy of Istio needs: DNS and the control plane. */
export function proxyRules(definition: Definition): EgressRuleRow[] {
  const { cluster } = definition;
  const dns = dnsLocation(cluster);
  // Cilium looks into DNS, and so learns addresses, only where no other policy lets it pass.
  const inspected = opensByName(definition) && definition.egress.fqdnPolicy === 'cilium';
  const both = (port: number) => (['TCP', 'UDP'] as const).map((protocol) => ({ protocol, port }));
  return [
    ...(inspected ? [] : [{ to: [{ namespaces: [dns.namespace], labels: dns.selector }], ports: dns.ports.flatMap(both), flows: [] }]),
    // The address of the cache, and its pods: with a redirect of the CNI a policy sees those.
    ...(cluster.dns.nodeLocal ? [{
      to: [{ cidr: NODE_LOCAL_DNS, except: [] }, { namespaces: [dns.namespace], labels: NODE_LOCAL_PODS }], ports: both(53), flows: [],
    }] : []),
    { to: [{ namespaces: [cluster.istio.namespace], labels: { app: 'istiod' } }], ports: [{ protocol: 'TCP', port: ISTIOD_PORT }], flows: [] },
  ];
}

/** Rules of the cell's own pods: to the egress gateway for what leaves by it, else to the addresses outside. */
function rulesOfClients(flows: readonly Flow[], definition: Definition): EgressRuleRow[] {
  const gateway = gatewaySettingsOf(definition);
  const carried = gateway === undefined ? [] : flows.filter((flow) => carriedByGateway(flow, definition));
  const direct = flowRules(flows.filter((flow) => !carried.includes(flow)), definition);
  if (gateway === undefined || carried.length === 0) return direct;
  const ids = new Map<number, Set<string>>();
  for (const { id, ports } of carried) {
    for (const port of ports.flatMap(portNumbers).map(gatewayPort)) ids.set(port, (ids.get(port) ?? new Set<string>()).add(id));
  }
  const toGateway = [...ids].sort(([a], [b]) => a - b).map(([port, own]): EgressRuleRow => ({
    to: [{ namespaces: [gateway.namespace], labels: gateway.labels }], ports: [{ protocol: 'TCP', port }], flows: [...own].sort(compareText),
  }));
  return [...toGateway, ...direct];
}

/** Rules of flows; flows with the same peers and ports share one. */
export function flowRules(flows: readonly Flow[], definition: Definition): EgressRuleRow[] {
  const rules = new Map<string, { rule: Omit<EgressRuleRow, 'flows'>; flows: Set<string> }>();
  const internet = opensByName(definition) ? [] : internetPeers(definition);
  for (const flow of flows) {
    const protocol = flow.transport === 'udp' ? 'UDP' : 'TCP';
    const ports = flow.ports.map((port) => ({ protocol, port: port.first, ...(port.isSingle ? {} : { endPort: port.last }) }) as const);
    const addresses = flow.to.cidrs.map((cidr): PeerRow => ({ cidr: String(cidr), except: [] }));
    const peers = flow.addressBound || flow.to.hosts.length === 0 ? [addresses] : [internet, addresses];
    for (const to of peers.filter(({ length }) => length > 0)) {
      const rule = { to, ports };
      const key = JSON.stringify(rule);
      const known = rules.get(key);
      if (known === undefined) rules.set(key, { rule, flows: new Set([flow.id]) });
      else known.flows.add(flow.id);
    }
  }
  return [...rules].sort(([a], [b]) => compareText(a, b)).map(([, { rule, flows: ids }]) => ({ ...rule, flows: [...ids].sort(compareText) }));
}

/** The Internet: everything but private networks, metadata and the cluster's own networks; IPv6 only where the cluster has it. */
function internetPeers({ cluster }: Definition): PeerRow[] {
  const own = [...cluster.nodeCidrs, ...cluster.podCidrs, ...cluster.serviceCidrs].map((text) => Cidr.trusted(text));
  const versions = ([4, 6] as const).filter((version) => cluster.podCidrs.some((text) => Cidr.trusted(text).version === version));
  return versions.map((version) => {
    const fixed = NOT_INTERNET[version].map((text) => Cidr.trusted(text));
    const whole = Cidr.trusted(INTERNET[version]);
    const more = own.filter((network) => whole.contains(network) && !fixed.some((outer) => outer.contains(network)));
    const outermost = more.filter((network, index) => !more.some((outer, place) => place !== index && outer.contains(network) && (outer.prefix < network.prefix || place < index)));
    return { cidr: INTERNET[version], internet: true, except: [...fixed, ...outermost].sort((a, b) => a.compare(b)).map(String) };
  });
}
