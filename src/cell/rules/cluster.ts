import { CELL_NAMESPACES, DYNAMIC_DNS_SINCE, ELM_NAMESPACE, isOlderIstio } from '../../catalog';
import { KINDS, Problems } from '../../errors';
import type { Definition } from '../definition';
import { child } from '../spec';

/** `cluster`, `egress` and `ingress`: what one field needs of another. */
export function checkCluster({ enforcement, cluster, egress }: Definition, problems: Problems): void {
  if (enforcement === 'enforce' && cluster.apiServer === undefined && !problems.touches('cluster.apiServer') && !problems.touches('enforcement')) {
    problems.missing('cluster.apiServer', 'with enforcement: enforce, the addresses of the Kubernetes API server: six components call it');
  }
  if (!problems.touches('cluster.mtls') && !problems.touches('cluster.namespaces')) checkMtlsExceptions(cluster, problems);
  if (!problems.touches('egress.fqdnPolicy') && !problems.touches('cluster')) checkFqdnPolicy({ cluster, egress }, problems);
  if (problems.touches('egress.wildcards')) return;
  if (egress.wildcards === 'dynamicDns') {
    if (!problems.touches('cluster.istioVersion') && isOlderIstio(cluster.istioVersion, DYNAMIC_DNS_SINCE)) {
      problems.must(KINDS.conflict, 'egress.wildcards', `not be dynamicDns with Istio ${cluster.istioVersion}: it is there from ${DYNAMIC_DNS_SINCE} on`, egress.wildcards,
        'raise cluster.istioVersion, or use passthrough');
    }
    if (cluster.existingPolicies === undefined && !problems.touches('cluster.existingPolicies')) {
      problems.missing('cluster.existingPolicies', 'with egress.wildcards: dynamicDns, since AuthorizationPolicies act on its outgoing TLS');
    }
  }
  if (egress.wildcards === 'sniProxy' && egress.sniProxy === undefined && !problems.touches('egress.sniProxy')) {
    problems.missing('egress.sniProxy', 'with egress.wildcards: sniProxy, the image of the proxy');
  }
  if (egress.wildcards === 'sniProxy' && !egress.gateway.enabled && !problems.touches('egress.gateway')) {
    problems.must(KINDS.conflict, 'egress.wildcards', 'not be sniProxy without the egress gateway, which tells callers apart', egress.wildcards, 'use egress.gateway.enabled: true, or passthrough or dynamicDns');
  }
}

/** Exceptions are where mutual TLS is enforced, and no two may be for one pod: Istio follows one PeerAuthentication of them and forgets the other's ports. */
function checkMtlsExceptions({ mtls: { exceptions }, namespaces }: Definition['cluster'], problems: Problems): void {
  const enforced: readonly string[] = namespaces.edgelm === 'enforce' ? [...CELL_NAMESPACES, ELM_NAMESPACE] : CELL_NAMESPACES;
  const isPartOf = (part: Readonly<Record<string, string>>, whole: Readonly<Record<string, string>>) => Object.entries(part).every(([key, value]) => whole[key] === value);
  exceptions.forEach(({ namespace, selector }, index) => {
    const path = `cluster.mtls.exceptions[${index}]`;
    if (!enforced.includes(namespace)) {
      problems.must(KINDS.conflict, child(path, 'namespace'), `be one where the cell enforces mutual TLS: ${enforced.join(', ')}`, namespace,
        namespace === ELM_NAMESPACE ? 'use cluster.namespaces.edgelm: enforce, or leave the exception out' : 'leave the exception out: nothing of ours asks for mutual TLS there');
    }
    const other = exceptions.slice(0, index).findIndex((one) => one.namespace === namespace && (isPartOf(one.selector, selector) || isPartOf(selector, one.selector)));
    if (other >= 0) {
      problems.must(KINDS.conflict, child(path, 'selector'), `select other pods than cluster.mtls.exceptions[${other}]: Istio applies one of both to a pod`, selector,
        'put the ports of both into one exception, or tell the pods apart by another label');
    }
  });
}

