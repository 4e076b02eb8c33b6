import { away, lacksAfter, Loose } from '../../support/changed-output';
import { clusterOutput } from '../../support/mutated-outputs';

const { cell, output } = clusterOutput('gateway: own names');
const of = (kind: string, name = 'egress') => `${kind} acme-egress/eic-rich-${name}`;
const [GATEWAY, PROXY] = [of('Deployment'), of('Deployment', 'sni-proxy')];
const podOf = ({ spec }: Loose): Loose => spec.template.spec;
const containerOf = (deployment: Loose): Loose => podOf(deployment).containers[0];

test.each<[string, string, (object: Loose) => unknown, RegExp]>([
  ['no namespace', 'Namespace acme-egress', away, /^EIC727 must have the Namespace acme-egress/],
  ['a namespace without injection', 'Namespace acme-egress', ({ metadata }) => { delete metadata.labels['istio-injection']; }, /metadata\.labels\.istio-injection/],
  ['no pods', GATEWAY, away, /must have the Deployment acme-egress\/eic-rich-egress/],
  ['no proxy', PROXY, away, /must have the Deployment acme-egress\/eic-rich-sni-proxy/],
  ['pods of another account', GATEWAY, (object) => { podOf(object).serviceAccountName = 'default'; }, /must be "way-out".*serviceAccountName/],
  ['a token of the API server', GATEWAY, (object) => { podOf(object).automountServiceAccountToken = true; }, /automountServiceAccountToken/],
  ['a privileged container', GATEWAY, (object) => { containerOf(object).securityContext.privileged = true; }, /securityContext\.privileged/],
  ['capabilities', PROXY, (object) => { delete containerOf(object).securityContext.capabilities; }, /securityContext\.capabilities\.drop/],
  ['a container beside it', GATEWAY, (object) => { podOf(object).containers.push({ name: 'more', image: 'more' }); }, /spec\.template\.spec\.containers/],
  ['a container that Istio does not write', GATEWAY, (object) => { containerOf(object).image = 'evil.example/proxy'; }, /must be "auto"/],
  ['pods outside the mesh', PROXY, ({ spec }) => { spec.template.metadata.labels['sidecar.istio.io/inject'] = 'false'; }, /sidecar\.istio\.io\/inject/],
  ['no bound of memory', PROXY, (object) => { delete containerOf(object).resources.limits; }, /resources\.limits\.memory/],
  ['all on one node', GATEWAY, (object) => { podOf(object).topologySpreadConstraints.pop(); }, /topologySpreadConstraints/],
  ['all gone at once', of('PodDisruptionBudget'), ({ spec }) => { delete spec.maxUnavailable; }, /spec\.maxUnavailable/],
  ['no budget', of('PodDisruptionBudget', 'sni-proxy'), away, /must have the PodDisruptionBudget/],
  ['no account', 'ServiceAccount acme-egress/way-out', away, /must have the ServiceAccount acme-egress\/way-out/],
  ['an account with tokens', 'ServiceAccount acme-egress/way-out', (object) => { object.automountServiceAccountToken = true; }, /automountServiceAccountToken/],
  ['no Service', of('Service'), away, /must have the Service acme-egress\/eic-rich-egress/],
  ['a Service outside the cluster', of('Service'), ({ spec }) => { spec.type = 'LoadBalancer'; }, /must be "ClusterIP"/],
  ['a Service of other pods', of('Service'), ({ spec }) => { spec.selector = { app: 'other' }; }, /spec\.selector/],
  ['another port of the pods', of('Service', 'sni-proxy'), ({ spec }) => { spec.ports[0].targetPort = 1; }, /spec\.ports/],
  ['a port less', of('Service'), ({ spec }) => { spec.ports.pop(); }, /spec\.ports/],
  ['another image', PROXY, (object) => { containerOf(object).image = 'nginx:latest'; }, /sha256:a+" ?, got: "nginx:latest"/],
  ['root', PROXY, (object) => { containerOf(object).securityContext.runAsUser = 0; }, /must be 101, got: 0/],
  ['another start', PROXY, (object) => { containerOf(object).command[2] = 'exec nginx'; }, /containers\[0\]\.command\[2\]/],
  ['something beside the start', PROXY, (object) => { containerOf(object).command[2] = `true; ${containerOf(object).command[2]}`; }, /containers\[0\]\.command\[2\]/],
  ['another configuration than pods started with', of('ConfigMap', 'sni-proxy'), ({ data }) => { data['nginx.conf'] += '# more\n'; }, /config-checksum/],
  ['no configuration', of('ConfigMap', 'sni-proxy'), away, /must have the ConfigMap/],
  ['a configuration that is not mounted', PROXY, (object) => { podOf(object).volumes[0].configMap.name = 'other'; }, /volumes\[0\]\.configMap\.name/],
  ['a sidecar that lets out everything', of('Sidecar', 'sni-proxy'), ({ spec }) => { spec.outboundTrafficPolicy.mode = 'ALLOW_ANY'; }, /spec\.outboundTrafficPolicy/],
  ['a sidecar with more names', of('Sidecar', 'sni-proxy'), ({ spec }) => { spec.egress[0].hosts.push('*/*'); }, /must have \d entries.*\*\/\*/],
  ['a sidecar of all pods', of('Sidecar', 'sni-proxy'), ({ spec }) => { delete spec.workloadSelector; }, /spec\.workloadSelector/],
  ['no sidecar', of('Sidecar', 'sni-proxy'), away, /must have the Sidecar/],
])('%s: noticed', (_, id, change, message) => {
  expect(lacksAfter(cell, output, id, change).filter((text) => message.test(text))).not.toEqual([]);
});

test('what an API server or an autoscaler writes is no lack', () => {
  expect(lacksAfter(cell, output, GATEWAY, (object) => {
    object.spec.replicas = 7;
    object.spec.progressDeadlineSeconds = 600;
    podOf(object).dnsPolicy = 'ClusterFirst';
    containerOf(object).terminationMessagePath = '/dev/termination-log';
  })).toEqual([]);
  expect(lacksAfter(cell, output, of('Service'), ({ spec }) => { spec.clusterIP = '10.0.0.9'; })).toEqual([]);
});

test('in observe the pods are there and forward nothing', () => {
  const observe = clusterOutput('openshift, restricted, namespace, observe, IPv4, gateway');
  const deployment = observe.output.objects.find(({ id }) => /^Deployment .*-egress$/.test(id))!.id;
  expect(lacksAfter(observe.cell, observe.output, deployment, () => undefined)).toEqual([]);
  expect(lacksAfter(observe.cell, observe.output, deployment, away)).toEqual([expect.stringContaining('must have the Deployment')]);
});
