import { PROVIDER_SETTINGS } from '../../src/compile/provider-settings';
import { compileTargets } from '../../src/compile/targets';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { GoogleProvider } from '../../src/gcp/bindings';
import { gcpStack } from '../../src/gcp/target';
import { readCell } from '../../src/read-cell';
import { EXACT } from '../compile/gcp/compiled';
import { Data, minimalProps, problemsOf } from '../support/cells';

const RULES = { project: 'acme-net', region: 'europe-west3', network: 'projects/acme-net/global/networks/hub', targets: { serviceAccounts: ['nodes@acme.iam.gserviceaccount.com'] } };

function stack(gcp: object, more: object = {}, changes: object = {}): string | undefined {
  const props = { ...minimalProps(), ...EXACT, btp: { region: 'eu10', ...(EXACT as { btp: object }).btp }, ...changes };
  const read = readCell({ apiVersion: 'edge-integration-cell/v1', kind: 'EdgeIntegrationCell', ...props, firewall: { net: { gcp, ...more } } }, 'file');
  expect(read.problems).toEqual([]);
  const compiled = compileTargets(read.definition!, read.plan!, read.firewall).net!;
  return gcpStack(EdgeIntegrationCell.fromData(props), { key: 'net', settings: read.firewall.net!, compiled });
}

interface Written { readonly terraform: Data; readonly provider: { readonly google: Data[] }; readonly resource: Record<string, Data>; readonly output?: Record<string, Data> }
const parsed = (...args: Parameters<typeof stack>) => JSON.parse(stack(...args)!) as Written;

it('is a stack with the provider, its settings, and the rules', () => {
  const { terraform, provider, resource } = parsed({ rules: RULES }, { provider: { project: 'acme-net', userProjectOverride: true } });
  expect(terraform).toEqual({ required_providers: { google: { source: 'google', version: '6.50.0' } } });
  expect(provider.google).toEqual([{ project: 'acme-net', user_project_override: true }]);
  expect(Object.keys(resource)).toEqual(['google_compute_network_firewall_policy', 'google_compute_network_firewall_policy_association', 'google_compute_network_firewall_policy_rule']);
});

it('is a whole network with its addresses as outputs, and a backend with the names of cell and target', () => {
  const { terraform, output, resource } = parsed({ network: { project: 'acme-net', region: 'europe-west3' } }, { backend: { type: 'gcs', config: { prefix: '{cell}/{target}' } } });
  expect(terraform).toMatchObject({ backend: { gcs: { prefix: 'plant/net' } } });
  expect(Object.keys(output!)).toEqual(['nat_address_1', 'nat_address_2']);
  expect(output!.nat_address_1!.value).toMatch(/^\$\{google_compute_address\..*\.address\}$/);
  expect(Object.keys(resource)).toEqual(expect.arrayContaining(['google_compute_network', 'google_compute_router_nat', 'google_compute_subnetwork']));
});

it('asks for a newer provider where URLs are filtered', () => {
  const urlFiltering = { organization: '123456789012', zones: ['europe-west3-a'] };
  const { terraform } = parsed({ rules: { ...RULES, wildcards: 'urlFiltering', urlFiltering } }, {}, { receivers: { x: { protocol: 'https', host: '*.x.example' } } });
  expect(terraform).toEqual({ required_providers: { google: { source: 'google', version: '~> 7.22' } } });
});

it('gives the same bytes each time, and carries no reason of the definition', () => {
  const flows = { licence: { from: ['worker'], hosts: ['lic.acme.example'], ports: [443], protocol: 'https', reason: 'FREE-TEXT ${var.x} %{ if }' } };
  const text = stack({ rules: RULES }, {}, { flows })!;
  expect(stack({ rules: RULES }, {}, { flows })).toBe(text);
  expect(text).toContain('lic.acme.example');
  expect(text).not.toContain('FREE-TEXT');
});

it('says everything that is wrong at once, by its path in the definition', () => {
  const problems = problemsOf(() => stack({ rules: { ...RULES, targets: undefined, defaultDeny: 'sources' } }, { provider: { projekt: 'x' } }, { receivers: { mail: { protocol: 'imaps', host: '*.mail.acme.example' } } }));
  expect(problems.map(({ code, path }) => `${code} ${path}`).sort()).toEqual(['EIC101 firewall.net.provider.projekt', 'EIC401 receivers.mail', 'EIC430 firewall.net.gcp.rules.targets']);
});

it('knows only settings that the provider has', () => {
  for (const name of PROVIDER_SETTINGS.gcp.settings.keys()) expect(Object.getOwnPropertyDescriptor(GoogleProvider.prototype, name)?.set).toBeDefined();
});