/** A plug-in that knows the policies, and whose view of DNS is the one they need. */
function checkFqdnPolicy({ cluster: { cni, dns, platform }, egress: { fqdnPolicy } }: Pick<Definition, 'cluster' | 'egress'>, problems: Problems): void {
  const refuse = (rule: string, remedy: string) => problems.must(KINDS.conflict, 'egress.fqdnPolicy', rule, fqdnPolicy, remedy);
  if (fqdnPolicy === 'cilium') {
    if (cni.name !== 'cilium') refuse('not be cilium without that network plug-in: nothing would open what the NetworkPolicies leave closed', 'give cluster.cni.name: cilium where it is, or use none');
    if (dns.nodeLocal) refuse('not be cilium with a node-local DNS cache: Cilium learns names where pods ask the DNS pods', 'use none, or give cluster.dns.nodeLocal: false where pods ask the DNS pods');
  }
  if (fqdnPolicy !== 'gke') return;
  if (platform !== 'gke' || !['cilium', 'other', undefined].includes(cni.name)) {
    refuse('not be gke without GKE Dataplane V2: nothing would open what the NetworkPolicies leave closed', 'use none, or cilium where Cilium is the plug-in');
  }
  if (dns.namespace !== undefined || dns.selector !== undefined) refuse('not be gke with a DNS of your own: GKE knows kube-dns and Cloud DNS only', 'use none');
}

/** `ingress`: callers that can be told apart, names and ports of their own. */
export function checkIngress({ ingress }: Definition, problems: Problems): void {
  if (ingress.sources !== undefined && ingress.clientAddress === undefined && !problems.touches('ingress.clientAddress')) {
    problems.missing('ingress.clientAddress', 'with ingress.sources, how the caller\'s address gets through the load balancer: else everybody would be locked out');
  }
  if (!problems.touches('ingress.virtualHosts')) checkVirtualHosts(ingress, problems);
  const ports = new Map<number, string>([[80, 'HTTP'], [443, 'HTTPS']]);
  for (const field of ['additionalPorts', 'additionalTlsPorts'] as const) {
    if (problems.touches(`ingress.${field}`)) continue;
    ingress[field].forEach((port, index) => {
      const other = ports.get(port);
      if (other === undefined) ports.set(port, `ingress.${field}[${index}]`);
      else problems.must(KINDS.conflict, `ingress.${field}[${index}]`, `differ from the port of ${other}`, port, 'each port is taken once');
    });
  }
}

function checkVirtualHosts({ authentication, virtualHosts }: Definition['ingress'], problems: Problems): void {
  const hosts = new Map<string, string>();
  const claim = (path: string, host: string) => {
    const other = hosts.get(host);
    if (other === undefined) hosts.set(host, path);
    else problems.must(KINDS.sameHost, path, `differ from ${other}`, host, 'give each virtual host a name of its own');
  };
  claim('ingress.virtualHosts.default.host', virtualHosts.default.host);
  claim('ingress.virtualHosts.api.host', virtualHosts.api.host);
  const passwords = problems.touches('ingress.authentication') ? [] : authentication.filter((way) => way !== 'clientCertificate');
  for (const [key, { host, tls }] of Object.entries(virtualHosts.additional)) {
    const path = child('ingress.virtualHosts.additional', key);
    if (/^(default|api|port-\d+)$/.test(key)) problems.must(KINDS.conflict, path, 'have a key that no other ingress flow has', key, 'rename it');
    claim(child(path, 'host'), host);
    if (tls === 'MUTUAL' && passwords.length > 0) {
      problems.must(KINDS.conflict, child(path, 'tls'), `not be MUTUAL while ingress.authentication has ${passwords.join(' and ')}: those callers have no certificate`,
        tls, 'use OPTIONAL_MUTUAL, or authentication: [clientCertificate]');
    }
  }
}
