import * as path from 'node:path';
import { NetworkfirewallFirewallPolicy } from '@cdktf/provider-aws/lib/networkfirewall-firewall-policy';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import * as cdk8s from 'cdk8s';
import * as cdktf from 'cdktf';
import { EdgeIntegrationCell } from 'edge-integration-cell';
import { AwsEgressNetwork, AwsNetworkFirewallRules } from 'edge-integration-cell/aws';
import { CellMesh } from 'edge-integration-cell/cluster';

// One definition, two trees: cdk8s and cdktf cannot share one.
const cell = EdgeIntegrationCell.fromFile(path.join(__dirname, 'cell.yaml'));
const region = 'eu-central-1';

// The cluster side, in your own chart.
const cluster = new cdk8s.App();
const chart = new cdk8s.Chart(cluster, 'edge', { disableResourceNameHashes: true });
new CellMesh(chart, 'Cell', { cell });

// The firewall side, in your own stack: a rule group beside yours, in a policy of yours.
const cloud = new cdktf.App();
const inspection = new cdktf.TerraformStack(cloud, 'inspection');
new cdktf.LocalBackend(inspection, { path: 'terraform.inspection.tfstate' }); // yours is remote
new AwsProvider(inspection, 'aws', { region });
const rules = new AwsNetworkFirewallRules(inspection, 'Cell', {
  cell, region, platformEgress: 'eks', defaultDeny: 'sources', policyDefaultActions: ['aws:drop_established_app_layer'],
});
const groups = [rules.platformRuleGroupArn!, rules.ruleGroupArn];
new NetworkfirewallFirewallPolicy(inspection, 'Policy', {
  name: 'inspection',
  firewallPolicy: {
    statelessDefaultActions: ['aws:forward_to_sfe'],
    statelessFragmentDefaultActions: ['aws:forward_to_sfe'],
    statefulDefaultActions: ['aws:drop_established_app_layer'],
    statefulEngineOptions: { ruleOrder: 'STRICT_ORDER' },
    statefulRuleGroupReference: groups.map((resourceArn, index) => ({ priority: 100 + index, resourceArn })),
  },
});
new cdktf.TerraformOutput(inspection, 'group', { value: rules.ruleGroupArn });

// Or a whole network with a firewall of its own.
const network = new cdktf.TerraformStack(cloud, 'network');
new cdktf.LocalBackend(network, { path: 'terraform.network.tfstate' });
new AwsProvider(network, 'aws', { region });
const egress = new AwsEgressNetwork(network, 'Egress', {
  cell, region, platformEgress: 'eks', vpcCidr: '10.42.0.0/16',
  zones: {
    a: { firewallSubnetCidr: '10.42.240.0/28', natSubnetCidr: '10.42.240.16/28', workloadSubnets: { nodes: { cidr: '10.42.0.0/20' } } },
    b: { firewallSubnetCidr: '10.42.240.32/28', natSubnetCidr: '10.42.240.48/28', workloadSubnets: { nodes: { cidr: '10.42.32.0/20' } } },
  },
  tags: { team: 'network' },
});
new cdktf.TerraformOutput(network, 'addresses-for-partners', { value: egress.natAddresses });

cluster.synth();
cloud.synth();
