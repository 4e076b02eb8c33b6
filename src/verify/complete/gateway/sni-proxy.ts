import { createHash } from 'node:crypto';
import { Destination } from './destinations';
import { sniProxyOf } from './pods';
import { dnsLocation } from '../../../cell';
import { fieldsOf, listOf, textsOf } from '../../data';
import { exactly, exactlyThese, having } from '../exact';
import { Lack, lack, missing, Wanted } from '../wanted';

const FOLDER = '/etc/eic-sni-proxy';
const FILE = 'nginx.conf';
/** Where the container may write, and writes its name servers and process id. */
const WRITABLE = '/tmp';
const CHECKSUM = 'edge-integration-cell/config-checksum';
/** Owner of nginx's files in its official images; OpenShift gives each namespace users of its own. */
const NGINX_USER = 101;
/** The start of nginx: name servers of the pod, which it takes by address only, then nginx itself in the place of the shell. */
const START: readonly RegExp[] = [/^while read /m, /^ {2}servers="\$servers \$value"$/m, /^done < \/etc\/resolv\.conf$/m, /^exec nginx -e stderr -c \/etc\/eic-sni-proxy\/nginx\.conf -g 'daemon off;'$/m];

/** The proxy runs the configuration that was read, of which questions are asked, and its own sidecar lets out the same names. */
export function lacksOfSniProxy(wanted: Wanted, wild: readonly Destination[], ports: readonly number[]): Lack[] {
  const { cluster: { platform }, egress } = wanted.definition;
  const { name, namespace } = sniProxyOf(wanted.definition);
  const deployment = wanted.objects('Deployment', namespace).find(({ value }) => value.metadata.name === name);
  const config = wanted.objects('ConfigMap', namespace).find(({ value }) => value.metadata.name === name);
  if (deployment === undefined) return [];
  if (config === undefined) return [missing(`ConfigMap ${namespace}/${name}`)];
  const text = fieldsOf(config.value.data)[FILE];
  const spec = fieldsOf(deployment.value.spec);
  const [container] = listOf(fieldsOf(fieldsOf(spec.template).spec).containers).map(fieldsOf);
  const script = textsOf(container?.command)[2] ?? '';
  return [
    ...having(deployment, 'spec.template', spec.template, {
      // Pods start anew when it changes; nginx reads its configuration once.
      metadata: { annotations: { [CHECKSUM]: typeof text === 'string' ? createHash('sha256').update(text).digest('hex') : '' } },
      spec: {
        containers: [{
          image: egress.sniProxy?.image, command: ['/bin/sh', '-c', script], readinessProbe: { tcpSocket: { port: ports[0] }, periodSeconds: 5 },
          volumeMounts: [{ mountPath: FOLDER, name: 'config', readOnly: true }, { mountPath: WRITABLE, name: 'tmp' }],
          ...(platform === 'openshift' ? {} : { securityContext: { runAsUser: NGINX_USER, runAsGroup: NGINX_USER } }),
        }],
        volumes: [{ name: 'config', configMap: { name } }, { name: 'tmp', emptyDir: { sizeLimit: '16Mi' } }],
      },
    }),
    ...START.filter((step) => !step.test(script)).map((step) => lack(deployment, 'spec.template.spec.containers[0].command[2]', `have a line ${String(step)}`, script)),
    ...lacksOfSidecar(wanted, wild),
  ];
}

/** Who the gateway is and what it asks for is looked at twice: by the proxy and by its sidecar. In observe nothing is forwarded. */
function lacksOfSidecar(wanted: Wanted, wild: readonly Destination[]): Lack[] {
  if (!wanted.enforced) return [];
  const { cluster } = wanted.definition;
  const { name, namespace, labels } = sniProxyOf(wanted.definition);
  const sidecar = wanted.objects('Sidecar', namespace).find(({ value }) => value.metadata.name === name);
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
