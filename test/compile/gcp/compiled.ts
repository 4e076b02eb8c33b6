import { Overrides } from '../../../src/cell/overrides';
import { compileGcp, GcpCompilation, GcpNetworkOptions, GcpRule, GcpRuleOptions } from '../../../src/compile/gcp';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { cellWith } from '../../support/cells';

/** Where the options of these tests stand in a definition. */
export const TARGET = 'firewall.net.gcp.rules';

/** Service account of the cell's nodes. */
export const NODES = 'gke-nodes@acme.iam.gserviceaccount.com';

const OPTIONS: GcpRuleOptions = {
  target: TARGET, region: 'europe-west3', ownNetwork: false, targets: { serviceAccounts: [NODES], secureTags: [] }, priorityBase: 10000,
  wildcards: 'refuse', googleApis: 'public', defaultDeny: 'none', platformEgress: false,
};

export const URL_FILTERING = { wildcards: 'urlFiltering', urlFiltering: { organization: '123456789012', zones: ['europe-west3-a', 'europe-west3-b'] } } as const;
export const PROXY = {
  wildcards: 'secureWebProxy',
  secureWebProxy: { subnetwork: 'projects/acme/regions/europe-west3/subnetworks/nodes', address: '10.10.0.250', proxySubnetCidr: '10.99.0.0/23' },
} as const;

/** SAP's wildcards narrowed to nothing but exact hosts: flows that every option can carry. */
export const EXACT = exactBtp();

function exactBtp(): Overrides {
  const flows = ['security-material', 'system-internal-events', 'application-monitoring', 'configuration-service', 'xsuaa', 'destination-service', 'audit-log-service'];
  return {
    btp: {
      flows: {
        'content-deployment': { hosts: ['eic.s3.eu-central-1.amazonaws.com'] },
        ...Object.fromEntries(flows.map((flow) => [flow, { hosts: [`${flow}.cfapps.eu10.hana.ondemand.com`] }])),
      },
    },
    services: { registry: { hosts: ['registry.acme.example'] } },
  };
}

/** A cell on GKE with exact hosts for SAP's flows, and changes. */
export function gkeCell(overrides: Overrides = {}): EdgeIntegrationCell {
  return cellWith(EXACT).extend({ cluster: { platform: 'gke', serviceCidrs: ['10.0.0.0/16'] } }).extend(overrides);
}

export function compiledCell(cell: EdgeIntegrationCell, options: Partial<GcpRuleOptions> = {}, network?: GcpNetworkOptions): GcpCompilation {
  return compileGcp(cell.definition, cell.plan, { ...OPTIONS, ...options }, network);
}

export function compiled(overrides: Overrides = {}, options: Partial<GcpRuleOptions> = {}, network?: GcpNetworkOptions): GcpCompilation {
  return compiledCell(gkeCell(overrides), options, network);
}

/** The rule of a name without `eic-plant-`; fails when there is none. */
export function ruleOf({ rules }: GcpCompilation, name: string): GcpRule {
  const rule = rules.find((candidate) => candidate.name === `eic-plant-${name}`);
  if (rule === undefined) throw new Error(`no rule ${name}, but ${rules.map((candidate) => candidate.name).join(', ')}`);
  return rule;
}

/** Problems as `CODE path`. */
export function codes({ problems }: GcpCompilation): string[] {
  return problems.map(({ code, path }) => `${code} ${path}`);
}
