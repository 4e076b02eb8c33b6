import { createHash } from 'node:crypto';
import { Destination } from './destinations';
import { sniProxyOf } from './pods';
import { Definition, dnsLocation } from '../../../cell';
import { Cidr } from '../../../net';
import { fieldsOf, listOf } from '../../data';
import { exactly, exactlyThese, having } from '../exact';
import { Lack, lack, missing, Wanted } from '../wanted';

const FOLDER = '/etc/eic-sni-proxy';
const FILE = 'nginx.conf';
/** Where the container may write, and writes its name servers and process id. */
const WRITABLE = '/tmp';
const CHECKSUM = 'edge-integration-cell/config-checksum';
/** Owner of nginx's files in its official images; OpenShift gives each namespace users of its own. */
const NGINX_USER = 101;
/** What the container starts with: it writes the name servers of the pod, which nginx takes by address only, and becomes nginx. */
function startOf({ cluster }: Definition): string {
  const versions = new Set(cluster.podCidrs.map((text) => Cidr.trusted(text).version));
  const only = versions.size > 1 ? '' : versions.has(4) ? ' ipv6=off' : ' ipv4=off';
  return `servers=""
while read -r key value rest; do
  [ "$key" = nameserver ] || continue
  case "$value" in *:*) value="[$value]";; esac
  servers="$servers $value"
done < /etc/resolv.conf
echo "resolver$servers valid=30s${only};" > ${WRITABLE}/resolver.conf
exec nginx -e stderr -c ${FOLDER}/${FILE} -g 'daemon off;'`;
}

/** The proxy runs the configuration that was read, of which questions are asked, and its own sidecar lets out the same names. */
export function lacksOfSniProxy(wanted: Wanted, wild: readonly Destination[], ports: readonly number[]): Lack[] {
  const { cluster: { platform }, egress } = wanted.definition;
  const { name, namespace } = sniProxyOf(wanted.definition);
  const deployment = wanted.object('Deployment', namespace, name);
  const config = wanted.object('ConfigMap', namespace, name);
  if (deployment === undefined) return [];
  if (config === undefined) return [missing(`ConfigMap ${namespace}/${name}`)];
  const text = fieldsOf(config.value.data)[FILE];
  const spec = fieldsOf(deployment.value.spec);
  return [
    ...having(deployment, 'spec.template', spec.template, {
      // Pods start anew when it changes; nginx reads its configuration once.
      metadata: { annotations: { [CHECKSUM]: typeof text === 'string' ? createHash('sha256').update(text).digest('hex') : '' } },
      spec: {
        containers: [{
          image: egress.sniProxy?.image, command: ['/bin/sh', '-c', startOf(wanted.definition)], readinessProbe: { tcpSocket: { port: ports[0] }, periodSeconds: 5 },
          volumeMounts: [{ mountPath: FOLDER, name: 'config', readOnly: true }, { mountPath: WRITABLE, name: 'tmp' }],
          ...(platform === 'openshift' ? {} : { securityContext: { runAsUser: NGINX_USER, runAsGroup: NGINX_USER } }),
        }],
        volumes: [{ name: 'config', configMap: { name } }, { name: 'tmp', emptyDir: { sizeLimit: '16Mi' } }],
      },
    }),
    ...lacksOfSidecar(wanted, wild),
  ];
}

/** Who the gateway is and what it asks for is looked at twice: by the proxy and by its sidecar. In observe nothing is forwarded. */
function lacksOfSidecar(wanted: Wanted, wild: readonly Destination[]): Lack[] {
  if (!wanted.enforced) return [];
  const { cluster } = wanted.definition;
  const { name, namespace, labels } = sniProxyOf(wanted.definition);
  const sidecar = wanted.object('Sidecar', namespace, name);
  if (sidecar === undefined) return [missing(`Sidecar ${namespace}/${name}`)];
  const { workloadSelector, egress, outboundTrafficPolicy } = fieldsOf(sidecar.value.spec);
  const system = new Set([cluster.istio.namespace, dnsLocation(cluster).namespace]);
  const imports = new Set([...[...system].map((one) => `${one}/*`), ...wild.map(({ entry, host }) => `${entry.value.metadata.namespace}/${host}`)]);
  return [
    ...exactly(sidecar, 'spec.workloadSelector', workloadSelector, { labels }),
    ...exactly(sidecar, 'spec.outboundTrafficPolicy', outboundTrafficPolicy, { mode: 'REGISTRY_ONLY' }),
    ...exactlyThese(sidecar, 'spec.egress[0].hosts', fieldsOf(listOf(egress)[0]).hosts, [...imports]),
    ...(listOf(egress).length === 1 ? [] : [lack(sidecar, 'spec.egress', 'have one listener for all ports', egress)]),
  ];
}
