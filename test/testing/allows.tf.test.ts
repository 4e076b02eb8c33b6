// `allows`, `rendered` and `terraform` as a platform team uses them in Jest: their own chart and their own stack, with the cell's rules among others.
import { ApiObject, Chart, Testing } from 'cdk8s';
import { RootConstruct } from 'constructs';
import { AwsNetworkFirewallRules } from '../../src/aws';
import { AwsProvider } from '../../src/aws/bindings';
import { AzureFirewallRules } from '../../src/azure';
import { AzurermProvider } from '../../src/azure/bindings';
import { CellMesh } from '../../src/cluster';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { GcpFirewallRules } from '../../src/gcp';
import { GoogleProvider } from '../../src/gcp/bindings';
import { TerraformStack } from '../../src/terraform/engine';
import { allows, AllowsOptions, rendered, terraform } from '../../src/testing';
import { cellWith, codesOf } from '../support/cells';

const POLICY = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/net/providers/Microsoft.Network/firewallPolicies/hub';
const cell: EdgeIntegrationCell = cellWith({
  enforcement: 'enforce',
  cluster: { platform: 'other', cni: { name: 'cilium', networkPolicy: true } },
  receivers: {
    s4: { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] },
    bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32'] },
  },
});

function chartOf(more: (chart: Chart) => void = () => undefined): Chart {
  const chart = new Chart(Testing.app(), 'edge');
  new CellMesh(chart, 'Cell', { cell });
  more(chart);
  return chart;
}

type Fill = (stack: TerraformStack) => void;

/** A stack of the team's own, with whatever else is in it. */
function stackOf(fill: Fill, id = 'hub'): TerraformStack {
  const stack = new TerraformStack(new RootConstruct(), id);
  fill(stack);
  return stack;
}

const azure: Fill = (stack) => {
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  new AzureFirewallRules(stack, 'Cell', { cell, firewallPolicyId: POLICY, priority: 400, dnsProxy: true });
};
const CLOUDS: Readonly<Record<string, Fill>> = {
  azure,
  aws: (stack) => {
    new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
    new AwsNetworkFirewallRules(stack, 'Cell', { cell, region: 'eu-central-1', defaultDeny: 'sources' });
  },
  gcp: (stack) => {
    new GoogleProvider(stack, 'google', { project: 'acme-net' });
    new GcpFirewallRules(stack, 'Cell', {
      cell, project: 'acme-net', region: 'europe-west3', network: 'projects/acme-net/global/networks/hub', targetServiceAccounts: ['gke-nodes@acme-net.iam.gserviceaccount.com'],
      wildcards: 'urlFiltering', urlFiltering: { organization: '123456789012', zones: ['europe-west3-a'] }, defaultDeny: 'sources',
    });
  },
};

/** A group of another team in the same policy. */
const others = (action: string, destination: string): Fill => (stack) => {
  azure(stack);
  const rule = { name: 'any', protocols: ['Any'], source_addresses: ['*'], destination_addresses: [destination], destination_ports: ['*'] };
  stack.addOverride('resource.azurerm_firewall_policy_rule_collection_group.others', {
    name: 'others', firewall_policy_id: POLICY, priority: 100, network_rule_collection: [{ name: 'any', priority: 100, action, rule: [rule] }],
  });
};

const QUESTIONS: readonly [Omit<AllowsOptions, 'cell' | 'output'>, boolean][] = [
  [{ to: 's4.corp.example', port: 44300 }, true],
  [{ to: '10.20.0.9', port: 44300, protocol: 'tls' }, false],
  [{ to: 's4.corp.example', port: 443 }, false],
  [{ to: 's4.corp.example', port: 44300, from: 'edc' }, false],
  [{ to: 'sftp.bank.example', port: 22 }, true],
  [{ to: '203.0.113.7', port: 22 }, true],
  [{ to: '203.0.113.8', port: 22 }, false],
  [{ to: 'eic.s3.eu-central-1.amazonaws.com', port: 443, from: 'edc' }, true],
  [{ to: 'eic.s3.eu-central-1.amazonaws.com', port: 443 }, false],
  [{ to: 'edge-icell.repositories.cloud.sap', port: 443, from: 'nodes' }, true],
  [{ to: 'hana.ondemand.com', port: 443 }, false],
  [{ to: 'evil.example', port: 443 }, false],
  [{ to: '2001:db8::1', port: 443 }, false],
  [{ to: '169.254.169.254', port: 80, protocol: 'http' }, false],
  [{ to: 's4.corp.example', port: 44300, protocol: 'quic' }, false],
];

