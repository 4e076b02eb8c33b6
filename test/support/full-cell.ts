import { EdgeIntegrationCellProps } from '../../src/cell/props';

/** A definition that gives every part of the format, as a large plant would. A new object each time. */
export function fullProps(): EdgeIntegrationCellProps {
  return {
    name: 'plant-mannheim',
    enforcement: 'enforce',
    btp: {
      region: 'eu10-004',
      infrastructure: 'aws',
      domain: 'hana.ondemand.com',
      narrow: 'none',
      flows: {
        'content-deployment': { hosts: ['eic-1.s3.eu-central-1.amazonaws.com'] },
        'audit-log-service': { ports: [443, 6081] },
        'security-material': { extraHosts: [{ host: 'kms.acme.example', reason: 'own key management' }], addresses: ['10.9.0.4/32'] },
      },
    },
    cluster: {
      platform: 'aks',
      access: 'restricted',
      istioVersion: '1.30',
      istio: {
        namespace: 'istio-system', gatewayNamespace: 'istio-gateways', gatewaySelector: { istio: 'ingressgateway' }, revision: 'sap-mesh-istio', distribution: 'istio',
      },
      trustDomain: 'cluster.local',
      clusterDomain: 'cluster.local',
      nodeCidrs: ['10.10.0.0/22'],
      podCidrs: ['10.244.0.0/16', 'fd12:244::/48'],
      serviceCidrs: ['10.0.0.0/16'],
      egressSources: ['10.10.0.0/22', 'fd12:10::/64'],
      apiServer: { cidrs: ['10.10.4.4/32'], port: 443 },
      dns: { namespace: 'kube-system', selector: { 'k8s-app': 'kube-dns' }, ports: [53], nodeLocal: true, upstream: ['10.11.0.10/32', '168.63.129.16/32'] },
      ntp: ['ntp.acme.example', '10.11.0.20/32'],
      cni: { name: 'cilium', networkPolicy: true, version: '1.19' },
      monitoring: { namespaces: ['monitoring'] },
      components: {
        'edge-api': { selector: { app: 'edge-api' }, ports: [8443] },
        'partner-adapter': { namespace: 'edge-icell', selector: { app: 'partner' }, serviceAccount: 'partner', ports: [8443] },
      },
      existingPolicies: 'allow',
      mtls: { exceptions: [{ namespace: 'edge-icell-services', selector: { app: 'webhook' }, ports: [9443], reason: 'called by the API server' }] },
      namespaces: { edgelm: 'enforce' },
      httpProxy: { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32'], flows: ['cloud-alm', 'registry'], noProxy: ['*.acme.example'] },
    },
    services: {
      registry: { enabled: true, hosts: ['mirror.acme.example', '*.repositories.cloud.sap'], ports: [443], pulledBy: 'nodes' },
      edgeLifecycleManagement: { enabled: true },
      cloudConnector: { mode: 'external', sources: ['10.90.0.4/32'], apiServer: true },
      cloudAlm: { enabled: true, dataCenter: 'eu10' },
      identityAuthentication: { enabled: true, hosts: ['acme.accounts.ondemand.com'] },
      identityProviders: { corporate: { host: 'idp.acme.example', port: 8443 } },
      focusedRun: { enabled: true, host: 'frun.acme.example', port: 8443, addresses: ['10.91.0.4/32'] },
      revocation: { enabled: true, hosts: ['crl.acme.example', '*.ocsp.acme.example'] },
    },
    ingress: {
      authentication: ['basic', 'oauth', 'clientCertificate'],
      sources: ['192.0.2.0/24'],
      clientAddress: 'preserved',
      minTlsVersion: '1.2',
      additionalPorts: [3305],
      additionalTlsPorts: [6619],
      virtualHosts: {
        default: { host: 'eic.acme.example' },
        api: { host: 'eic-api.acme.example' },
        additional: { partners: { host: 'partners.acme.example', credentialName: 'partners-tls', tls: 'OPTIONAL_MUTUAL' } },
      },
    },
    receivers: {
      's4': { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] },
      'bank': { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32'] },
      'mes': { protocol: 'https', addresses: ['10.82.0.7/32'], network: 'private', port: 8443 },
      'erp': { protocol: 'rfc', host: 'erp.corp.example', ports: [3300, 3600, '4800-4802'], addresses: ['10.20.9.5/32'], network: 'private' },
      'events': { protocol: 'kafka', tls: true, brokers: ['b1.kafka.example:9093', 'b2.kafka.example:9094'] },
      'queue': { protocol: 'amqp', transport: 'tcp', tls: true, host: 'mq.example', addresses: ['203.0.113.40/32'] },
      'jwks': { protocol: 'https', host: 'jwks.example.com', from: ['policyengine', 'partner-adapter'] },
      'suppliers': { protocol: 'https', host: '*.suppliers.example' },
      'via-proxy': { protocol: 'sftp', host: 'sftp.other.example', proxy: 'dmz' },
    },
    proxies: { dmz: { protocol: 'http', host: 'dmz.acme.example', port: 8080, addresses: ['10.81.0.9/32'] } },
    externalServices: {
      database: { type: 'postgresql', host: 'pg.internal.example', port: 5432, addresses: ['10.30.0.4/32'] },
      dataStore: { type: 'redis', endpoints: ['redis.internal.example:6379'], addresses: ['10.30.0.16/28'], ports: [6379, 26379] },
    },
    egress: {
      wildcards: 'dynamicDns',
      gateway: { enabled: true, namespace: 'eic-egress', replicas: 2, serviceAccount: 'eic-egress' },
      sniProxy: { image: `registry.acme.example/nginx@sha256:${'a'.repeat(64)}` },
      componentScope: 'component',
      fqdnPolicy: 'none',
    },
    personas: {
      infrastructureProvider: { groups: ['platform-ops'] },
      administrator: { groups: ['integration-admins'] },
      integrationDeveloper: { groups: ['integration-devs'] },
    },
    flows: {
      'licence-server': { from: ['worker'], hosts: ['lic.acme.example'], addresses: ['10.95.0.1/32'], ports: [443], protocol: 'https', network: 'private', reason: 'OEM "adapter"' },
    },
    accept: [
      { flows: ['security-material', 'xsuaa'], risk: 'shared-tenant-wildcard', reason: 'SAP documents no narrower name' },
      { flows: ['ingress/partners'], risk: 'optional-mutual-foreign-certificate', reason: 'partners have certificates of our CA' },
    ],
  };
}
