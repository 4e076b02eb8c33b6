import { BEHIND_GATEWAY, EXACT, GATEWAY_VARIANTS, SNI_PROXY } from './gateway-cells';
import type { Overrides } from '../../src/cell/overrides';
import type { ClusterProps, EdgeIntegrationCellProps, Platform, WildcardStrategy } from '../../src/cell/props';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';

/** A definition of the generated matrix. */
export interface MatrixCell {
  readonly name: string;
  readonly data: EdgeIntegrationCellProps;
  /** Do its NetworkPolicies differ from those of another cell of the matrix? They know nothing of Istio's version and of wildcards. */
  readonly ownPolicies: boolean;
}

const PLATFORMS: readonly Platform[] = ['aks', 'eks', 'gke', 'openshift', 'rke2', 'other'];
const SCOPES = ['component', 'namespace'] as const;
const ENFORCEMENTS = ['enforce', 'observe'] as const;
const ACCESS_MODES = ['standard', 'restricted'] as const;
const STRATEGIES: readonly WildcardStrategy[] = ['auto', 'passthrough', 'dynamicDns'];
const VERSIONS = ['1.24', '1.27', '1.30', '1.31'];
const FAMILIES = {
  4: { nodeCidrs: ['10.10.0.0/22'], podCidrs: ['10.244.0.0/16'], serviceCidrs: ['10.0.0.0/16'] },
  46: { nodeCidrs: ['10.10.0.0/22', 'fd00:10:10::/64'], podCidrs: ['10.244.0.0/16', 'fd00:10:244::/56'], serviceCidrs: ['10.0.0.0/16', 'fd00:10:96::/112'] },
} as const;

/** Everything a definition can ask of the cluster, for BTP on AWS. */
const RICH: EdgeIntegrationCellProps = {
  name: 'rich',
  btp: {
    region: 'eu10-004',
    flows: {
      'audit-log-service': { ports: [443, 6081] },
      'security-material': { extraHosts: [{ host: 'kms.acme.example', reason: 'own keys: "quoted" ${x} {{y}}' }], addresses: ['10.9.0.4/32'] },
    },
  },
  cluster: {
    platform: 'aks',
    ...FAMILIES[4],
    apiServer: { cidrs: ['10.10.4.4/32'], port: 443 },
    existingPolicies: 'allow',
    monitoring: { namespaces: ['monitoring'] },
    components: { 'edge-api': { selector: { 'app.kubernetes.io/component': 'edge-api' }, ports: [9443] }, 'adapter': { selector: { app: 'adapter' } } },
    mtls: { exceptions: [{ selector: { app: 'edge-api' }, ports: [9443], reason: 'webhook # not a comment' }] },
  },
  services: {
    cloudAlm: { enabled: true, dataCenter: 'eu10' },
    identityAuthentication: { enabled: true, hosts: ['acme.accounts.ondemand.com'] },
    identityProviders: { okta: { host: 'login.acme.example', port: 8443 } },
    focusedRun: { enabled: true, host: 'frun.corp.example', addresses: ['10.83.0.0/28'] },
    revocation: { enabled: true, hosts: ['crl.acme.example'] },
  },
  ingress: {
    virtualHosts: {
      default: { host: 'eic.acme.example' },
      api: { host: 'eic-api.acme.example' },
      additional: { 'partners': { host: 'partners.acme.example', credentialName: 'partners-tls' }, 'simple-tls': { host: 'simple.acme.example', credentialName: 'simple', tls: 'SIMPLE' } },
    },
    minTlsVersion: '1.3',
  },
  receivers: {
    's4': { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] },
    'bank': { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32', '2001:db8:5::7/128'] },
    'mes': { protocol: 'https', addresses: ['10.82.0.7/32'], network: 'private', port: 8443 },
    'erp': { protocol: 'rfc', host: 'erp.corp.example', ports: [3300, 3600], addresses: ['10.20.9.5/32'], network: 'private' },
    'events': { protocol: 'kafka', tls: true, brokers: ['b1.kafka.example:9093', 'b2.kafka.example:9094'] },
    'plain-events': { protocol: 'kafka', tls: false, brokers: ['b3.kafka.example:9092'], addresses: ['192.0.2.64/29'] },
    'queue': { protocol: 'amqp', transport: 'tcp', tls: true, host: 'mq.example.org', addresses: ['203.0.113.40/32'] },
    'web-queue': { protocol: 'amqp', transport: 'websocket', host: 'wmq.example.org' },
    'post': { protocol: 'smtps', host: 'mail.acme.example' },
    'mailbox': { protocol: 'imaps', host: 'imap.acme.example' },
    'files': { protocol: 'ftp', host: 'ftp.plant.example', ports: [21, '40000-40010'], addresses: ['203.0.113.21/32'] },
    'oftp': { protocol: 'oftp2', tls: true, host: 'oftp.partner.example' },
    'directory': { protocol: 'ldap', host: 'ldap.corp.example', port: 389, network: 'private', addresses: ['10.84.0.0/30'] },
    'jwks': { protocol: 'https', host: 'idp.example.org', from: ['policyengine', 'adapter'] },
    'legacy': { protocol: 'sftp', host: 'sftp.other.example', proxy: 'dmz' },
    [`l${'ong'.repeat(20)}`]: { protocol: 'sftp', host: 'x.example.org', addresses: ['203.0.113.99/32'] },
  },
  proxies: { dmz: { protocol: 'http', host: 'dmz.acme.example', port: 8080, addresses: ['10.81.0.9/32'] } },
  externalServices: {
    database: { type: 'postgresql', host: 'pg.internal.example', addresses: ['10.30.0.4/32'] },
    dataStore: { type: 'redis', endpoints: ['redis.internal.example:6379'], addresses: ['10.30.1.0/28'], ports: [26379] },
  },
  flows: {
    'licence-server': { from: ['worker'], hosts: ['lic.acme.example'], ports: [9443], protocol: 'https', reason: 'OEM adapter' },
    'time': { from: ['adapter'], addresses: ['10.85.0.1/32'], network: 'private', ports: [123], protocol: 'ntp', reason: 'clock of the machine' },
  },
};