describe.each(Object.keys(CLOUDS))('a chart, and a stack of %s', (cloud) => {
  const output = [rendered(chartOf()), terraform(stackOf(CLOUDS[cloud]!))];

  test.each(QUESTIONS)('%j: %s', (question, expected) => {
    expect(allows({ cell, output, ...question })).toBe(expected);
  });

  test('every host and address of every flow that leaves directly passes from where it starts', () => {
    const asked = cell.plan.egress.filter(({ via }) => via === null).flatMap((flow) => flow.from.flatMap((from) => {
      const origin = from.nodes === true ? 'nodes' : `${from.namespace}/${from.component ?? '*'}`;
      return flow.to.hosts.map((host) => ({ to: host.wildcard ? `a.${host.name}` : host.name, port: flow.ports[0]!.first, from: origin }));
    }));
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((question) => !allows({ cell, output, ...question }))).toEqual([]);
  });
});

describe('what else is in the chart or stack counts', () => {
  const evil = { to: 'evil.example', port: 443 };
  const s4 = { to: 's4.corp.example', port: 44300 };
  const ask = (question: { to: string; port: number }, chart = chartOf(), stack = stackOf(azure)) => allows({ cell, output: [rendered(chart), terraform(stack)], ...question });
  const policy = (spec: object) => (chart: Chart) => {
    new ApiObject(chart, 'Theirs', { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'theirs', namespace: 'edge-icell' }, spec });
  };

  test('one layer that is opened leaves the others closed', () => {
    expect(ask(evil, chartOf(policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{}] })))).toBe(false);
    expect(ask(evil, undefined, stackOf(others('Allow', '*')))).toBe(false);
  });

  test('a firewall alone that is opened lets through what only it stops', () => {
    const asked = { cell, from: 'nodes', to: '198.51.100.9', port: 8443 };
    expect(allows({ ...asked, output: [terraform(stackOf(azure))] })).toBe(false);
    expect(allows({ ...asked, output: [terraform(stackOf(others('Allow', '*')))] })).toBe(true);
  });

  test('what another team denies is denied', () => {
    expect(ask(s4)).toBe(true);
    expect(ask(s4, undefined, stackOf(others('Deny', '10.20.0.0/16')))).toBe(false);
  });

  test('what is not understood is no', () => {
    const chart = chartOf((scope) => {
      new ApiObject(scope, 'Lua', { apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter', metadata: { name: 'lua', namespace: 'istio-system' }, spec: { configPatches: [{ applyTo: 'NETWORK_FILTER' }] } });
    });
    expect(ask(s4, chart)).toBe(false);
  });

  test('two stacks of one name are both asked', () => {
    const output = [rendered(chartOf()), terraform(stackOf(others('Deny', '10.20.0.0/16'))), terraform(stackOf(azure))];
    expect(allows({ cell, output, ...s4 })).toBe(false);
    expect(allows({ cell, output: [...output].reverse(), ...s4 })).toBe(false);
  });

  test('without output nothing is allowed', () => {
    expect(allows({ cell, output: [], ...s4 })).toBe(false);
  });
});

test('rendered and terraform are what is written, without the notes of the engine', () => {
  const { objects } = rendered(chartOf());
  expect(new Set(objects.map(({ value }) => value.kind))).toEqual(new Set(['ServiceEntry', 'PeerAuthentication', 'AuthorizationPolicy', 'Sidecar', 'NetworkPolicy', 'CiliumNetworkPolicy']));
  expect(objects.every(({ id, value }) => id === `${value.kind} ${value.metadata.namespace}/${value.metadata.name}`)).toBe(true);
  const { terraform: { hub } } = terraform(stackOf(azure));
  expect(hub!.resources.map(({ type }) => type)).toEqual(['azurerm_firewall_policy_rule_collection_group']);
  expect(JSON.stringify(hub)).not.toMatch(/TfToken|"\/\/"/);
});

test.each([[{ to: '*.example', port: 443 }, 'EIC728 to'], [{ to: 's4.corp.example', port: 70000 }, 'EIC728 to'], [{ to: 'a.example', port: 1, from: 'workr' }, 'EIC728 from'], [{ to: 'a.example', port: 1, protocol: 'https' }, 'EIC728 protocol']])(
  '%j cannot be asked', (question, problem) => {
    expect(codesOf(() => allows({ cell, output: [], ...question }))).toEqual([problem]);
  });
