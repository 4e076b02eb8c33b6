import { OLDEST_ISTIO } from '../../catalog';
import { KINDS } from '../../errors';
import {
  boolean, cidr, defaulted, flowId, freeText, host, hostOrCidr, labels, list, name, object, optional, pattern, port, record, refuse, required, word,
} from '../spec';

const istio = object('IstioProps', 'The Istio of the cluster.', {
  namespace: defaulted(name(), 'istio-system', 'Namespace of the control plane.'),
  gatewayNamespace: optional(name(), 'Namespace of the ingress gateway.', '`istio-system` with standard, `istio-gateways` with restricted access'),
  gatewaySelector: defaulted(labels(), { istio: 'ingressgateway' }, 'Labels of the ingress gateway\'s pods; SAP says to copy them from `default-gateway`.'),
  revision: optional(name(), 'Revision of a dedicated control plane, such as `sap-mesh-istio`.', 'no revision'),
  distribution: defaulted(word('IstioDistribution', 'istio', 'ossm'), 'istio', 'Istio itself, or OpenShift Service Mesh 3.'),
});

const apiServer = object('ApiServerProps', 'The Kubernetes API server.', {
  cidrs: required(list(cidr(), 1), 'Addresses of the API server as pods reach them.'),
  port: defaulted(port(), 443, 'Port of the API server.'),
});

const dns = object('DnsProps', 'The DNS of the cluster.', {
  namespace: optional(name(), 'Namespace of the DNS pods.', 'by platform: `kube-system`, on OpenShift `openshift-dns`'),
  selector: optional(labels(), 'Labels of the DNS pods.', 'by platform: `k8s-app: kube-dns`'),
  ports: optional(list(port(), 1), 'Ports of the DNS pods.', 'by platform: 53, on OpenShift 5353'),
  nodeLocal: defaulted(boolean(), false, 'Do pods ask the node-local cache at 169.254.20.10?'),
  upstream: defaulted(list(cidr()), [], 'Servers that the cluster\'s DNS asks; they become flows of the firewall.'),
});

const cni = object('CniProps', 'The network plug-in of the cluster.', {
  name: optional(word('CniName', 'cilium', 'calico', 'ovn-kubernetes', 'aws-vpc-cni', 'antrea', 'other'), 'The plug-in.', 'unknown'),
  networkPolicy: optional(boolean(), 'Does the cluster enforce NetworkPolicies?', 'unknown, and the layer does not count as proof'),
  version: optional(pattern(/^[0-9]{1,3}\.[0-9]{1,3}$/, 'be a minor version, in quotes and without patch level'), 'Minor version of the plug-in; decides what `egress.fqdnPolicy` may write.', 'unknown'),
});

const monitoring = object('MonitoringProps', 'Who may scrape metrics.', {
  namespaces: defaulted(list(name()), [], 'Namespaces of the scrapers.'),
});

const component = object('ComponentProps', 'What SAP does not document of a component.', {
  namespace: optional(name(), 'Namespace of its pods.', 'from the catalogue, else `edge-icell`'),
  selector: optional(labels(), 'Labels of its pods.', 'from the catalogue, which knows seven components; without labels nothing can be scoped to the component'),
  serviceAccount: optional(name(), 'Service account of its pods.', 'unknown: identity is by namespace'),
  ports: defaulted(list(port()), [], 'Container ports on which it takes calls.'),
});

const mtlsException = object('MtlsException', 'A port that takes callers without mesh identity, such as a webhook; callers of other namespaces that have one stay refused.', {
  namespace: defaulted(name(), 'edge-icell', 'Namespace of the pods.'),
  selector: required(labels(), 'Labels of the pods.'),
  ports: required(list(port(), 1), 'Container ports.'),
  reason: required(freeText(), 'Why it is needed; shown in plan and report.'),
});

const mtls = object('MtlsProps', 'Mutual TLS between pods.', {
  exceptions: defaulted(list(mtlsException), [], 'Ports that take callers without mesh identity.'),
});

const namespaces = object('NamespacesProps', 'What is enforced beyond the namespaces of the cell.', {
  edgelm: defaulted(word('EdgelmEnforcement', 'none', 'enforce'), 'none',
    'SAP does not document the flows of `edgelm`; a wrong deny there stops the rotation of credentials, due every 86 days.'),
});

