import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileTargets } from '../../../src/compile/targets';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { gcpStack } from '../../../src/gcp/target';
import { readCell } from '../../../src/read-cell';
import { checkOf, failed, skipped, tail, type Check } from '../check';
import type { Engines } from '../engines';
import { temporaryDirectory } from '../temporary';
import { terraform, terraformAll, type Providers } from '../terraform';

type Json = Record<string, unknown>;

const REGIONS = { aws: 'eu10', azure: 'eu20', gcp: 'eu30' } as const;
const TARGETS = { serviceAccounts: ['gke-nodes@acme-net.iam.gserviceaccount.com'] };
const NETWORK = 'projects/acme-net/global/networks/hub';
const KINDS: Readonly<Record<string, Json>> = {
  'rules into a policy': { rules: { network: NETWORK, firewallPolicy: 'hub', targets: TARGETS } },
  'rules with a policy': { rules: { network: NETWORK, targets: { secureTags: ['tagValues/123'] } } },
  'network': { network: {} },
  'network that exists': { network: { network: NETWORK, subnetworks: ['projects/acme-net/regions/europe-west3/subnetworks/nodes'], router: 'hub', targets: TARGETS } },
};
const WILDCARDS: Readonly<Record<string, Json>> = {
  refuse: { wildcards: 'refuse', googleApis: 'privateVip' },
  urlFiltering: { wildcards: 'urlFiltering', urlFiltering: { organization: '123456789012', zones: ['europe-west3-a', 'europe-west3-b'] } },
  secureWebProxy: {
    wildcards: 'secureWebProxy', secureWebProxy: { subnetwork: 'projects/acme-net/regions/europe-west3/subnetworks/nodes', address: '10.10.0.250', proxySubnetCidr: '10.99.0.0/23' },
  },
};

/** Which deny a kind takes: the infrastructure and deny change from stack to stack, so that each pair is there. */
const DENIES: Readonly<Record<string, readonly string[]>> = { rules: ['sources', 'none'], network: ['any', 'none'] };

/** A cell whose flows every way to match wildcards can carry. */
function definitionOf(region: string, wildcards: string): Json {
  const names = wildcards === 'refuse';
  const flows = ['security-material', 'system-internal-events', 'application-monitoring', 'configuration-service', 'xsuaa', 'destination-service', 'audit-log-service'];
  const hosts = { eu10: 'eic.s3.eu-central-1.amazonaws.com', eu20: 'eic.blob.core.windows.net', eu30: 'eic.storage.googleapis.com' }[region];
  return {
    apiVersion: 'edge-integration-cell/v1', kind: 'EdgeIntegrationCell', name: 'plant',
    btp: { region, ...(names ? { flows: { 'content-deployment': { hosts: [hosts] }, ...Object.fromEntries(flows.map((flow) => [flow, { hosts: [`${flow}.cfapps.${region}.hana.ondemand.com`] }])) } } : {}) },
    cluster: {
      platform: 'gke', nodeCidrs: ['10.10.0.0/22'], podCidrs: ['10.244.0.0/16'], serviceCidrs: ['10.0.0.0/16'], apiServer: { cidrs: ['10.10.4.4/32'] }, ntp: ['time.acme.example'],
    },
    ...(names ? { services: { registry: { hosts: ['registry.acme.example'] } } } : {}),
    ingress: { virtualHosts: { default: { host: 'eic.acme.example' }, api: { host: 'eic-api.acme.example' } } },
    receivers: { bank: { protocol: 'sftp', addresses: ['203.0.113.7/32', '2001:db8::7/128'] }, web: { protocol: 'https', host: 'web.acme.example' } },
  };
}

/** Stacks of Google Cloud for a matrix, applied with fake values; a second plan is empty. */
export async function checkGcpStacks({ providers }: Engines): Promise<Check[]> {
  if (providers === undefined) return [skipped('gcp stacks', 'terraform or the provider schemas are missing')];
  const work = temporaryDirectory('eic-gcp-');
  const combinations = Object.keys(KINDS).flatMap((kind) => Object.keys(WILDCARDS).map((wildcards) => ({ kind, wildcards })));
  return Promise.all(combinations.map(async ({ kind, wildcards }, index) => {
    const infrastructure = (['aws', 'azure', 'gcp'] as const)[(index + Math.floor(index / 3)) % 3]!;
    const deny = DENIES[kind.startsWith('rules') ? 'rules' : 'network']![index % 2]!;
    const label = `gcp ${kind}, ${wildcards}, deny ${deny}, BTP on ${infrastructure}`;
    try {
      return await checkApplied(label, join(work, `${index}`), stackOf(kind, wildcards, deny, REGIONS[infrastructure]), providers);
    } catch (error) {
      return failed(label, (error as Error).message);
    }
  }));
}

function stackOf(kind: string, wildcards: string, deny: string, region: string): Json {
  const [[form, settings]] = Object.entries(KINDS[kind]!) as [[string, Json]];
  // Where the network is somebody else's, a deny is for the targets.
  const defaultDeny = deny === 'any' && settings.network !== undefined ? 'sources' : deny;
  const gcp = { [form]: { project: 'acme-net', region: 'europe-west3', defaultDeny, ...settings, ...WILDCARDS[wildcards] }, platformEgress: 'gke' };
  const data = { ...definitionOf(region, wildcards), firewall: { net: { gcp, provider: { project: 'acme-net' } } } };
  const { definition, plan, firewall, problems } = readCell(data, 'file');
  if (definition === undefined || plan === undefined) throw new Error(problems.map(({ path, message }) => `${path} ${message}`).join('; '));
  const compiled = compileTargets(definition, plan, firewall).net!;
  return JSON.parse(gcpStack(EdgeIntegrationCell.fromData({ ...data, firewall: undefined }), { key: 'net', settings: firewall.net!, compiled })!) as Json;
}

/**
 * The schema that is there is older than URL filtering. Everything else is checked against it: the fields are taken out, and the version that
 * the stack asks for is put back. What the fields hold is checked by our own tests alone.
 */
function withoutUrlFiltering(stack: Json): { readonly stack: Json; readonly note: string } {
  const text = JSON.stringify(stack);
  if (!text.includes('url_filtering_profile')) return { stack, note: '' };
  const copy = JSON.parse(text, (key, value: unknown) => (key === 'url_filtering_profile' ? undefined : value)) as Json;
  const { required_providers: required } = copy.terraform as { required_providers: { google: Json } };
  required.google.version = '6.50.0';
  return { stack: copy, note: ', without url_filtering_profile, which 6.50 does not know' };
}

async function checkApplied(label: string, directory: string, given: Json, providers: Providers): Promise<Check> {
  const { stack, note } = withoutUrlFiltering(given);
  const name = `${label} (init, validate, apply, empty second plan${note})`;
  mkdirSync(directory);
  writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(stack, null, 2));
  const { code, command, output } = await terraformAll(directory, [['init'], ['validate'], ['apply']], providers);
  if (code !== 0) return failed(name, `terraform ${command}: ${tail(output)}`);
  const again = await terraform(directory, ['plan', '-detailed-exitcode'], providers);
  return checkOf(name, again.code === 0 ? [] : [tail(again.output)]);
}
