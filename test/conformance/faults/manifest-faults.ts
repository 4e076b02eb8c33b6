import type { Fault } from './fault';

const fault = (name: string, set: Fault['set'], expect: RegExp, server?: RegExp | null): Fault => ({ name, set, expect, ...(server === undefined ? {} : { server }) });
const EGRESS = 'spec.egress.0';

/** By object of samples/manifests.yaml. */
export const MANIFEST_FAULTS: Readonly<Record<string, readonly Fault[]>> = {
  'ServiceEntry exact': [
    fault('unknown field', { 'spec.host': 'a' }, /^spec\.host: unknown field/),
    fault('no hosts', { 'spec.hosts': undefined }, /^spec: required field "hosts"/),
    fault('host *', { 'spec.hosts': ['*'] }, /^spec\.hosts\[0\]: hostname cannot be wildcard/),
    fault('port as text', { 'spec.ports.0.number': '443' }, /^spec\.ports\[0\]\.number: must be integer/),
    fault('port 0', { 'spec.ports.0.number': 0 }, /^spec\.ports\[0\]\.number: port must be between/),
    fault('duplicate port number', { 'spec.ports.1': { number: 443, name: 'b', protocol: 'TLS' } }, /port number cannot be duplicated/),
    fault('duplicate port name', { 'spec.ports.1': { number: 444, name: 'tls', protocol: 'TLS' } }, /^spec\.ports\[1\]: duplicate name/),
    fault('CIDR with DNS', { 'spec.addresses': ['10.0.0.0/8'] }, /CIDR addresses/),
    fault('upper-case name', { 'metadata.name': 'Sap' }, /^metadata\.name: must match pattern/),
    fault('no name', { 'metadata.name': undefined }, /^metadata: needs one of name, generateName/),
    fault('bad label value', { 'metadata.labels': { app: '*' } }, /^metadata\.labels\.app: must match pattern/),
    fault('bad label key', { 'metadata.labels': { 'a b': 'x' } }, /^metadata\.labels\["a b"\]: must match pattern/),
    fault('misspelt kind', { kind: 'ServiceEntri' }, /there is no ServiceEntri/),
    fault('version that does not exist', { apiVersion: 'networking.istio.io/v2' }, /there is no ServiceEntry in networking\.istio\.io\/v2/),
  ],
  'ServiceEntry wildcard': [
    fault('NONE with endpoints', { 'spec.endpoints': [{ address: '10.0.0.1' }] }, /NONE mode cannot set endpoints/),
  ],
  'Sidecar default': [fault('bad enum', { 'spec.outboundTrafficPolicy.mode': 'REGISTRY' }, /^spec\.outboundTrafficPolicy\.mode: must be one of/)],
  'DestinationRule tenant': [
    fault('duration 0s', { 'spec.trafficPolicy.connectionPool.tcp.connectTimeout': '0s' }, /valid duration greater than 1ms/),
    fault('duration 1d', { 'spec.trafficPolicy.connectionPool.tcp.connectTimeout': '1d' }, /"1d" is not a duration/),
  ],
  'PeerAuthentication worker': [
    fault('portLevelMtls without selector', { 'spec.selector': undefined }, /portLevelMtls requires selector/),
    fault('bad enum', { 'spec.mtls.mode': 'STRICKT' }, /^spec\.mtls\.mode: must be one of/),
  ],
  'AuthorizationPolicy callers': [
    fault('selector with a wildcard', { 'spec.selector.matchLabels': { app: 'a*' } }, /wildcard/),
    fault('unknown field, deep', { 'spec.rules.0.from.0.source.principal': ['x'] }, /^spec\.rules\[0\]\.from\[0\]\.source\.principal: unknown field/),
    fault('selector and targetRefs', { 'spec.targetRefs': [{ kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'x' }] }, /only one of/i),
  ],
  'TLSRoute tls': [
    fault('version that is not served', { apiVersion: 'gateway.networking.k8s.io/v1alpha2' }, /there is no TLSRoute/),
    fault('address as hostname', { 'spec.hostnames': ['10.0.0.1'] }, /IP/),
  ],
  'NetworkPolicy worker': [
    fault('unknown field', { 'spec.egres': [] }, /^spec\.egres: unknown field/),
    fault('CIDR /33', { [`${EGRESS}.to.0.ipBlock`]: { cidr: '10.0.0.0/33' } }, /^spec\.egress\[0\]\.to\[0\]\.ipBlock\.cidr: "10\.0\.0\.0\/33" is not a CIDR/),
    fault('CIDR without prefix', { [`${EGRESS}.to.0.ipBlock`]: { cidr: '10.0.0.1' } }, /is not a CIDR/),
    fault('CIDR with host bits', { [`${EGRESS}.to.0.ipBlock`]: { cidr: '10.0.0.1/8' } }, /has host bits/),
    fault('except outside', { [`${EGRESS}.to.0.ipBlock.except`]: ['10.21.0.0/24'] }, /except\[0\]: 10\.21\.0\.0\/24 is not a part of 10\.20\.0\.0\/16/),
    fault('except of everything', { [`${EGRESS}.to.0.ipBlock.except`]: ['10.20.0.0/16'] }, /is not a part of/),
    fault('except of the other family', { [`${EGRESS}.to.0.ipBlock.except`]: ['fd00::/64'] }, /is not a part of/),
    fault('port 70000', { [`${EGRESS}.ports.0.port`]: 70000 }, /^spec\.egress\[0\]\.ports\[0\]\.port: must be between 1 and 65535/),
    fault('port in quotes', { [`${EGRESS}.ports.0.port`]: '443' }, /"443" is not the name of a port/),
    fault('endPort below port', { [`${EGRESS}.ports.1.endPort`]: 39999 }, /endPort: must be between port 40000 and 65535/),
    fault('endPort without port', { [`${EGRESS}.ports.1.port`]: undefined }, /endPort: needs a numeric port/),
    fault('protocol in lower case', { [`${EGRESS}.ports.0.protocol`]: 'tcp' }, /protocol: must be one of TCP, UDP, SCTP/),
    fault('misspelt policyTypes', { 'spec.policyTypes': ['Egres'] }, /^spec\.policyTypes\[0\]: must be one of Ingress, Egress, is "Egres"/),
    fault('ipBlock beside a selector', { [`${EGRESS}.to.0.podSelector`]: {} }, /exclude each other/, /may not specify both ipBlock and another peer/),
    fault('empty peer', { [`${EGRESS}.to.0`]: {} }, /needs an ipBlock or a selector/),
    fault('bad label in selector', { 'spec.podSelector.matchLabels': { app: 'a b' } }, /^spec\.podSelector\.matchLabels\.app: "a b" is not a label value/),
    fault('unknown operator', { 'spec.egress.1.to.0.namespaceSelector.matchExpressions.0.operator': 'Is' }, /operator: must be one of In, NotIn/),
    fault('In without values', { 'spec.egress.1.to.0.namespaceSelector.matchExpressions.0.values': undefined }, /In needs values/),
    fault('beta version', { apiVersion: 'networking.k8s.io/v1beta1' }, /there is no NetworkPolicy in networking\.k8s\.io\/v1beta1/),
  ],
  'Role eic:developer': [
    fault('misspelt verb', { 'rules.0.verbs': ['gte'] }, /^rules\[0\]\.verbs\[0\]: "gte" is not a verb/, null),
    fault('no group', { 'rules.0.apiGroups': undefined }, /^rules\[0\]\.apiGroups: must not be empty/),
  ],
  'RoleBinding eic:developer': [
    fault('misspelt role kind', { 'roleRef.kind': 'Rol' }, /^roleRef\.kind: must be one of Role, ClusterRole/),
    fault('account without group', { 'subjects.0.kind': 'Groups' }, /^subjects\[0\]\.kind: must be one of/),
  ],
  'Deployment sni-proxy': [
    fault('selector with the wrong label', { 'spec.selector.matchLabels': { app: 'other' } }, /^spec\.selector: does not match the labels/, /`selector` does not match/),
    fault('duplicate container port', { 'spec.template.spec.containers.0.ports.1': { containerPort: 8443, protocol: 'TCP' } }, /duplicate containerPort, protocol/),
    fault('unknown field, deep', { 'spec.template.spec.containers.0.img': 'x' }, /containers\[0\]\.img: unknown field/),
    fault('malformed quantity', { 'spec.template.spec.containers.0.resources': { limits: { memory: '64 MB' } } }, /limits\.memory: must match/, /quantities must match/),
  ],
  'Service sni-proxy': [
    fault('duplicate port name', { 'spec.ports.1': { name: 'tls', port: 8444 } }, /^spec\.ports\[1\]\.name: "tls" is used twice/),
    fault('port 0', { 'spec.ports.0.port': 0 }, /^spec\.ports\[0\]\.port: must be between/),
  ],
  'CronJob probe': [
    fault('minute 60', { 'spec.schedule': '60 * * * *' }, /^spec\.schedule: "60 \* \* \* \*" is not a schedule/),
    fault('restartPolicy', { 'spec.jobTemplate.spec.template.spec.restartPolicy': 'Always' }, /restartPolicy: must be Never or OnFailure/),
  ],
  'CiliumNetworkPolicy api-server': [
    fault('unknown field', { 'spec.egress.0.toServices': [{}] }, /^spec\.egress\[0\]\.toServices: unknown field/),
    fault('unknown entity', { 'spec.egress.0.toEntities': ['kube-api-server'] }, /^spec\.egress\[0\]\.toEntities\[0\]: must be one of/),
    fault('port as a number', { 'spec.egress.0.toPorts.0.ports.0.port': 443 }, /ports\[0\]\.port: must be string/),
    fault('port 70000', { 'spec.egress.0.toPorts.0.ports.0.port': '70000' }, /ports\[0\]\.port: must match pattern/),
    fault('protocol in lower case', { 'spec.egress.0.toPorts.0.ports.0.protocol': 'tcp' }, /ports\[0\]\.protocol: must be one of "TCP"/),
    fault('no selector', { 'spec.endpointSelector': undefined }, /^spec: required field "endpointSelector"/),
  ],
  'CiliumNetworkPolicy by-name': [
    fault('pattern with a scheme', { 'spec.egress.0.toFQDNs.0.matchPattern': 'https://**.acme.example' }, /toFQDNs\[0\]\.matchPattern: must match pattern/),
    fault('wildcard as a name', { 'spec.egress.0.toFQDNs.1.matchName': '*.acme.example' }, /toFQDNs\[1\]\.matchName: must match pattern/),
    fault('41 ports', { 'spec.egress.0.toPorts.0.ports': Array.from({ length: 41 }, (_, index) => ({ port: String(8000 + index), protocol: 'TCP' })) }, /toPorts\[0\]\.ports: must NOT have more than 40 items/),
    fault('operator that is none', { 'spec.endpointSelector.matchExpressions.0.operator': 'Not' }, /matchExpressions\[0\]\.operator: must be one of/),
    fault('unknown rule', { 'spec.egress.0.toPorts.0.rules': { smtp: [] } }, /toPorts\[0\]\.rules\.smtp: unknown field/),
  ],
  'FQDNNetworkPolicy by-name': [
    fault('wildcard as a name', { 'spec.egress.0.matches.0.name': '*.acme.example' }, /matches\[0\]\.name: must match pattern/),
    fault('port as text', { 'spec.egress.0.ports.0.port': '443' }, /ports\[0\]\.port: must be integer/),
    fault('no matches', { 'spec.egress.0.matches': undefined }, /^spec\.egress\[0\]: required field "matches"/),
  ],
};
