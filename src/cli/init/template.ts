import type { Answers } from './questions';

/** Words that YAML readers take for something else than text. */
const NOT_TEXT = /^(true|false|yes|no|on|off|y|n|null|~)$/i;
const PLAIN = /^([a-z][a-z0-9.-]*|\d+(\.\d+){3}\/\d+)$/;

/** A commented definition from answers, in YAML. Starts in `observe`, which blocks nothing. */
export function definitionText(answers: Answers): string {
  const text = (option: string) => scalar(answers.get(option) as string);
  const texts = (option: string) => `[${(answers.get(option) as readonly string[]).map(scalar).join(', ')}]`;
  return `# Definition of an SAP Edge Integration Cell. \`eic plan\` shows what it means, \`eic synth\` writes manifests and firewall rules,
# \`eic schema\` prints a JSON Schema for your editor. Secrets never belong here.
apiVersion: edge-integration-cell/v1
kind: EdgeIntegrationCell
name: ${text('name')}

# observe: nothing of ours blocks, everything is logged. Set enforce when the logs show no surprise.
enforcement: observe

btp:
  # Region of the BTP subaccount, not of the cluster. It decides the hosts of SAP's flows and of the object store.
  region: ${text('region')}
  # Hosts you know better than SAP's wildcards, by flow; each must lie inside the documented pattern:
  # flows:
  #   content-deployment: { hosts: [my-bucket.s3.eu-central-1.amazonaws.com] }

cluster:
  platform: ${text('platform')}
  # access: restricted          # your own Istio, gateway in istio-gateways; default standard
  # istioVersion: "1.27"        # minor version, in quotes
  nodeCidrs: ${texts('node-cidr')}
  podCidrs: ${texts('pod-cidr')}
  # serviceCidrs: [10.0.0.0/16]
${answers.has('api-server')
  ? `  apiServer: { cidrs: ${texts('api-server')} }`
  : '  # apiServer: { cidrs: [10.10.4.4/32] }   # needed before you set enforcement: enforce'}
  # cni: { name: cilium, networkPolicy: true }   # whether NetworkPolicies are enforced; else they do not count as proof

ingress:
  virtualHosts:
    default: { host: ${text('default-host')} }
    api: { host: ${text('api-host')} }

# Remote systems that integration flows call; the keys become names of rules.
receivers: {}
#  s4: { protocol: https, host: s4.corp.example, port: 44300, network: private, addresses: [10.20.0.0/24] }
#  bank: { protocol: sftp, host: sftp.bank.example, addresses: [203.0.113.7/32] }
${firewallText(answers)}
# Findings of the plan that you accept, each with its reason.
accept: []
#  - { flows: [content-deployment], risk: shared-tenant-wildcard, reason: "bucket name not known yet" }
`;
}

function firewallText(answers: Answers): string {
  const rules = RULES[answers.get('firewall') as string];
  if (rules === undefined) return '';
  return `
# Firewalls that get the flows as rules; the key names the folder of the Terraform stack.
firewall:
  hub:
${rules((option) => scalar(answers.get(option) as string))}
`;
}

/** By cloud: what is asked for, and what may be added. */
const RULES: Readonly<Record<string, (text: (option: string) => string) => string>> = {
  azure: (text) => `    azure:
      # platformEgress: aks      # a group of its own for what the nodes themselves need
      rules:
        firewallPolicyId: ${text('firewall-policy-id')}
        priority: 400            # of our rule collection group; lower is evaluated first
        # tier: Standard         # Basic | Standard | Premium
        # dnsProxy: true         # DNS proxy of the policy is on: receivers that are not HTTPS can go by exact names
        # defaultDeny: sources   # our own deny for the cell's addresses; default none
    # provider: { subscriptionId: 00000000-0000-0000-0000-000000000000 }
    # backend: { type: azurerm, config: { key: "{cell}/{target}.tfstate" } }`,
  aws: (text) => `    aws:
      rules:
        region: ${text('firewall-region')}
        # policyDefaultActions: ["aws:drop_established_app_layer"]   # default actions of the policy that the rule group goes into
        # defaultDeny: sources   # our own deny for the cell's addresses; default none
    # backend: { type: s3, config: { bucket: acme-terraform, region: ${text('firewall-region')}, key: "{cell}/{target}.tfstate" } }`,
  gcp: (text) => `    gcp:
      rules:
        project: ${text('firewall-project')}
        region: ${text('firewall-region')}
        network: ${text('firewall-network')}
        # targets: { serviceAccounts: [gke-nodes@acme.iam.gserviceaccount.com] }   # which VMs; needed for a deny of ours
        # wildcards: urlFiltering   # how wildcard hosts are matched; default refuse
        # defaultDeny: sources      # our own deny for the cell's nodes; default none
    # backend: { type: gcs, config: { bucket: acme-terraform, prefix: "{cell}/{target}" } }`,
};

/** Text as YAML reads it back: plain where nothing can be mistaken, else in double quotes. */
function scalar(text: string): string {
  return PLAIN.test(text) && !NOT_TEXT.test(text) ? text : JSON.stringify(text);
}
