import {
  authorizationPolicy, deployment, destinationRule, found, gateway, Manifest, namespace, peerAuthentication, requestAuthentication, secret, service, serviceEntry, sidecar, telemetry, virtualService,
} from './objects';

const to = (host: string, port?: number, subset?: string) => ({ destination: { host, ...(port === undefined ? {} : { port: { number: port } }), ...(subset === undefined ? {} : { subset }) } });
const routed = (name: string, ...destinations: object[]) => virtualService(name, { hosts: ['x.example.org'], gateways: ['app/g'], http: destinations.map((destination) => ({ route: [destination] })) });
const http = (name: string, ...ports: number[]) => service(name, { selector: { app: name.split('/').pop() }, ports: ports.map((port) => ({ name: `http-${port}`, port, targetPort: 8080 })) });
const gate = (name: string, more: object = {}, selector: object = { istio: 'gw' }, number = 443) =>
  gateway(name, { selector, servers: [{ port: { number, name: 'https', protocol: 'HTTPS' }, hosts: ['x.example.org'], tls: { mode: 'SIMPLE', credentialName: 'tls', ...more } }] });
const gatewayPods = deployment('gw/gw', { ports: [8443], labels: { istio: 'gw' }, annotations: { 'inject.istio.io/templates': 'gateway' } });
const certificate = { 'tls.crt': 'x', 'tls.key': 'x' };
const claims = virtualService('v', { hosts: ['x.example.org'], gateways: ['g'], http: [{ match: [{ headers: { '@request.auth.claims.groups': { exact: 'x' } } }], route: [to('a', 80)] }] });
const role = (name: string) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: name.split('/')[1]!, namespace: name.split('/')[0]! }, rules: [] });
const binding = (kind: string) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: 'b', namespace: 'app' }, roleRef: { kind, name: 'reader' }, subjects: [] });
const selects = (labels: object) => ({ selector: { matchLabels: labels } });
const logs = { accessLogging: [{ providers: [{ name: 'envoy' }] }] };
const inCell = (more: Parameters<typeof deployment>[1]) => deployment('edge-icell/x', more);