const httpProxy = object('HttpProxyProps', 'A corporate HTTP proxy between the cell and the Internet.', {
  host: required(host(), 'Host of the proxy.'),
  port: required(port(), 'Port of the proxy.'),
  addresses: required(list(cidr(), 1), 'Addresses of the proxy.'),
  flows: defaulted(flowSelection(), 'all', 'Flows through it: `all`, or a list of flow ids.'),
  noProxy: defaulted(list(host('wildcards')), [], 'Hosts that are reached without it.'),
});

function flowSelection() {
  const ids = list(flowId(), 1);
  return {
    type: 'string | readonly string[]',
    schema: { anyOf: [{ const: 'all' }, ids.schema] },
    read(value: unknown, path: string, problems: Parameters<typeof ids.read>[2]) {
      if (value === 'all') return value;
      return typeof value === 'string' ? refuse(problems, KINDS.wrongType, path, 'be all, or a list of flow ids', value) : ids.read(value, path, problems);
    },
  };
}

/** `cluster` */
export const cluster = object('ClusterProps', 'The Kubernetes cluster that the cell runs on.', {
  platform: required(word('Platform', 'aks', 'eks', 'gke', 'openshift', 'rke2', 'other'), 'Kubernetes platform: aks, eks, gke, openshift, rke2 or other.'),
  access: defaulted(word('ClusterAccess', 'standard', 'restricted'), 'standard',
    '`standard`: SAP installs Istio, gateway in `istio-system`; `restricted`: your own Istio, gateway in `istio-gateways`.'),
  istioVersion: defaulted(pattern(/^1\.(2[4-9]|[3-9][0-9])$/, 'be a minor version from "1.24" on, in quotes and without patch level'), OLDEST_ISTIO,
    'Minor version of Istio; decides what may be emitted.'),
  istio: defaulted(istio, istio.empty(), 'The Istio of the cluster.', 'as SAP installs it'),
  trustDomain: defaulted(domain('cluster.local'), 'cluster.local', 'Trust domain of the mesh.'),
  clusterDomain: defaulted(domain('cluster.local'), 'cluster.local', 'DNS domain of the cluster.'),
  nodeCidrs: required(list(cidr(), 1), 'Addresses of the nodes.'),
  podCidrs: required(list(cidr(), 1), 'Addresses of the pods.'),
  serviceCidrs: defaulted(list(cidr()), [], 'Addresses of Services.'),
  egressSources: optional(list(cidr(), 1), 'Addresses of the cell as the cloud firewall sees them, IPv4 and IPv6.', '`nodeCidrs`; give the pods\' on a flat AKS or EKS without SNAT'),
  apiServer: optional(apiServer, 'The Kubernetes API server; needed with `enforcement: enforce`.', 'unknown'),
  dns: defaulted(dns, dns.empty(), 'The DNS of the cluster.', 'by platform'),
  ntp: defaulted(list(hostOrCidr()), [], 'Time servers of the nodes, hosts or addresses; they become flows of the firewall.'),
  cni: defaulted(cni, cni.empty(), 'The network plug-in.', 'unknown'),
  monitoring: defaulted(monitoring, monitoring.empty(), 'Who may scrape metrics.', 'nobody outside the cell'),
  components: defaulted(record(component), {}, 'What SAP does not document of components: labels, service accounts, ports.'),
  existingPolicies: optional(word('ExistingPolicies', 'none', 'allow'), 'Do SAP\'s pods carry ALLOW AuthorizationPolicies already? With `allow`, `dynamicDns` needs exact hosts for flows of a whole namespace, such as `xsuaa`.', 'unknown; needed with `egress.wildcards: dynamicDns`'),
  mtls: defaulted(mtls, mtls.empty(), 'Mutual TLS between pods.', 'STRICT without exceptions'),
  namespaces: defaulted(namespaces, namespaces.empty(), 'What is enforced beyond the namespaces of the cell.', 'nothing'),
  httpProxy: optional(httpProxy, 'A corporate HTTP proxy.', 'no proxy'),
});

function domain(example: string) {
  return pattern(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, `be a DNS domain, such as ${example}`);
}