const BY_CILIUM: Overrides = { cluster: { cni: { name: 'cilium', networkPolicy: true, version: '1.19' } }, egress: { fqdnPolicy: 'cilium' } };

/** Names of a whole namespace beside ALLOW policies must be exact. */
const XSUAA = ['acme.authentication.eu10.hana.ondemand.com'];

/** Who sends names beside ALLOW policies must be told apart. */
const LABELLED: NonNullable<ClusterProps['components']> = { 'destination-configuration': { selector: { app: 'destination-configuration' } } };

const PERSONAS: EdgeIntegrationCellProps['personas'] = {
  infrastructureProvider: { groups: ['platform-ops'] }, administrator: { groups: ['admins', 'x y: "z" # ${w}'] }, integrationDeveloper: { groups: ['devs'] },
};

/** What is rare, one at a time. */
const VARIANTS: Readonly<Record<string, Overrides>> = {
  'bare': { receivers: undefined, proxies: undefined, externalServices: undefined, flows: undefined, services: undefined, btp: { flows: undefined }, cluster: { components: undefined } },
  'node-local-dns': { cluster: { dns: { nodeLocal: true } } },
  'own-dns': { cluster: { dns: { namespace: 'dns', selector: { role: 'resolver' }, ports: [53, 1053] } } },
  'edgelm': { cluster: { namespaces: { edgelm: 'enforce' }, components: { 'cloud-connector': { selector: { app: 'cloud-connector' } } } }, services: { registry: { pulledBy: 'edgelm' } } },
  'cilium': { cluster: { cni: { name: 'cilium', networkPolicy: true } } },
  'cilium-observe': { enforcement: 'observe', cluster: { cni: { name: 'cilium', networkPolicy: true } } },
  'own-istio': { cluster: { access: 'restricted', istio: { namespace: 'mesh', gatewayNamespace: 'edge-gateways', revision: 'sap-mesh-istio' } } },
  'api-server': { cluster: { apiServer: { cidrs: ['20.50.9.0/29', '2603:1020:5::9/128'], port: 6443 } } },
  'public-ranges': { cluster: { nodeCidrs: ['25.1.0.0/22'], podCidrs: ['25.2.0.0/16'], serviceCidrs: ['100.64.0.0/16'], apiServer: { cidrs: ['25.1.0.9/32'] } } },
  'public-v6': { cluster: { nodeCidrs: ['10.10.0.0/22', '2603:1020:1::/64'], podCidrs: ['10.244.0.0/16', '2603:1020:2::/56'], serviceCidrs: ['10.0.0.0/16', 'fd00:10:96::/112'] } },
  'v6-only': { cluster: { nodeCidrs: ['fd00:10:10::/64'], podCidrs: ['fd00:10:244::/56'], serviceCidrs: ['fd00:10:96::/112'], apiServer: { cidrs: ['fd00:10:96::1/128'] } } },
  'other-labels': {
    cluster: {
      components: {
        'worker': { selector: { 'app.kubernetes.io/name': 'worker' } },
        'ssb-solace': { selector: { 'app.kubernetes.io/part-of': 'solace' } },
        'reporting': { namespace: 'edge-icell-services', selector: { team: 'reporting' } },
      },
    },
    flows: {
      reports: { from: ['reporting'], hosts: ['reports.acme.example'], ports: [8443], protocol: 'https', reason: 'in another namespace' },
      mirror: { from: ['ssb-solace', 'worker'], addresses: ['10.87.0.0/29'], network: 'private', ports: ['55443-55445'], protocol: 'tls', reason: 'in two namespaces' },
    },
  },
  'platform-flows': { cluster: { dns: { upstream: ['10.1.0.4/32', '10.1.0.5/32'] }, ntp: ['10.1.0.6/32', 'ntp.acme.example'] } },
  'http-proxy': { cluster: { httpProxy: { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32', 'fd00:81::5/128'], noProxy: ['*.eu10-004.hana.ondemand.com'] } } },
  'http-proxy-one': { cluster: { httpProxy: { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32'], flows: ['receiver/jwks'] } } },
  'connector': { services: { cloudConnector: { mode: 'external', sources: ['10.86.0.0/28'], apiServer: true } } },
  'narrow-azure': { btp: { region: 'eu20', narrow: 'region', flows: undefined } },
  'fqdn-cilium': { ...BY_CILIUM, personas: PERSONAS },
  'fqdn-cilium-namespace': { ...BY_CILIUM, egress: { fqdnPolicy: 'cilium', componentScope: 'namespace' } },
  'fqdn-cilium-observe': { ...BY_CILIUM, enforcement: 'observe' },
  'fqdn-gke': { ...EXACT, cluster: { platform: 'gke', ...FAMILIES[46] }, egress: { fqdnPolicy: 'gke' }, personas: PERSONAS },
  'personas': { personas: PERSONAS },
  'personas-cilium': { personas: PERSONAS, cluster: { cni: { name: 'cilium', networkPolicy: true }, namespaces: { edgelm: 'enforce' } } },
};

/**
 * All combinations of platform, access, scope, enforcement, IP family and wildcard strategy, with Istio's versions spread over them; then the
 * variants.
 */
export function matrixCells(): MatrixCell[] {
  const cells = PLATFORMS.flatMap((platform) => ACCESS_MODES.flatMap((access) => SCOPES.flatMap((componentScope) =>
    ENFORCEMENTS.flatMap((enforcement) => (['4', '46'] as const).flatMap((family) =>
      STRATEGIES.map((wildcards) => ({ platform, access, componentScope, enforcement, family, wildcards })))))));
  const product = cells.map(({ platform, access, componentScope, enforcement, family, wildcards }, index): MatrixCell => {
    // In steps that share no factor with the strategies, so that each meets each version that knows it.
    const istioVersion = wildcards === 'dynamicDns' ? VERSIONS[2 + (index % 2)] : VERSIONS[Math.floor(index / 3) % VERSIONS.length];
    // Beside ALLOW policies DYNAMIC_DNS goes by component only.
    const existingPolicies = wildcards === 'dynamicDns' && componentScope === 'namespace' ? 'none' : index % 4 < 3 ? 'allow' : 'none';
    return {
      name: [platform, access, componentScope, enforcement, `IPv${[...family].join(' and ')}`, wildcards, `Istio ${istioVersion}`].join(', '),
      data: changed(RICH, {
        enforcement,
        egress: { wildcards, componentScope },
        cluster: { platform, access, istioVersion, existingPolicies, ...FAMILIES[family], ...wildcards === 'dynamicDns' ? { components: LABELLED } : {} },
        ...wildcards === 'dynamicDns' && existingPolicies === 'allow' ? { btp: { flows: { xsuaa: { hosts: XSUAA } } } } : {},
      }),
      ownPolicies: wildcards === 'auto' && ((platform === 'aks' && access === 'standard') || (platform === 'openshift' && access === 'restricted')),
    };
  });
  const variants = Object.entries(VARIANTS).map(([name, overrides]): MatrixCell => ({ name, data: changed(RICH, overrides), ownPolicies: true }));
  return [...product, ...variants, ...gatewayCells()];
}

/** Platforms × access × scope × enforcement × IP families, each with exact hosts behind the gateway and with the SNI proxy; then the gateway's variants. */
function gatewayCells(): MatrixCell[] {
  const behind = changed(RICH, BEHIND_GATEWAY);
  const cells = PLATFORMS.flatMap((platform, place) => SCOPES.flatMap((componentScope) => ENFORCEMENTS.flatMap((enforcement) =>
    (['4', '46'] as const).flatMap((family, index) => (['gateway', 'sniProxy'] as const).map((strategy) =>
      ({ platform, access: ACCESS_MODES[(place + index) % 2], componentScope, enforcement, family, strategy }))))));
  const product = cells.map(({ platform, access, componentScope, enforcement, family, strategy }, index): MatrixCell => ({
    name: [platform, access, componentScope, enforcement, `IPv${[...family].join(' and ')}`, strategy].join(', '),
    data: changed(changed(behind, strategy === 'gateway' ? EXACT : SNI_PROXY), {
      enforcement, egress: { componentScope }, cluster: { platform, access, istioVersion: VERSIONS[index % VERSIONS.length], ...FAMILIES[family] },
      ...(index % 2 === 0 ? { personas: PERSONAS } : {}),
    }),
    ownPolicies: enforcement === 'enforce' && ((platform === 'aks' && family === '46') || (platform === 'openshift' && family === '4')),
  }));
  const variants = Object.entries(GATEWAY_VARIANTS).map(([name, overrides]): MatrixCell =>
    ({ name: `gateway: ${name}`, data: changed(changed(behind, SNI_PROXY), overrides), ownPolicies: true }));
  return [...product, ...variants];
}

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Plain data with some fields changed, as `EdgeIntegrationCell.extend` does it. */
function changed(base: EdgeIntegrationCellProps, overrides: Overrides): EdgeIntegrationCellProps {
  const merge = (old: unknown, over: unknown): unknown => {
    if (!isTree(old) || !isTree(over)) return over;
    const keys = [...new Set([...Object.keys(old), ...Object.keys(over)])];
    const entries = keys.map((key) => [key, key in over ? merge(old[key], over[key]) : old[key]] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  };
  return merge(base, overrides) as EdgeIntegrationCellProps;
}

/** The cell of a definition. */
export const modelOf = ({ data }: MatrixCell): EdgeIntegrationCell => EdgeIntegrationCell.fromData(structuredClone(data));
