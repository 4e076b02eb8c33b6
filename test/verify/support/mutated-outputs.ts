import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { renderedCell } from './rendered-cell';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { FirewallTargets, readCell } from '../../../src/read-cell';
import { ReadOutput, readOutput } from '../../../src/verify/read';
import { matrixCells, modelOf } from '../../conformance/matrix';
import { newFolder } from '../../support/folders';
import { ROOT } from '../../support/scripts';

/** An output with the definition that it is of. */
export interface MutatedOutput {
  readonly cell: EdgeIntegrationCell;
  readonly output: ReadOutput;
  readonly targets: FirewallTargets;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields are changed as they stand in files
type Loose = any;

const CELLS = join(ROOT, 'examples/cells');
const NETWORK = join(__dirname, 'gke-egress-network.yaml');

/** What `main.ts` of the examples in TypeScript gives the constructs, as a definition says it for a target. */
const CONSTRUCTS: Readonly<Record<string, object>> = {
  'azure-hub': { azure: { rules: { firewallPolicyId: '/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/firewallPolicies/hub', priority: 400, dnsProxy: true } } },
  'gcp-hub': {
    gcp: {
      rules: {
        project: 'acme-net', region: 'europe-west3', network: 'projects/acme-net/global/networks/hub', firewallPolicy: 'hub',
        targets: { serviceAccounts: ['gke-nodes@acme-net.iam.gserviceaccount.com'] }, defaultDeny: 'sources',
      },
      platformEgress: 'gke',
    },
  },
};

/** Cells of the matrix: what no example has of the cluster's side. */
const OF_CLUSTER = [
  'gateway: own names', 'personas-cilium', 'eks, standard, component, enforce, IPv4 and 6, dynamicDns, Istio 1.31', 'openshift, standard, namespace, enforce, IPv4 and 6, auto, Istio 1.27',
  'openshift, restricted, namespace, observe, IPv4, gateway', 'aks, restricted, component, observe, IPv4 and 6, sniProxy',
];

/** Outputs whose mutations must be noticed, by name: the examples of `eic`, those in TypeScript, networks and rules on Google Cloud, and cells of the matrix. */
export const OUTPUTS: Readonly<Record<string, () => MutatedOutput>> = {
  ...Object.fromEntries(readdirSync(CELLS).filter((name) => name.endsWith('.yaml')).map((file) => {
    const data = read(join(CELLS, file));
    return [String(data.name), () => outputOf(data, readOutput([join(CELLS, 'expected', String(data.name))]))];
  })),
  ...Object.fromEntries(Object.entries(CONSTRUCTS).map(([example, target]) => [example, () => {
    const folder = join(ROOT, 'examples', example);
    const output = readOutput([join(folder, 'expected')]);
    return outputOf({ ...read(join(folder, 'cell.yaml')), firewall: { hub: target } }, { ...output, terraform: { hub: Object.values(output.terraform)[0]! } });
  }])),
  ...Object.fromEntries(OF_CLUSTER.map((name) => [name, () => clusterOutput(name)])),
  'gke-egress-network': () => synthesized(NETWORK, () => undefined),
  'gke-private-apis': () => synthesized(NETWORK, ({ firewall }) => { firewall.net.gcp.network.googleApis = 'privateVip'; }),
  'gke-web-proxy': webProxy,
  'gke-url-filtering': () => direct({ wildcards: 'urlFiltering', urlFiltering: { organization: '123456789012', zones: ['europe-west4-a', 'europe-west4-b'] } }),
};

/** The manifests of a cell of the matrix, but for exceptions of mutual TLS, whose ports some questions find open. */
export function clusterOutput(name: string): MutatedOutput {
  const cell = modelOf(matrixCells().find((one) => one.name === name)!).extend({ cluster: { mtls: { exceptions: [] } } });
  return { cell, output: renderedCell(cell), targets: {} };
}

/** Google's Secure Web Proxy for wildcards: what it does not serve goes around it. */
export function webProxy(): MutatedOutput {
  return direct({ wildcards: 'secureWebProxy', secureWebProxy: { subnetwork: 'projects/acme-net/regions/europe-west4/subnetworks/proxy', address: '10.93.0.5', proxySubnetCidr: '10.93.1.0/24' } });
}

/** The example on Google Cloud without its HTTP proxy, so that wildcards leave by the firewall. */
function direct(rules: object): MutatedOutput {
  return synthesized(join(CELLS, 'gke-btp-gcp.yaml'), (data) => {
    delete data.cluster.httpProxy;
    Object.assign(data.firewall.net.gcp.rules, rules);
  });
}

/** The output that `eic synth` writes of a definition that is not among the examples. */
export function synthesized(base: string, change: (data: Loose) => void): MutatedOutput {
  const data = structuredClone(read(base)) as Loose;
  change(data);
  const [file, folder] = [join(newFolder(), 'cell.yaml'), newFolder()];
  writeFileSync(file, stringify(data));
  execFileSync(process.execPath, ['bin/eic', 'synth', file, '-o', folder], { cwd: ROOT, stdio: 'pipe' });
  return outputOf(data, readOutput([folder]));
}

function read(file: string): Readonly<Record<string, unknown>> {
  return parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

function outputOf(data: Readonly<Record<string, unknown>>, output: ReadOutput): MutatedOutput {
  const reading = readCell(data, 'file');
  if (reading.problems.length > 0) throw new Error(JSON.stringify(reading.problems));
  return { cell: new EdgeIntegrationCell(data as never, reading), output, targets: reading.firewall };
}
