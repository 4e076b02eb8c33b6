import type { Overrides } from '../../src/cell/overrides';

const IMAGE = `registry.acme.example/nginx@sha256:${'a'.repeat(64)}`;

/** What a rich cell changes so that a gateway can carry it: single addresses, no plain HTTP. */
export const BEHIND_GATEWAY: Overrides = {
  egress: { gateway: { enabled: true } },
  cluster: { components: { worker: { serviceAccount: 'worker' }, edc: { serviceAccount: 'edc' } } },
  services: { focusedRun: { addresses: ['10.83.0.1/32'] }, revocation: { enabled: false, hosts: undefined } },
  receivers: {
    'plain-events': { protocol: 'kafka', tls: false, brokers: ['b3.kafka.example:9092'], addresses: ['192.0.2.65/32', '192.0.2.66/32'] },
    'directory': { protocol: 'ldap', host: 'ldap.corp.example', port: 389, network: 'private', addresses: ['10.84.0.1/32'] },
    'wide': { protocol: 'https', host: 'one.saas.example', port: 8443 },
  },
  externalServices: { dataStore: { type: 'redis', endpoints: ['redis.internal.example:6379'], addresses: ['10.30.1.4/32', '10.30.1.5/32'], ports: [26379] } },
};

const TENANT = { hosts: ['t.cfapps.eu10-004.hana.ondemand.com'] };

/** SAP's flows by exact hosts. */
export const EXACT: Overrides = {
  btp: {
    flows: {
      'content-deployment': { hosts: ['eic-1.s3.eu-central-1.amazonaws.com'] },
      'security-material': TENANT, 'system-internal-events': TENANT, 'configuration-service': TENANT, 'xsuaa': TENANT, 'destination-service': TENANT, 'audit-log-service': TENANT,
    },
  },
};

/** SAP's flows as SAP documents them, a wildcard of the customer's, and a name below it. */
export const SNI_PROXY: Overrides = {
  egress: { wildcards: 'sniProxy', sniProxy: { image: IMAGE } },
  receivers: { all: { protocol: 'https', host: '*.saas.example', port: 8443 } },
};

/** What is rare behind a gateway, one at a time. */
export const GATEWAY_VARIANTS: Readonly<Record<string, Overrides>> = {
  'own names': { egress: { gateway: { namespace: 'acme-egress', serviceAccount: 'way-out', replicas: 3 } } },
  'edgelm': { cluster: { namespaces: { edgelm: 'enforce' }, components: { 'cloud-connector': { selector: { app: 'cloud-connector' } } } } },
  'own dns': { cluster: { dns: { namespace: 'dns', selector: { role: 'resolver' }, ports: [53, 1053] } } },
  'node-local dns': { cluster: { dns: { nodeLocal: true } } },
  'cilium': { cluster: { cni: { name: 'cilium', networkPolicy: true }, dns: { nodeLocal: true } } },
  'fqdn cilium': { cluster: { cni: { name: 'cilium', networkPolicy: true, version: '1.20' } }, egress: { fqdnPolicy: 'cilium' } },
  'personas': { personas: { infrastructureProvider: { groups: ['ops'] }, administrator: { groups: ['admins'] }, integrationDeveloper: { groups: ['devs'] } }, cluster: { cni: { name: 'cilium', networkPolicy: true } } },
  'own istio': { cluster: { access: 'restricted', istio: { namespace: 'mesh', gatewayNamespace: 'edge-gateways', revision: 'sap-mesh-istio' } } },
  'http proxy': { cluster: { httpProxy: { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32'] } } },
  'one flow by the http proxy': { cluster: { httpProxy: { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32'], flows: ['receiver/jwks'] } } },
  'no receivers': { receivers: undefined, proxies: undefined, externalServices: undefined, flows: undefined, services: undefined },
  'no scrapers': { cluster: { monitoring: undefined } },
  'IPv6 only': { cluster: { nodeCidrs: ['fd00:10:10::/64'], podCidrs: ['fd00:10:244::/56'], serviceCidrs: ['fd00:10:96::/112'], apiServer: { cidrs: ['fd00:10:96::1/128'] } } },
};
