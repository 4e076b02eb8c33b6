import * as path from 'node:path';
import { DataAzurermFirewallPolicy } from '@cdktf/provider-azurerm/lib/data-azurerm-firewall-policy';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import * as cdk8s from 'cdk8s';
import * as cdktf from 'cdktf';
import { EdgeIntegrationCell } from 'edge-integration-cell';
import { AzureFirewallRules } from 'edge-integration-cell/azure';
import { CellMesh } from 'edge-integration-cell/cluster';

// One definition, two trees: cdk8s and cdktf cannot share one.
const cell = EdgeIntegrationCell.fromFile(path.join(__dirname, 'cell.yaml'));

// The cluster side, in your own chart.
const cluster = new cdk8s.App();
const chart = new cdk8s.Chart(cluster, 'edge', { disableResourceNameHashes: true });
new CellMesh(chart, 'Cell', { cell });

// The firewall side, in your own stack, into the policy that the hub has already.
const cloud = new cdktf.App();
const hub = new cdktf.TerraformStack(cloud, 'hub');
new cdktf.LocalBackend(hub, { path: 'terraform.hub.tfstate' }); // yours is remote
new AzurermProvider(hub, 'azurerm', { features: [{}] });
const policy = new DataAzurermFirewallPolicy(hub, 'Policy', { name: 'hub', resourceGroupName: 'net' });
const rules = new AzureFirewallRules(hub, 'Cell', { cell, firewallPolicyId: policy.id, priority: 400, dnsProxy: true });
new cdktf.TerraformOutput(hub, 'group', { value: rules.ruleCollectionGroupId });

cluster.synth();
cloud.synth();
