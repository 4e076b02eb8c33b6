import { FirewallTargets } from '../../../src/read-cell';
import { differences } from '../../../src/verify/differences';
import { layersOf } from '../../../src/verify/layers';
import { samplesOf } from '../../../src/verify/probes/question-set';
import { ReadOutput, TerraformConfig } from '../../../src/verify/read';
import { Example, exampleOf } from '../support/examples';
import { configOf } from '../support/terraform-config';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- attributes are changed as they stand in files
type Loose = any;

const [LYON, INSPECTION, NETWORK] = ['works-lyon', 'aws-inspection/inspection', 'aws-inspection/network'].map(exampleOf) as [Example, Example, Example];
/** Manifests lack nothing here, and take time. */
const stacksOf = ({ output }: Example): ReadOutput => ({ ...output, objects: [] });

function problems({ cell, targets }: Example, output: ReadOutput, asked: FirewallTargets = targets): string[] {
  const { definition, plan } = cell;
  const layers = layersOf(definition, samplesOf(definition, plan), output, [], asked);
  return differences(cell, output, layers, asked).filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`);
}

/** The stacks with a text of them changed, where it stands the first time. */
function replaced(example: Example, from: string | RegExp, to: string): ReadOutput {
  const output = stacksOf(example);
  const text = JSON.stringify(output.terraform);
  const changed = text.replace(from, () => to);
  expect(changed === text).toBe(false); // the whole text would be no message
  return { ...output, terraform: JSON.parse(changed) as Record<string, TerraformConfig> };
}

test.each([LYON, INSPECTION, NETWORK])('$name lacks nothing, and nothing whether or not the definition says what was asked for', (example) => {
  expect(problems(example, stacksOf(example))).toEqual([]);
  expect(problems(example, stacksOf(example), {})).toEqual([]);
});

const line = (text: string) => new RegExp(String.raw`(?:pass|drop|alert) [a-z]+ [^\\]*?\(msg:\\"${text}[^\n]*?\)(?:\\n|(?="))`);

test.each<[string, Example, string | RegExp, string, RegExp]>([
  ['a rule of one of several flows with the same host', LYON, line(String.raw`eic works-lyon xsuaa \*\.eu20\.`), '', /pass rule for each of audit-log-service, .*xsuaa from 10\.60\.0\.0\/20, got: 5 .* tls \*\.eu20\.hana/],
  ['a rule for an exact name below a wildcard', LYON, 'content:\\"edge-lifecycle-manager-prod', 'content:\\"other-edge', /edge-lifecycle-management .*got: 0/],
  ['a network of a flow', LYON, '-> 10.62.7.0/28 8443', '-> 10.62.7.16/28 8443', /receiver\/scada .*10\.62\.7\.0\/28 8443/],
  ['a port of a flow', LYON, 'any 55443', 'any 55444', /receiver\/mesh .*55443/],
  ['a drop in place of a pass', LYON, line('eic works-lyon destination-service'), 'drop tls $HOME_NET any -> any 443 (flow:to_server; sid:7;)\\n', /destination-service/],
  ['a host of the platform', LYON, 'content:\\"sts.eu-west-3', 'content:\\"sts.eu-west-1', /what the nodes of EKS need, got: no rule for sts\.eu-west-3\.amazonaws\.com:443 from the nodes 10\.60\.0\.0\/20/],
  ['the group of the platform', LYON, 'eic-works-lyon-platform-100', 'gone', /rule group of what the nodes of EKS need in firewall inspection, got: none/],
  ['the group of the flows', LYON, 'eic-works-lyon-rules-100', 'gone', /rule group of the flows in firewall inspection, got: none/],
  ['a source that is gone', LYON, '"10.60.0.0/20","10.60.16.0/20"', '"10.60.0.0/20"', /HOME_NET/],
  ['a source of somebody else', LYON, '"10.60.0.0/20","10.60.16.0/20"', '"10.60.0.0/20","10.60.16.0/20","10.0.0.0/8"', /be the addresses of the cell, .*10\.0\.0\.0\/8/],
  ['other addresses in a group of the nodes', LYON, '"definition":["10.60.0.0/20"]', '"definition":["10.60.0.0/20","10.99.0.0/16"]', /hold addresses of the cell and its nodes only/],
  ['a name for addresses that nobody gives', LYON, /\{"ip_set":\{"definition":\["10\.60\.0\.0\/20"\]\},"key":"EIC_NODES"\},(?=(?:(?!EIC_NODES"\}).)*$)/, '', /what the nodes of EKS need, got: unknown for .*not-understood/],
  ['not everywhere', LYON, '"::/0"', '"2000::/3"', /EXTERNAL_NET/],
  ['no log of UDP', LYON, line('eic works-lyon would deny udp'), '', /must log what would be denied, got: no log of UDP from 10\.60\.0\.1/],
  ['no log of other protocols', LYON, 'ip_proto:!58', 'ip_proto:!58; ip_proto:!47', /no log of another IP protocol, such as GRE/],
  ['a log of what is permitted', LYON, line('eic works-lyon deny tls pending'), '', /must log nothing of what a flow permits/],
  ['a pass instead of a log', LYON, 'alert ip $HOME_NET', 'pass ip $HOME_NET', /must decide nothing of what no flow permits while observing/],
  ['a deny of TLS that a default action hides', INSPECTION, line('eic plant-graz deny tls'), '', /must deny on its own what no flow permits, got: TLS to a strange name from 10\.42\.0\.1/],
  ['a deny of TCP that a default action hides', INSPECTION, line('eic plant-graz deny tcp'), '', /got: TCP that is neither TLS nor HTTP/],
  ['a hello without end', INSPECTION, line('eic plant-graz deny endless hello'), '', /got: a TLS hello without end/],
  ['a pass of hellos in two segments', INSPECTION, 'alert tls $HOME_NET', 'pass tls $HOME_NET', /in two segments/],
  ['ping', INSPECTION, 'drop icmp', 'alert icmp', /got: ICMP/],
  ['other default actions than the definition counts on', INSPECTION, '["aws:drop_established_app_layer"]', '["aws:alert_established"]', /default actions that the definition counts on/],
  ['a group without priority', INSPECTION, '"priority":101,', '', /priority of its own for each group/],
  ['two groups with one priority', INSPECTION, '"priority":101', '"priority":100', /priority of its own for each group/],
  ['the platform after the deny of the cell', INSPECTION, '"priority":100', '"priority":102', /what the nodes of EKS need, got: deny for eks-auth/],
  ['fragments past the rules', INSPECTION, '"stateless_fragment_default_actions":["aws:forward_to_sfe"]', '"stateless_fragment_default_actions":["aws:pass"]', /hand fragments to the rules/],
  ['a stranger behind the firewall of the cell', NETWORK, 'drop udp any any', 'drop udp $HOME_NET any', /UDP from 10\.255\.255\.8 is not stopped/],
  ['another policy', NETWORK, /"firewall_policy_arn":"[^"]*"/, '"firewall_policy_arn":"arn:aws:network-firewall:eu-central-1:1:firewall-policy/other"', /must use the policy eic-plant-graz/],
  ['connections that began unseen', NETWORK, '"DROP"', '"CONTINUE"', /stop connections whose beginning/],
  ['another idle timeout', NETWORK, '"tcp_idle_timeout_seconds":350', '"tcp_idle_timeout_seconds":6000', /idle connection is forgotten, 350/],
  ['no protection', NETWORK, '"delete_protection":true', '"delete_protection":false', /must be protected/],
  ['endpoints for both families', NETWORK, '"IPV4"', '"DUALSTACK"', /endpoints for IPv4/],
  ['no log of flows', NETWORK, '"log_type":"FLOW"', '"log_type":"TLS"', /must log FLOW/],
  ['a log group that is not there', NETWORK, /"logGroup":"[^"]*"/, '"logGroup":"/elsewhere"', /must log ALERT/],
  ['no names in the VPC', NETWORK, '"enable_dns_hostnames":true', '"enable_dns_hostnames":false', /give names to what is in the VPC/],
  ['public addresses of nodes', NETWORK, '"map_public_ip_on_launch":false', '"map_public_ip_on_launch":true', /give no public addresses/],
  ['an Elastic IP that is not declared', NETWORK, /\{"file":"[^"]*","address":"aws_eip\.[^}]*\}[^}]*\}\},?/, '', /must name resources that are there, got: aws_eip/],
])('%s is noticed', (_, example, from, to, message) => {
  const found = problems(example, replaced(example, from, to));
  expect(found.filter((one) => one.startsWith('EIC727')).join('\n')).toMatch(message);
});

test('rules that others wrote are not compared with ours: one rule for several flows, other names, other sources', () => {
  const lines = [
    'pass tls [10.42.0.0/16] any -> any 443 (msg:"SAP"; tls.sni; dotprefix; content:".hana.ondemand.com"; nocase; endswith; flow:to_server; sid:1;)',
    'pass tls 10.42.0.0/16 any -> any [443,993,9093] (msg:"rest"; tls.sni; content:"."; flow:to_server; sid:2;)',
    'drop ip any any -> any any (msg:"deny"; sid:3;)',
  ];
  const policy = { firewall_policy: { stateful_engine_options: { rule_order: 'STRICT_ORDER' }, stateful_rule_group_reference: [{ resource_arn: '${aws_networkfirewall_rule_group.theirs.arn}' }], stateless_default_actions: ['aws:forward_to_sfe'], stateless_fragment_default_actions: ['aws:pass'] } };
  const theirs = { name: 'team-egress', capacity: 10, type: 'STATEFUL', rule_group: { rules_source: { rules_string: lines.join('\n') }, stateful_rule_options: { rule_order: 'STRICT_ORDER' } } };
  const firewall = { name: 'inspection', vpc_id: '${module.vpc.id}', firewall_policy_arn: '${aws_networkfirewall_firewall_policy.team.arn}', subnet_mapping: [{ subnet_id: '${aws_subnet.elsewhere.id}' }] };
  const terraform = { inspection: configOf({ aws_networkfirewall_rule_group: { theirs }, aws_networkfirewall_firewall_policy: { team: { name: 'team', ...policy } }, aws_networkfirewall_firewall: { fw: firewall } }) };
  expect(problems(INSPECTION, { ...stacksOf(INSPECTION), terraform }, {}).filter((one) => one.startsWith('EIC727') || one.startsWith('EIC730'))).toEqual([]);
});

test('in a policy with groups of others, theirs are none of ours to compare', () => {
  const output: Loose = structuredClone(stacksOf(INSPECTION));
  const policy = output.terraform.inspection.resources.find(({ type }: Loose) => type === 'aws_networkfirewall_firewall_policy').values.firewall_policy;
  policy.stateful_rule_group_reference.unshift({ priority: 1, resource_arn: 'arn:aws:network-firewall:eu-central-1:1:stateful-rulegroup/team' });
  expect(problems(INSPECTION, output)).toEqual([]);
});
