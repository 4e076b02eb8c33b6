import { Data, minimalFile, setAt } from '../support/cells';

/**
 * Definition files that together give every field: an external Cloud Connector excludes settings of the tunnel, and additional ports exclude
 * sources of callers. All are valid, and every target can express them. New objects each time.
 */
export function fullDefinitions(): readonly [Data, Data] {
  const other = fullDefinition();
  setAt(other, ['btp', 'flows', 'application-monitoring'], undefined);
  setAt(other, ['services', 'cloudConnector'], { mode: 'external', sources: ['10.5.0.7/32'], apiServer: true });
  setAt(other, ['ingress', 'sources'], undefined);
  setAt(other, ['ingress', 'additionalPorts'], [8000]);
  setAt(other, ['ingress', 'additionalTlsPorts'], [6619]);
  for (const key of ['spoke', 'prefix']) setAt(other, ['firewall', key, 'azure', 'network', 'name'], `other-${key}`);
  setAt(other, ['firewall', 'given', 'azure', 'network', 'firewallPolicyId'], `${POLICY}-other`);
  setAt(other, ['firewall', 'inspection', 'aws', 'rules', 'endlessHelloBound'], false);
  setAt(other, ['accept'], [{ targets: ['inspection'], risk: 'endless-hello', reason: 'measured by the network team' }]);
  return [fullDefinition(), other];
}

