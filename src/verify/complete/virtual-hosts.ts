import { exactly } from './exact';
import { Lack, lack, missing, sameLabels, Wanted } from './wanted';
import { RUNTIME_NAMESPACE } from '../../catalog';
import { gatewayNamespace } from '../../cell';
import { fieldsOf, listOf, textsOf } from '../data';

/** Port of the Policy Engine, to which SAP's own VirtualService sends every call (create-additional-virtual-host-398578b). */
const POLICY_ENGINE_PORT = 8080;

/** Each additional virtual host is served by a Gateway as declared, and led to the Policy Engine under the name of the default host. */
export function virtualHosts(wanted: Wanted): Lack[] {
  const { cluster, ingress } = wanted.definition;
  return Object.entries(ingress.virtualHosts.additional).flatMap(([key, { host, credentialName, tls }]) => {
    const has = (hosts: unknown) => textsOf(hosts).includes(host);
    const gateway = wanted.objects('Gateway', RUNTIME_NAMESPACE).find(({ value }) => listOf(fieldsOf(value.spec).servers).some((server) => has(fieldsOf(server).hosts)));
    const route = wanted.objects('VirtualService', RUNTIME_NAMESPACE).find(({ value }) => has(fieldsOf(value.spec).hosts));
    if (gateway === undefined || route === undefined) return [missing(`${gateway === undefined ? 'Gateway' : 'VirtualService'} of ${host} for ingress/${key}`)];
    const server = fieldsOf(listOf(fieldsOf(gateway.value.spec).servers)[0]);
    const settings = fieldsOf(server.tls);
    const spec = fieldsOf(route.value.spec);
    const http = listOf(spec.http).map(fieldsOf);
    const destination = fieldsOf(fieldsOf(listOf(http[0]?.route)[0]).destination);
    return [
      ...(sameLabels(fieldsOf(gateway.value.spec).selector, cluster.istio.gatewaySelector) ? [] : [lack(gateway, 'spec.selector', 'select the ingress gateway', fieldsOf(gateway.value.spec).selector)]),
      ...exactly(gateway, 'spec.servers[0].port', [fieldsOf(server.port).number, fieldsOf(server.port).protocol], [443, 'HTTPS']),
      ...exactly(gateway, 'spec.servers[0].tls', [settings.mode, settings.credentialName, settings.minProtocolVersion], [tls, credentialName, ingress.minTlsVersion === '1.3' ? 'TLSV1_3' : 'TLSV1_2']),
      ...exactly(route, 'spec.exportTo', spec.exportTo, [gatewayNamespace(cluster)]),
      ...exactly(route, 'spec.gateways', spec.gateways, [`${RUNTIME_NAMESPACE}/${gateway.value.metadata.name}`]),
      ...exactly(route, 'spec.http[0].match', http[0]?.match, [{ uri: { prefix: '/' } }]),
      ...exactly(route, 'spec.http[0].rewrite', fieldsOf(http[0]?.rewrite).authority, ingress.virtualHosts.default.host),
      ...exactly(route, 'spec.http[0].route', [destination.host, fieldsOf(destination.port).number], [`policyengine.${RUNTIME_NAMESPACE}.svc.${cluster.clusterDomain}`, POLICY_ENGINE_PORT]),
    ];
  });
}