const ROWS: Readonly<Record<string, readonly [string, readonly Manifest[], ...string[]][]>> = {
  references: [
    ['to things of the cluster', [routed('v', to('policyengine.edge-icell.svc.cluster.local', 8080)), gate('other/g')], 'EIC641 VirtualService app/v spec.gateways[0]'],
    ['to nothing in the chart', [routed('v', to('a', 80), to('b.other.svc.cluster.local', 80), to('b.example.org', 80))]],
    ['to a Gateway', [routed('v', to('a', 80)), gate('g')]],
    ['to a Gateway by its old name', [virtualService('v', { hosts: ['x.example.org'], gateways: ['g.other.svc.cluster.local', 'g'], http: [{ route: [to('a', 80)] }] }), gate('other/g')], 'EIC641 VirtualService app/v spec.gateways[1]'],
    ['to a Service elsewhere', [routed('v', to('a', 80), to('a.app.svc.cluster.local', 80), to('a.other.svc.cluster.local', 80)), http('other/a', 80)], 'EIC641 VirtualService app/v spec.http[0].route[0].destination.host', 'EIC641 VirtualService app/v spec.http[1].route[0].destination.host'],
    ['to a Secret beside the pods of the gateway', [gate('g'), gatewayPods, secret('gw/tls', certificate)]],
    ['to a Secret beside the Gateway', [gate('g'), gatewayPods, secret('app/tls', certificate)], 'EIC641 Gateway app/g spec.servers[0].tls.credentialName'],
    ['to a Secret beside the pods of the cell\'s gateway', [gate('g', {}, { istio: 'ingressgateway' }), secret('app/tls', certificate)], 'EIC641 Gateway app/g spec.servers[0].tls.credentialName'],
    ['to a Secret of a gateway that nobody knows', [gate('g'), secret('app/tls', certificate)]],
    ['to a Secret that somebody else makes', [gate('g'), gatewayPods]],
    ['to a Role elsewhere', [role('other/reader') as Manifest, binding('Role') as unknown as Manifest], 'EIC641 RoleBinding app/b roleRef.name'],
    ['to a ClusterRole', [role('other/reader') as Manifest, binding('ClusterRole') as unknown as Manifest]],
  ],
  destinations: [
    ['with one port', [routed('v', to('a')), http('a', 80)]],
    ['without one of several ports', [routed('v', to('a'), to('a', 81)), http('a', 80, 81)], 'EIC642 VirtualService app/v spec.http[0].route[0].destination.port'],
    ['with the port of the container', [routed('v', to('a', 8080)), http('a', 80)], 'EIC642 VirtualService app/v spec.http[0].route[0].destination.port.number'],
    ['in a mirror', [virtualService('v', { hosts: ['x.example.org'], http: [{ route: [to('a', 80)], mirror: { host: 'a', port: { number: 9 } } }] }), http('a', 80)], 'EIC642 VirtualService app/v spec.http[0].mirror.port.number'],
    ['of an entry with several ports', [routed('v', to('a.example.org')), serviceEntry('e', { hosts: ['a.example.org'], resolution: 'DNS', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }, { number: 443, name: 'tls', protocol: 'TLS' }] })], 'EIC642 VirtualService app/v spec.http[0].route[0].destination.port'],
    ['with a port that an entry elsewhere may have', [routed('v', to('a.example.org', 8080)), serviceEntry('e', { hosts: ['a.example.org'], resolution: 'DNS', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }] })]],
    ['with a subset', [routed('v', to('a', 80, 'v1')), destinationRule('d', { host: 'a.app.svc.cluster.local', subsets: [{ name: 'v1', labels: { version: 'v1' } }] }), http('a', 80), deployment('a', { labels: { version: 'v1' } })]],
    ['with a subset of no rule', [routed('v', to('a', 80, 'v2')), destinationRule('d', { host: 'a', subsets: [{ name: 'v1', labels: {} }] })], 'EIC643 VirtualService app/v spec.http[0].route[0].destination.subset'],
    ['with a subset of a rule elsewhere', [routed('v', to('a', 80, 'v2'))]],
    ['with a subset of no pod', [destinationRule('d', { host: 'a', subsets: [{ name: 'v1', labels: { version: 'v1' } }, { name: 'v2', labels: { version: 'v2' } }] }), http('a', 80), deployment('a', { labels: { version: 'v1' } })], 'EIC643 DestinationRule app/d spec.subsets[1].labels'],
    ['with a subset of pods elsewhere', [destinationRule('d', { host: 'a', subsets: [{ name: 'v1', labels: { version: 'v1' } }] }), http('a', 80)]],
  ],
  Services: [
    ['with protocols', [service('a', { ports: [{ name: 'http', port: 80 }, { name: 'grpc-web-x', port: 81 }, { name: 'x', port: 82, appProtocol: 'kubernetes.io/h2c' }, { name: 'dns', port: 53, protocol: 'UDP' }] })]],
    ['without protocol', [service('a', { ports: [{ port: 80 }, { name: 'web', port: 81 }] })], 'EIC645 Service app/a spec.ports[0].name', 'EIC645 Service app/a spec.ports[1].name'],
    ['of a name outside', [service('a', { type: 'ExternalName', ports: [{ name: 'tcp', port: 80 }] })], 'EIC645 Service app/a spec.ports[0].name'],
    ['of SAP', [service('istio-system/a', { ports: [{ port: 80 }] })]],
    ['that agree', [deployment('a'), http('a', 80), service('b', { selector: { app: 'a' }, ports: [{ name: 'http', port: 81, targetPort: 8080 }] })]],
    ['that disagree', [deployment('a'), http('a', 80), service('b', { selector: { app: 'a' }, ports: [{ name: 'tcp', port: 81, targetPort: 8080 }] })], 'EIC644 Service app/b spec.ports[0]'],
    ['with TCP and UDP on one port', [deployment('a', { ports: [53] }), service('a', { selector: { app: 'a' }, ports: [{ name: 'tcp', port: 53 }, { name: 'dns', port: 53, protocol: 'UDP' }] })]],
  ],
  gateways: [
    ['with the port of their Service', [gate('g'), gatewayPods, secret('gw/tls', certificate), service('gw/gw', { selector: { istio: 'gw' }, ports: [{ name: 'https', port: 443, targetPort: 8443 }] })]],
    ['with the port of the container', [gate('g', {}, { istio: 'gw' }, 8443), gatewayPods, service('gw/gw', { selector: { istio: 'gw' }, ports: [{ name: 'https', port: 443, targetPort: 8443 }] })], 'EIC647 Gateway app/g spec.servers[0].port.number'],
    ['with pods elsewhere', [gate('g', {}, { istio: 'gw' }, 8443)]],
    ['with a Secret without key', [gate('g'), gatewayPods, secret('gw/tls', { 'tls.crt': 'x', 'other': 'y' })], 'EIC646 Gateway app/g spec.servers[0].tls.credentialName'],
    ['with a Secret that somebody else fills', [gate('g'), gatewayPods, secret('gw/tls', {})]],
    ['with a Secret without CA', [gate('g', { mode: 'OPTIONAL_MUTUAL' }), gatewayPods, secret('gw/tls', certificate)], 'EIC646 Gateway app/g spec.servers[0].tls.credentialName'],
    ['with a CA of its own', [gate('g', { mode: 'MUTUAL' }), gatewayPods, secret('gw/tls', certificate), secret('gw/tls-cacert', { 'ca.crt': 'x' })]],
  ],
  workloads: [
    ['in their own namespace may do without a proxy', [deployment('a', { annotations: { 'sidecar.istio.io/inject': 'false', 'traffic.sidecar.istio.io/excludeOutboundPorts': '443' }, pod: { hostNetwork: true } })]],
    ['in the namespace of the cell', [inCell({ annotations: { 'traffic.sidecar.istio.io/includeOutboundIPRanges': '*', 'proxy.istio.io/config': '{}' }, pod: { securityContext: { runAsUser: 1000 } } })]],
    ['without injection', [inCell({ labels: { 'sidecar.istio.io/inject': 'false' } })], 'EIC649 Deployment edge-icell/x spec.template.metadata.labels["sidecar.istio.io/inject"]'],
    ['past the proxy by port', [inCell({ annotations: { 'traffic.sidecar.istio.io/excludeOutboundPorts': '443' } })], 'EIC649 Deployment edge-icell/x spec.template.metadata.annotations["traffic.sidecar.istio.io/excludeOutboundPorts"]'],
    ['past the proxy by address', [inCell({ annotations: { 'traffic.sidecar.istio.io/includeOutboundIPRanges': '10.0.0.0/8' } })], 'EIC649 Deployment edge-icell/x spec.template.metadata.annotations["traffic.sidecar.istio.io/includeOutboundIPRanges"]'],
    ['without interception', [inCell({ annotations: { 'sidecar.istio.io/interceptionMode': 'NONE' } })], 'EIC649 Deployment edge-icell/x spec.template.metadata.annotations["sidecar.istio.io/interceptionMode"]'],
    ['on the network of the node', [inCell({ pod: { hostNetwork: true } })], 'EIC649 Deployment edge-icell/x spec.template.spec.hostNetwork'],
    ['that are privileged', [inCell({ container: { securityContext: { privileged: true, capabilities: { add: ['NET_ADMIN'] } } } })],
      'EIC649 Deployment edge-icell/x spec.template.spec.containers[0].securityContext.capabilities.add', 'EIC649 Deployment edge-icell/x spec.template.spec.containers[0].securityContext.privileged'],
    ['as the user of the proxy', [deployment('a', { pod: { securityContext: { runAsUser: 1337 } }, container: { securityContext: { runAsGroup: 1337 } } })],
      'EIC649 Deployment app/a spec.template.spec.containers[0].securityContext.runAsGroup', 'EIC649 Deployment app/a spec.template.spec.securityContext.runAsUser'],
    ['as a Pod and as a CronJob', [
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'app' }, spec: { securityContext: { runAsUser: 1337 } } },
      { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'c', namespace: 'app' }, spec: { jobTemplate: { spec: { template: { spec: { securityContext: { runAsUser: 1337 } } } } } } },
    ], 'EIC649 CronJob app/c spec.jobTemplate.spec.template.spec.securityContext.runAsUser', 'EIC649 Pod app/p spec.securityContext.runAsUser'],
    ['with an image that is injected', [namespace('app', { 'istio-injection': 'enabled' }), deployment('a', { container: { name: 'istio-proxy', image: 'auto' } })]],
    ['with an image that is never injected', [namespace('app', {}), deployment('a', { container: { name: 'istio-proxy', image: 'auto' } })], 'EIC648 Deployment app/a spec.template.spec.containers[0].image'],
    ['in a namespace with two labels', [namespace('app', { 'istio-injection': 'enabled', 'istio.io/rev': 'x' })], 'EIC648 Namespace app metadata.labels'],
    ['in a namespace of the cell without injection', [namespace('edge-icell', { 'istio-injection': 'disabled' })], 'EIC649 Namespace edge-icell metadata.labels["istio-injection"]'],
  ],
  Telemetries: [
    ['one for all, one for some', [telemetry('a', logs), telemetry('b', { ...logs, ...selects({ app: 'x' }) })]],
    ['two for all', [telemetry('a', logs), telemetry('b', logs)], 'EIC650 Telemetry app/b spec.selector'],
    ['two for some', [telemetry('a', { ...logs, ...selects({ app: 'x' }) }), telemetry('b', { ...logs, ...selects({ app: 'x' }) })], 'EIC650 Telemetry app/b spec.selector'],
    ['two for targets', [telemetry('a', logs), telemetry('b', { ...logs, targetRefs: [{ kind: 'Service', name: 's' }] })]],
  ],
  routes: [
    ['by claims, with nobody who reads them', [claims, gate('g'), gatewayPods], 'EIC651 VirtualService app/v spec.http'],
    ['by claims', [claims, gate('g'), gatewayPods, requestAuthentication('gw/r', { ...selects({ istio: 'gw' }), jwtRules: [{ issuer: 'x' }] })]],
    ['by claims, at a gateway elsewhere', [claims, gate('g')]],
    ['of one host, twice', [virtualService('a', { hosts: ['a'], http: [{ route: [to('a', 80)] }] }), virtualService('b', { hosts: ['a.app.svc.cluster.local'], http: [{ route: [to('a', 80)] }] })], 'EIC653 VirtualService app/b spec.hosts[0]'],
    ['of one host, for everybody and for some', [virtualService('a', { hosts: ['x.example.org'], exportTo: ['one'], http: [{ route: [to('a', 80)] }] }), virtualService('b', { hosts: ['x.example.org'], http: [{ route: [to('a', 80)] }] })], 'EIC653 VirtualService app/b spec.hosts[0]'],
    ['of one host, for different namespaces', [virtualService('a', { hosts: ['x.example.org'], exportTo: ['one'], http: [{ route: [to('a', 80)] }] }), virtualService('b', { hosts: ['x.example.org'], exportTo: ['two'], http: [{ route: [to('a', 80)] }] })]],
    ['of one host, at a gateway', [routed('a', to('a', 80)), routed('b', to('a', 80))]],
    ['of one host, of TLS, which add up', ['a', 'b'].map((name) => virtualService(name, { hosts: ['*.example.org'], tls: [{ match: [{ sniHosts: [`${name}.example.org`] }], route: [to('x', 443)] }] }))],
  ],
  selectors: [
    ['of pods of the chart', [deployment('a'), authorizationPolicy('p', selects({ app: 'a' })), sidecar('s', { workloadSelector: { labels: { app: 'a' } }, egress: [{ hosts: ['./*'] }] })]],
    ['of no pod', [deployment('a'), peerAuthentication('p', selects({ app: 'b' })), sidecar('s', { workloadSelector: { labels: { app: 'c' } }, egress: [{ hosts: ['./*'] }] })],
      'EIC652 PeerAuthentication app/p spec.selector.matchLabels', 'EIC652 Sidecar app/s spec.workloadSelector.labels'],
    ['of pods elsewhere', [deployment('other/a'), peerAuthentication('p', selects({ app: 'b' }))]],
    ['of pods of SAP', [deployment('edge-icell/a'), peerAuthentication('edge-icell/p', selects({ app: 'worker' }))]],
    ['of a gateway of the Gateway API', [authorizationPolicy('p', selects({ 'gateway.networking.k8s.io/gateway-name': 'g' }))], 'EIC654 AuthorizationPolicy app/p spec.selector.matchLabels'],
    ['of Sidecars in ambient mode', [namespace('app', { 'istio.io/dataplane-mode': 'ambient' }), sidecar('s', { egress: [{ hosts: ['./*'] }] })], 'EIC654 Sidecar app/s metadata.namespace'],
  ],
  annotations: [
    ['misspelt', [deployment('a', { annotations: { 'sidecar.istio.io/inejct': 'false' } })], 'EIC655 Deployment app/a spec.template.metadata.annotations["sidecar.istio.io/inejct"]'],
    ['newer than what is known here', [deployment('a', { annotations: { 'sidecar.istio.io/somethingNew': 'x', 'example.org/istio.io': 'y' } })]],
    ['on the Deployment', [{ ...deployment('a'), metadata: { name: 'a', namespace: 'app', annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '80' } } }], 'EIC655 Deployment app/a metadata.annotations["traffic.sidecar.istio.io/excludeInboundPorts"]'],
    ['of a Service on a Namespace', [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'app', annotations: { 'networking.istio.io/exportTo': '.' } } }], 'EIC655 Namespace app metadata.annotations["networking.istio.io/exportTo"]'],
    ['with a port that is none', [deployment('a', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '80,http' } })], 'EIC655 Deployment app/a spec.template.metadata.annotations["traffic.sidecar.istio.io/excludeInboundPorts"]'],
    ['of everybody else', [service('a', { ports: [] }, { annotations: { 'prometheus.io/scrape': 'true', 'networking.istio.io/exportTo': '.' } })]],
  ],
};

describe.each(Object.entries(ROWS))('%s', (_, rows) => {
  test.each(rows)('%s', (__, objects, ...expected) => {
    expect(found(objects).sort()).toEqual([...expected].sort());
  });

  test.each(rows)('%s, in another order', (__, objects) => {
    expect(found([...objects].reverse())).toEqual(found(objects));
  });
});