/** The first of them, which gives nearly every field. */
export function fullDefinition(): Data {
  return structuredClone({
    apiVersion: 'edge-integration-cell/v1',
    kind: 'EdgeIntegrationCell',
    name: 'plant',
    enforcement: 'enforce',
    btp: {
      region: 'eu10-004',
      infrastructure: 'aws',
      domain: 'hana.ondemand.com',
      narrow: 'region',
      flows: {
        'content-deployment': {
          hosts: ['eic-1.s3.eu-central-1.amazonaws.com'], ports: [443, 8443],
          extraHosts: [{ host: 'store.acme.example', reason: 'copy of the bucket' }], addresses: ['10.9.0.4/32'],
        },
        'security-material': flow('credstore.hana.ondemand.com'),
        'system-internal-events': flow('events.hana.ondemand.com'),
        'application-monitoring': flow('tunnel.hana.ondemand.com'),
        'configuration-service': flow('config.hana.ondemand.com'),
        'xsuaa': flow('xsuaa.hana.ondemand.com'),
        'destination-service': flow('destination.hana.ondemand.com'),
        'audit-log-service': flow('audit.hana.ondemand.com'),
      },
    },
    cluster: {
      platform: 'aks',
      access: 'restricted',
      istioVersion: '1.27',
      istio: { namespace: 'istio-system', gatewayNamespace: 'istio-gateways', gatewaySelector: { istio: 'ingressgateway' }, revision: 'sap-mesh-istio', distribution: 'istio' },
      trustDomain: 'cluster.local',
      clusterDomain: 'cluster.local',
      nodeCidrs: ['10.10.0.0/22'],
      podCidrs: ['10.244.0.0/16'],
      serviceCidrs: ['10.0.0.0/16'],
      egressSources: ['10.10.0.0/22'],
      apiServer: { cidrs: ['10.10.4.4/32'], port: 443 },
      dns: { namespace: 'kube-system', selector: { 'k8s-app': 'kube-dns' }, ports: [53], nodeLocal: true, upstream: ['10.1.0.4/32'] },
      ntp: ['10.1.0.8/32', '10.1.0.9/32'],
      cni: { name: 'cilium', networkPolicy: true, version: '1.19' },
      monitoring: { namespaces: ['monitoring'] },
      components: { 'edge-api': { namespace: 'edge-icell', selector: { app: 'edge-api' }, serviceAccount: 'edge-api', ports: [8443] } },
      existingPolicies: 'allow',
      mtls: { exceptions: [{ namespace: 'edge-icell', selector: { app: 'webhook' }, ports: [9443], reason: 'called by the API server' }] },
      namespaces: { edgelm: 'none' },
      httpProxy: { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32'], flows: ['xsuaa'], noProxy: ['*.direct.example'] },
    },
    services: {
      registry: { enabled: true, hosts: ['mirror.acme.example'], ports: [443], pulledBy: 'nodes' },
      edgeLifecycleManagement: { enabled: true },
      cloudConnector: { mode: 'embedded' },
      cloudAlm: { enabled: true, dataCenter: 'eu10' },
      identityAuthentication: { enabled: true, hosts: ['acme.accounts.ondemand.com'] },
      identityProviders: { corporate: { host: 'login.acme.example', port: 443 } },
      focusedRun: { enabled: true, host: 'frun.corp.example', port: 8443, addresses: ['10.20.30.4/32'] },
      revocation: { enabled: true, hosts: ['crl.acme.example'] },
    },
    ingress: {
      authentication: ['basic', 'oauth', 'clientCertificate'],
      sources: ['192.0.2.0/24'],
      clientAddress: 'preserved',
      minTlsVersion: '1.2',
      additionalPorts: [],
      additionalTlsPorts: [],
      virtualHosts: {
        default: { host: 'eic.acme.example' },
        api: { host: 'eic-api.acme.example' },
        additional: { partners: { host: 'partners.acme.example', credentialName: 'partners-tls', tls: 'OPTIONAL_MUTUAL' } },
      },
    },
    receivers: {
      s4: { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'], from: ['worker'] },
      erp: { protocol: 'rfc', host: 'erp.corp.example', ports: [3300, '3600-3601'], network: 'private', addresses: ['10.20.9.5/32'] },
      events: { protocol: 'kafka', tls: true, brokers: ['b1.kafka.example:9093'] },
      queue: { protocol: 'amqp', transport: 'websocket', host: 'mq.example' },
      edi: { protocol: 'sftp', host: 'sftp.edi.example', proxy: 'dmz' },
    },
    proxies: { dmz: { protocol: 'http', host: 'dmz.acme.example', port: 8080, addresses: ['10.81.0.9/32'] } },
    externalServices: {
      database: { type: 'postgresql', host: 'pg.internal.example', port: 5432, addresses: ['10.30.0.4/32'] },
      dataStore: { type: 'redis', endpoints: ['redis.internal.example:6379'], addresses: ['10.30.0.16/28'], ports: [26379] },
    },
    egress: {
      wildcards: 'passthrough',
      gateway: { enabled: false, namespace: 'eic-egress', replicas: 2, serviceAccount: 'eic-egress' },
      sniProxy: { image: `registry.acme.example/nginx@sha256:${'0'.repeat(64)}` },
      componentScope: 'component',
      fqdnPolicy: 'none',
    },
    personas: {
      infrastructureProvider: { groups: ['platform ops'] },
      administrator: { groups: ['integration admins'] },
      integrationDeveloper: { groups: ['integration devs'] },
    },
    firewall: {
      hub: {
        azure: {
          rules: { firewallPolicyId: POLICY, priority: 400, tier: 'Standard', dnsProxy: true, defaultDeny: 'none', platformPriority: 399, platformSources: ['10.10.0.0/22'] },
          platformEgress: 'none',
        },
        provider: { subscriptionId: '00000000-0000-0000-0000-000000000000' },
        backend: { type: 'azurerm', config: { container_name: 'eic', key: '{cell}/{target}.tfstate' } },
      },
      spoke: {
        azure: {
          network: {
            resourceGroup: 'spoke', location: 'westeurope', name: 'eic-spoke', tier: 'Premium', zones: ['1'], addressSpace: ['10.8.0.0/14'], firewallSubnetCidr: '10.8.0.0/26',
            clusterSubnetCidrs: { aks: '10.10.0.0/22' }, dnsServers: ['10.1.0.4'], threatIntelligence: 'Alert', natPrefixLength: 30, natIdleTimeoutMinutes: 10, logRetentionDays: 30,
            priority: 500, denyPriority: 64000, otherWebPorts: [8443], tags: { 'cost centre': '4711' }, platformPriority: 450, platformSources: ['10.10.0.0/22'],
          },
          platformEgress: 'aks',
        },
      },
      given: {
        azure: {
          network: {
            resourceGroup: 'net', location: 'westeurope', virtualNetworkId: `${NET}/virtualNetworks/hub`, firewallSubnetId: `${NET}/virtualNetworks/hub/subnets/AzureFirewallSubnet`,
            clusterSubnetIds: { nodes: `${NET}/virtualNetworks/hub/subnets/nodes` }, firewallPolicyId: `${POLICY}-given`, dnsProxy: true, publicIpId: `${NET}/publicIPAddresses/firewall`,
            natGatewayId: `${NET}/natGateways/hub`, natAddresses: ['198.51.100.0/30'],
            workspaceId: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/logs',
          },
        },
      },
      prefix: { azure: { network: { resourceGroup: 'net', location: 'westeurope', name: 'eic-prefix', addressSpace: ['10.8.0.0/14'], firewallSubnetCidr: '10.8.0.0/26', natPrefixId: `${NET}/publicIPPrefixes/out` } } },
      inspection: {
        aws: {
          rules: {
            region: 'eu-central-1', ruleOrder: 'STRICT_ORDER', policyDefaultActions: ['aws:drop_established_app_layer'], defaultDeny: 'sources', capacity: 500,
            endlessHelloBound: true, tags: { owner: 'network team' },
          }, platformEgress: 'eks',
        },
      },
      vpc: {
        aws: {
          network: {
            region: 'eu-central-1', vpcCidr: '10.10.0.0/16', capacity: 1000, endlessHelloBound: true, idleTimeoutSeconds: 350, deletionProtection: true,
            logs: { retentionDays: 365, kmsKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/abc', bucket: 'acme-logs' }, dnsFirewall: true, dnsDomains: ['*.corp.example'],
            s3Buckets: ['acme-layers'], tags: { owner: 'network team' },
            zones: {
              a: { firewallSubnetCidr: '10.10.32.0/28', natSubnetCidr: '10.10.32.16/28', elasticIpId: 'eipalloc-0123456789abcdef0', workloadSubnets: { nodes: { cidr: '10.10.0.0/21' } } },
            },
          },
        },
      },
      existing: {
        aws: {
          network: {
            region: 'eu-central-1', vpcId: 'vpc-0123456789abcdef0', internetGatewayId: 'igw-0123456789abcdef0',
            zones: {
              a: {
                firewallSubnetId: 'subnet-0123456789abcdef0', firewallRouteTableId: 'rtb-0123456789abcdef0', natSubnetId: 'subnet-0123456789abcdef1', natRouteTableId: 'rtb-0123456789abcdef1',
                workloadSubnets: { nodes: { cidr: '10.10.0.0/21', subnetId: 'subnet-0123456789abcdef2', routeTableId: 'rtb-0123456789abcdef2' } },
              },
              b: {
                firewallSubnetId: 'subnet-0123456789abcdef3', natGatewayId: 'nat-0123456789abcdef0', natRouteTableId: 'rtb-0123456789abcdef3',
                workloadSubnets: { nodes: { cidr: '10.10.8.0/21', subnetId: 'subnet-0123456789abcdef4' } },
              },
            },
          },
        },
      },
      net: {
        gcp: {
          rules: {
            project: 'acme-net', region: 'europe-west3', network: 'projects/acme-net/global/networks/hub',
            targets: { serviceAccounts: ['gke-nodes@acme.iam.gserviceaccount.com'], secureTags: [] }, firewallPolicy: 'hub',
            priorityBase: 10000, wildcards: 'urlFiltering', defaultDeny: 'none', googleApis: 'public', responsePolicy: 'hub', ...inspection(),
          },
          platformEgress: 'none',
        },
      },
      vpcs: {
        gcp: {
          network: {
            project: 'acme-net', region: 'europe-west3', network: 'projects/acme-net/global/networks/edge', subnetworks: ['projects/acme-net/regions/europe-west3/subnetworks/nodes'],
            router: 'edge', natAddresses: ['projects/acme-net/regions/europe-west3/addresses/nat'], natAddressCount: 2, minPortsPerVm: 64, maxPortsPerVm: 4096,
            tcpEstablishedIdleTimeoutSec: 1200, natLogging: 'ALL', targets: { serviceAccounts: [], secureTags: ['tagValues/123'] }, firewallPolicy: 'edge',
            priorityBase: 20000, wildcards: 'urlFiltering', defaultDeny: 'sources', googleApis: 'privateVip', responsePolicy: 'edge', ...inspection(),
          },
          platformEgress: 'none',
        },
      },
      tags: {
        gcp: {
          rules: {
            project: 'acme-net', region: 'europe-west3', network: 'projects/acme-net/global/networks/tags', targets: { secureTags: ['tagValues/123'] },
            firewallPolicy: 'tags', wildcards: 'urlFiltering', ...inspection(),
          },
        },
      },
      accounts: {
        gcp: { network: { project: 'acme-net', region: 'europe-west3', targets: { serviceAccounts: ['gke-nodes@acme.iam.gserviceaccount.com'] }, wildcards: 'urlFiltering', ...inspection() } },
      },
    },
    flows: {
      'licence-server': {
        from: ['worker'], hosts: ['lic.acme.example'], addresses: ['203.0.113.80/32'], ports: [443], protocol: 'https', network: 'internet', reason: 'licence check',
      },
    },
    accept: [{ flows: ['ingress/partners'], risk: 'optional-mutual-foreign-certificate', reason: 'all partners use our CA' }],
  });
}

/** The minimal file with values set (or, where undefined, removed) at paths such as `cluster/cni/name`. */
export function minimalWith(changes: Readonly<Record<string, unknown>>): Data {
  const data = minimalFile();
  for (const [path, value] of Object.entries(changes)) setAt(data, path.split('/'), value);
  return data;
}

/** Settings of both ways to inspect wildcards on Google Cloud. */
function inspection(): Data {
  return {
    urlFiltering: {
      organization: '123456789012', zones: ['europe-west3-a'], billingProject: 'acme-bill', associate: true, providerVersion: '~> 7.22',
      endpoints: { 'europe-west3-a': 'organizations/123456789012/locations/europe-west3-a/firewallEndpoints/hub' },
    },
    secureWebProxy: {
      subnetwork: 'projects/acme-net/regions/europe-west3/subnetworks/nodes', address: '10.10.0.250', proxySubnetCidr: '10.99.0.0/23',
      certificateUrls: ['projects/acme-net/locations/europe-west3/certificates/swp'],
    },
  };
}

/** Id of a firewall policy that does not exist. */
export const POLICY = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/net/providers/Microsoft.Network/firewallPolicies/hub';
const NET = POLICY.slice(0, POLICY.indexOf('/firewallPolicies/'));

function flow(host: string): Data {
  return { hosts: [host], ports: [443], extraHosts: [{ host: 'more.acme.example', reason: 'ticket 1' }], addresses: ['10.9.0.5/32'] };
}
