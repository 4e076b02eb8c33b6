import { SOURCES } from '../catalog';
import { Draft } from './draft';
import type { Definition } from '../cell/definition';

const ANY = ['0.0.0.0/0', '::/0'];

/** Callers of the cell: virtual hosts and additional ports of the ingress gateway. */
export function ingressFlows({ ingress }: Definition): Draft[] {
  const from = (ingress.sources ?? ANY).map((cidr) => ({ cidr }));
  const callers = ingress.sources === undefined ? 'any caller' : 'the declared callers';
  const host = (key: string, name: string, path: string, component: string, source: string): Draft => ({
    id: `ingress/${key}`, direction: 'ingress', from, hosts: [name], component, ports: [443], protocol: 'https', transport: 'https',
    evidence: key === 'default' || key === 'api' ? 'documented' : 'declared', reasons: [{ text: `${callers} to virtual host ${key}`, source }], path,
  });
  const port = (number: number, path: string, kind: string): Draft => ({
    id: `ingress/port-${number}`, direction: 'ingress', from, component: 'worker', ports: [number], protocol: kind, transport: 'tcp',
    evidence: 'declared', reasons: [{ text: `${callers} to additional ${kind === 'tls' ? 'TLS ' : ''}port ${number}`, source: SOURCES.deploy }], path,
  });
  return [
    host('default', ingress.virtualHosts.default.host, 'ingress.virtualHosts.default', 'policyengine', SOURCES.deploy),
    host('api', ingress.virtualHosts.api.host, 'ingress.virtualHosts.api', 'edge-api', SOURCES.deploy),
    ...Object.entries(ingress.virtualHosts.additional).map(([key, { host: name }]) =>
      host(key, name, `ingress.virtualHosts.additional.${key}`, 'policyengine', SOURCES.virtualHost)),
    ...ingress.additionalPorts.map((number) => port(number, 'ingress.additionalPorts', 'tcp')),
    ...ingress.additionalTlsPorts.map((number) => port(number, 'ingress.additionalTlsPorts', 'tls')),
  ];
}
