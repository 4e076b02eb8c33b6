import { btp } from '../../cell/definition/btp';
import { cluster } from '../../cell/definition/cluster';
import { firewallTarget } from '../../cell/definition/firewall';
import { cellFields } from '../../cell/definition';
import { ingress } from '../../cell/definition/ingress';
import { Field, Spec } from '../../cell/spec';

/** What `eic init` needs to know: an option of the command line, and a field of the definition that checks the answer. */
export interface Question {
  /** Name of the option. */
  readonly option: string;
  readonly text: string;
  /** The answer where none is given on a terminal.
   * @default - must be answered */
  readonly suggestion?: string;
  /** May it stay without answer?
   * @default false */
  readonly optional?: boolean;
  /** Does it have several values, separated by commas?
   * @default false */
  readonly list?: boolean;
  readonly spec: Spec<unknown>;
}

/** The spec of a field, by its path below a map. */
function specAt(map: Spec<unknown>, ...path: readonly string[]): Spec<unknown> {
  return path.reduce((spec, key) => fieldsOf(spec)[key]!.spec, map);
}

function fieldsOf({ declares: [own] = [] }: Spec<unknown>): Readonly<Record<string, Field<unknown, boolean>>> {
  return own !== undefined && 'fields' in own ? own.fields : {};
}

/** The questions of every definition, in its order. */
export const QUESTIONS: readonly Question[] = [
  { option: 'name', text: 'Name of the cell', spec: cellFields.name.spec },
  { option: 'region', text: 'Cloud Foundry region of the BTP subaccount, such as eu10-004', spec: specAt(btp, 'region') },
  { option: 'platform', text: 'Kubernetes platform (aks, eks, gke, openshift, rke2, other)', spec: specAt(cluster, 'platform') },
  { option: 'node-cidr', text: 'Addresses of the nodes, such as 10.10.0.0/22', list: true, spec: specAt(cluster, 'nodeCidrs') },
  { option: 'pod-cidr', text: 'Addresses of the pods, such as 10.244.0.0/16', list: true, spec: specAt(cluster, 'podCidrs') },
  {
    option: 'api-server', text: 'Addresses of the Kubernetes API server, such as 10.10.4.4/32 (empty: later, before you enforce)', list: true, optional: true,
    spec: specAt(cluster, 'apiServer', 'cidrs'),
  },
  { option: 'default-host', text: 'Default virtual host, such as eic.acme.example', spec: specAt(ingress, 'virtualHosts', 'default', 'host') },
  { option: 'api-host', text: 'API virtual host, which must differ', spec: specAt(ingress, 'virtualHosts', 'api', 'host') },
];

/** Asked with `--firewall azure` only. */
export const AZURE_QUESTIONS: readonly Question[] = [
  { option: 'firewall-policy-id', text: 'Resource id of the existing Azure Firewall policy', spec: specAt(firewallTarget, 'azure', 'rules', 'firewallPolicyId') },
];
