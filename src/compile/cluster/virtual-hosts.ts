import { objectName } from './names';
import { RUNTIME_NAMESPACE } from '../../catalog';
import { Definition, gatewayNamespace } from '../../cell';
import { compareText } from '../../errors';

/** An additional virtual host: Gateway and VirtualService beside SAP's own. */
export interface VirtualHostRow {
  readonly name: string;
  readonly namespace: string;
  readonly flow: string;
  readonly key: string;
  readonly host: string;
  readonly credentialName: string;
  readonly tls: 'SIMPLE' | 'OPTIONAL_MUTUAL' | 'MUTUAL';
  readonly minProtocolVersion: 'TLSV1_2' | 'TLSV1_3';
  readonly gatewaySelector: Readonly<Record<string, string>>;
  readonly gatewayNamespace: string;
  /** SAP's default virtual host, as which the Policy Engine sees the call. */
  readonly authority: string;
  readonly destination: string;
  readonly destinationPort: number;
}

const POLICY_ENGINE_PORT = 8080;

/** As SAP documents additional virtual hosts (create-additional-virtual-host-398578b). */
export function virtualHostsOf({ name, cluster, ingress }: Definition): VirtualHostRow[] {
  return Object.entries(ingress.virtualHosts.additional).sort(([a], [b]) => compareText(a, b)).map(([key, { host, credentialName, tls }]) => ({
    name: objectName(name, `ingress-${key}`),
    namespace: RUNTIME_NAMESPACE,
    flow: `ingress/${key}`,
    key,
    host,
    credentialName,
    tls,
    minProtocolVersion: ingress.minTlsVersion === '1.3' ? 'TLSV1_3' : 'TLSV1_2',
    gatewaySelector: cluster.istio.gatewaySelector,
    gatewayNamespace: gatewayNamespace(cluster),
    authority: ingress.virtualHosts.default.host,
    destination: `policyengine.${RUNTIME_NAMESPACE}.svc.${cluster.clusterDomain}`,
    destinationPort: POLICY_ENGINE_PORT,
  }));
}
