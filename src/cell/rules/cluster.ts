import { KINDS, Problems } from '../../errors';
import type { Definition } from '../definition';

/** `cluster`, `egress` and `ingress`: what one field needs of another. */
export function checkCluster({ enforcement, cluster, egress }: Definition, problems: Problems): void {
  const isBroken = problems.touches('egress') || problems.touches('cluster');
  if (enforcement === 'enforce' && cluster.apiServer === undefined && !problems.touches('cluster.apiServer') && !problems.touches('enforcement')) {
    problems.missing('cluster.apiServer', 'with enforcement: enforce, the addresses of the Kubernetes API server: six components call it');
  }
  if (isBroken) return;
  if (egress.wildcards === 'dynamicDns') {
    if (Number(cluster.istioVersion.split('.')[1]) < 30) {
      problems.must(KINDS.conflict, 'egress.wildcards', `not be dynamicDns with Istio ${cluster.istioVersion}: it is there from 1.30 on`, egress.wildcards,
        'raise cluster.istioVersion, or use passthrough');
    }
    if (cluster.existingPolicies === undefined) {
      problems.missing('cluster.existingPolicies', 'with egress.wildcards: dynamicDns, since AuthorizationPolicies act on its outgoing TLS');
    }
  }
  if (egress.wildcards === 'sniProxy' && egress.sniProxy === undefined) {
    problems.missing('egress.sniProxy', 'with egress.wildcards: sniProxy, the image of the proxy');
  }
}

export function checkIngress({ ingress }: Definition, problems: Problems): void {
  if (problems.touches('ingress')) return;
  if (ingress.sources !== undefined && ingress.clientAddress === undefined) {
    problems.missing('ingress.clientAddress', 'with ingress.sources, how the caller\'s address gets through the load balancer: else everybody would be locked out');
  }
  const hosts = new Map<string, string>();
  const claim = (path: string, host: string) => {
    const other = hosts.get(host);
    if (other === undefined) hosts.set(host, path);
    else problems.must(KINDS.sameHost, path, `differ from ${other}`, host, 'give each virtual host a name of its own');
  };
  claim('ingress.virtualHosts.default.host', ingress.virtualHosts.default.host);
  claim('ingress.virtualHosts.api.host', ingress.virtualHosts.api.host);
  const passwords = ingress.authentication.filter((way) => way !== 'clientCertificate');
  for (const [key, host] of Object.entries(ingress.virtualHosts.additional).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = `ingress.virtualHosts.additional.${key}`;
    if (/^(default|api|port-\d+)$/.test(key)) problems.must(KINDS.conflict, path, 'have a key that no other ingress flow has', key, 'rename it');
    claim(`${path}.host`, host.host);
    if (host.tls === 'MUTUAL' && passwords.length > 0) {
      problems.must(KINDS.conflict, `${path}.tls`, `not be MUTUAL while ingress.authentication has ${passwords.join(' and ')}: those callers have no certificate`,
        host.tls, 'use OPTIONAL_MUTUAL, or authentication: [clientCertificate]');
    }
  }
  const ports = new Map<number, string>([[80, 'HTTP'], [443, 'HTTPS']]);
  for (const field of ['additionalPorts', 'additionalTlsPorts'] as const) {
    ingress[field].forEach((port, index) => {
      const other = ports.get(port);
      if (other === undefined) ports.set(port, `ingress.${field}[${index}]`);
      else problems.must(KINDS.conflict, `ingress.${field}[${index}]`, `differ from the port of ${other}`, port);
    });
  }
}
