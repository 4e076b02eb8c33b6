import { EXACT } from './compiled';
import { claimTwice, compileTargets, OwnedClaim } from '../../../src/compile/targets';
import { readCell } from '../../../src/read-cell';
import { dataWith } from '../../support/cells';

const RULES = { project: 'acme-net', region: 'europe-west3', network: 'projects/acme-net/global/networks/hub', targets: { serviceAccounts: ['a@acme.iam.gserviceaccount.com'] } };

function read(gcp: object, name = 'plant') {
  const data = { apiVersion: 'edge-integration-cell/v1', kind: 'EdgeIntegrationCell', ...dataWith({ ...EXACT, name, 'btp.region': 'eu10', 'cluster.platform': 'gke' }), firewall: { net: { gcp } } };
  return readCell(data, 'file');
}

function compiledTarget(gcp: object, name?: string) {
  const { definition, plan, firewall, problems } = read(gcp, name);
  expect(problems).toEqual([]);
  return compileTargets(definition!, plan!, firewall).net!;
}

const owned = (gcp: object, name: string) => (compiledTarget(gcp, name).claims ?? []).map((claim): OwnedClaim => ({ ...claim, owner: name }));
const clash = (first: object, second: object) => {
  const made = new Map<string, OwnedClaim>();
  expect(claimTwice(owned(first, 'one'), made)).toEqual([]);
  return [...new Set(claimTwice(owned(second, 'two'), made).map(({ code, path }) => `${code} ${path}`))];
};

describe('firewall.<key>.gcp', () => {
  it.each<[string, object, string[]]>([
    ['a policy that is no name', { rules: { ...RULES, firewallPolicy: 'Hub!' } }, ['EIC111 firewall.net.gcp.rules.firewallPolicy']],
    ['an expression', { rules: { ...RULES, project: '${var.x}' } }, ['EIC110 firewall.net.gcp.rules.project']],
    ['an unknown field of the network', { network: { project: 'acme-net', region: 'europe-west3', subnets: [] } }, ['EIC101 firewall.net.gcp.network.subnets']],
    ['a deny that only a network has', { rules: { ...RULES, defaultDeny: 'any' } }, ['EIC104 firewall.net.gcp.rules.defaultDeny']],
    ['an organization that is a number', { rules: { ...RULES, urlFiltering: { organization: 1, zones: ['europe-west3-a'] } } }, ['EIC102 firewall.net.gcp.rules.urlFiltering.organization']],
    ['no zone', { rules: { ...RULES, urlFiltering: { organization: '1', zones: [] } } }, ['EIC103 firewall.net.gcp.rules.urlFiltering.zones']],
    ['a zone that is none', { rules: { ...RULES, urlFiltering: { organization: '1', zones: ['a;b'] } } }, ['EIC111 firewall.net.gcp.rules.urlFiltering.zones[0]']],
    ['a version before URL filtering was known', { rules: { ...RULES, urlFiltering: { organization: '1', zones: ['europe-west3-a'], providerVersion: '~> 6.0' } } }, ['EIC111 firewall.net.gcp.rules.urlFiltering.providerVersion']],
    ['a base that leaves no room', { rules: { ...RULES, priorityBase: 2000000000 } }, ['EIC111 firewall.net.gcp.rules.priorityBase']],
  ])('refuses %s', (_, gcp, expected) => {
    expect(read(gcp).problems.map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
  });

  it('says from where traffic leaves, as outputs', () => {
    expect(compiledTarget({ network: { project: 'acme-net', region: 'europe-west3' } }).addresses).toEqual([
      { owner: 'Cloud NAT address eic-plant-nat-1', output: 'nat_address_1' }, { owner: 'Cloud NAT address eic-plant-nat-2', output: 'nat_address_2' },
    ]);
    expect(compiledTarget({ rules: RULES })).not.toHaveProperty('addresses');
  });

  it('has the platform of another cloud refused to be silent', () => {
    expect(compiledTarget({ rules: RULES, platformEgress: 'aks' }).findings).toContainEqual(expect.objectContaining({ code: 'EIC505', path: 'firewall.net.gcp.platformEgress' }));
    expect(compiledTarget({ rules: RULES, platformEgress: 'gke' }).findings.map(({ code }) => code)).toContain('EIC533');
  });
});

describe('two cells', () => {
  const second = { ...RULES, targets: { serviceAccounts: ['b@acme.iam.gserviceaccount.com'] } };

  it('share a policy that is named', () => {
    expect(clash({ rules: { ...RULES, firewallPolicy: 'hub' } }, { rules: { ...second, firewallPolicy: 'hub' } })).toEqual([]);
  });

  it('may not both bring a policy for one network', () => {
    expect(clash({ rules: RULES }, { rules: second })).toEqual(['EIC403 firewall.net.gcp.rules']);
  });

  it('may not share targets, of which each has its deny', () => {
    expect(clash({ rules: { ...RULES, firewallPolicy: 'hub' } }, { rules: { ...RULES, firewallPolicy: 'hub' } })).toEqual(['EIC403 firewall.net.gcp.rules.targets']);
  });

  it('associate the endpoint of a zone once', () => {
    const urls = { wildcards: 'urlFiltering', urlFiltering: { organization: '1', zones: ['europe-west3-a'] }, firewallPolicy: 'hub' };
    expect(clash({ rules: { ...RULES, ...urls } }, { rules: { ...second, ...urls } })).toEqual(['EIC403 firewall.net.gcp.rules.urlFiltering.zones']);
    expect(clash({ rules: { ...RULES, ...urls } }, { rules: { ...second, ...urls, urlFiltering: { ...urls.urlFiltering, associate: false } } })).toEqual([]);
  });

  it('of one name cannot both have a policy in one project', () => {
    const made = new Map<string, OwnedClaim>();
    claimTwice(owned({ rules: RULES }, 'one'), made);
    const again = claimTwice(owned({ network: { project: 'acme-net', region: 'europe-west3' } }, 'one'), made);
    expect(again.map(({ code, path }) => `${code} ${path}`)).toEqual(['EIC403 firewall.net.gcp.network']);
  });

  it('of one name cannot share a policy that is named', () => {
    const made = new Map<string, OwnedClaim>();
    const named = { rules: { ...RULES, firewallPolicy: 'hub' } };
    claimTwice(owned(named, 'one'), made);
    expect(new Set(claimTwice(owned(named, 'one'), made).map(({ path }) => path))).toEqual(new Set(['firewall.net.gcp.rules.priorityBase', 'firewall.net.gcp.rules.targets']));
  });

  it('have networks of their own', () => {
    const network = { project: 'acme-net', region: 'europe-west3' };
    expect(clash({ network }, { network })).toEqual([]);
  });
});
