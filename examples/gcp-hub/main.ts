import * as path from 'node:path';
import { DataGoogleComputeNetwork } from '@cdktf/provider-google/lib/data-google-compute-network';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import * as cdk8s from 'cdk8s';
import * as cdktf from 'cdktf';
import { EdgeIntegrationCell } from 'edge-integration-cell';
import { CellMesh } from 'edge-integration-cell/cluster';
import { GcpFirewallRules } from 'edge-integration-cell/gcp';

// One definition, two trees: cdk8s and cdktf cannot share one.
const cell = EdgeIntegrationCell.fromFile(path.join(__dirname, 'cell.yaml'));

// The cluster side, in your own chart.
const cluster = new cdk8s.App();
const chart = new cdk8s.Chart(cluster, 'edge', { disableResourceNameHashes: true });
new CellMesh(chart, 'Cell', { cell });

// The firewall side, in your own stack, into the policy that the network has already; the deny is for the nodes of the cell only.
const cloud = new cdktf.App();
const hub = new cdktf.TerraformStack(cloud, 'hub');
new cdktf.LocalBackend(hub, { path: 'terraform.hub.tfstate' }); // yours is remote
new GoogleProvider(hub, 'google', { project: 'acme-net', region: 'europe-west3' });
const network = new DataGoogleComputeNetwork(hub, 'Network', { name: 'hub' });
const rules = new GcpFirewallRules(hub, 'Cell', {
  cell, project: 'acme-net', region: 'europe-west3', network: network.id, firewallPolicy: 'hub',
  targetServiceAccounts: ['gke-nodes@acme-net.iam.gserviceaccount.com'], defaultDeny: 'sources', platformEgress: true,
});
new cdktf.TerraformOutput(hub, 'policy', { value: rules.firewallPolicyName });

cluster.synth();
cloud.synth();
