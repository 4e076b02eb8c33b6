import { cellFields } from '../../cell/definition';
import { btp } from '../../cell/definition/btp';
import { cluster } from '../../cell/definition/cluster';
import { firewallTarget } from '../../cell/definition/firewall';
import { ingress } from '../../cell/definition/ingress';
import { Field, Spec, word } from '../../cell/spec';

/** Answers by option; canonical, lists as lists. */
export type Answers = ReadonlyMap<string, string | readonly string[]>;

/** What `eic init` needs to know: an option of the command line, and the field of the definition that checks the answer. */
export interface Question {
  /** Name of the option. */
  readonly option: string;
  readonly text: string;
  readonly spec: Spec<unknown>;
  /** Has it several values, separated by commas?
   * @default false */
  readonly list?: boolean;
  /** What no answer means; `null`: the definition does without.
   * @default - must be answered */
  readonly otherwise?: string | null;
  /** Do the answers before it ask for it?
   * @default - always */
  readonly when?: (answers: Answers) => boolean;
}

/** The questions in the order of the definition. */
export const QUESTIONS: readonly Question[] = [
  { option: 'name', text: 'Name of the cell', spec: cellFields.name.spec },
  { option: 'region', text: 'Cloud Foundry region of the BTP subaccount, such as eu10-004', spec: specAt(btp, 'region') },
  { option: 'platform', text: 'Kubernetes platform: aks, eks, gke, openshift, rke2 or other', spec: specAt(cluster, 'platform') },
  { option: 'node-cidr', text: 'Addresses of the nodes, such as 10.10.0.0/22', list: true, spec: specAt(cluster, 'nodeCidrs') },
  { option: 'pod-cidr', text: 'Addresses of the pods, such as 10.244.0.0/16', list: true, spec: specAt(cluster, 'podCidrs') },
  {
    option: 'api-server',
    text: 'Addresses of the Kubernetes API server, such as 10.10.4.4/32; may be left out until you enforce',
    list: true,
    otherwise: null,
    spec: specAt(cluster, 'apiServer', 'cidrs'),
  },
  { option: 'default-host', text: 'Default virtual host, such as eic.acme.example', spec: specAt(ingress, 'virtualHosts', 'default', 'host') },
  { option: 'api-host', text: 'API virtual host, such as eic-api.acme.example; must differ', spec: specAt(ingress, 'virtualHosts', 'api', 'host') },
  { option: 'firewall', text: 'Firewall that gets the rules: none, azure, aws or gcp', otherwise: 'none', spec: word('Firewall', 'none', 'azure', 'aws', 'gcp') },
  {
    option: 'firewall-policy-id',
    text: 'Resource id of the existing Azure Firewall policy',
    when: asksFor('azure'),
    spec: specAt(firewallTarget, 'azure', 'rules', 'firewallPolicyId'),
  },
  { option: 'firewall-region', text: 'AWS Region of the firewall, such as eu-central-1', when: asksFor('aws'), spec: specAt(firewallTarget, 'aws', 'rules', 'region') },
  { option: 'firewall-project', text: 'Google Cloud project of the network', when: asksFor('gcp'), spec: specAt(firewallTarget, 'gcp', 'rules', 'project') },
  { option: 'firewall-region', text: 'Google Cloud region of the cluster, such as europe-west3', when: asksFor('gcp'), spec: specAt(firewallTarget, 'gcp', 'rules', 'region') },
  { option: 'firewall-network', text: 'VPC network, as projects/…/global/networks/…', when: asksFor('gcp'), spec: specAt(firewallTarget, 'gcp', 'rules', 'network') },
];

function asksFor(cloud: string): (answers: Answers) => boolean {
  return (answers) => answers.get('firewall') === cloud;
}

/** The spec of a field, by its path below a map. */
function specAt(map: Spec<unknown>, ...path: readonly string[]): Spec<unknown> {
  return path.reduce((spec, key) => fieldsOf(spec)[key]!.spec, map);
}

function fieldsOf({ declares: [own] = [] }: Spec<unknown>): Readonly<Record<string, Field<unknown, boolean>>> {
  return own !== undefined && 'fields' in own ? own.fields : {};
}
