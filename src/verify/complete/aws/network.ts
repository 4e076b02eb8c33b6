import { AwsFirewall, lackIn } from './groups';
import { TerraformResource } from '../../read';
import { Block, blockOf, blocksOf } from '../../rules';
import { Lack, Wanted } from '../wanted';

const KINDS_OF_LOGS = ['ALERT', 'FLOW'] as const;
const PROTECTIONS = ['delete_protection', 'subnet_change_protection', 'firewall_policy_change_protection'] as const;
/** Seconds after which AWS forgets an idle connection where nobody says (Developer Guide, "Flow timeouts"). */
const IDLE_SECONDS = 350;

/** The firewall of an egress network of ours, told by its name: its policy, its logs, and what keeps it from being taken away. */
export function networkParts({ definition: { name } }: Wanted, firewall: AwsFirewall): Lack[] {
  const { values } = firewall;
  return values.ofType('aws_networkfirewall_firewall').filter((one) => values.text(one.values.name) === `eic-${name}`)
    .flatMap((one) => [...policyOf(one, name, firewall), ...protections(one, firewall), ...mappings(one), ...logs(one, firewall)]);
}

function policyOf({ file, address, values: { firewall_policy_arn: arn } }: TerraformResource, name: string, { values, asked }: AwsFirewall): Lack[] {
  const policy = values.resource(arn, 'aws_networkfirewall_firewall_policy');
  if (policy === undefined || values.text(policy.values.name) !== `eic-${name}`) return [lackIn(file, `use the policy eic-${name}`, `${String(arn)} in ${address} firewall_policy_arn`)];
  const options = blockOf(blockOf(policy.values.firewall_policy).stateful_engine_options);
  const lack = (rule: string, got: unknown, path: string): Lack => lackIn(policy.file, `${rule}`, `${got === undefined ? 'nothing' : String(got)} in ${policy.address} firewall_policy.stateful_engine_options.${path}`);
  const seconds = blockOf(options.flow_timeouts).tcp_idle_timeout_seconds;
  const wanted = asked?.network?.idleTimeoutSeconds ?? (asked === undefined ? undefined : IDLE_SECONDS);
  return [
    ...(['DROP', 'REJECT'].includes(String(options.stream_exception_policy)) ? [] : [lack('stop connections whose beginning the firewall did not see (DROP)', options.stream_exception_policy, 'stream_exception_policy')]),
    ...(seconds === undefined || seconds === null || (wanted !== undefined && Number(seconds) !== wanted) ? [lack(`say after how many seconds an idle connection is forgotten${wanted === undefined ? '' : `, ${wanted}`}`, seconds ?? undefined, 'flow_timeouts.tcp_idle_timeout_seconds')] : []),
  ];
}

function protections({ file, address, values }: TerraformResource, { asked }: AwsFirewall): Lack[] {
  if (asked?.network === undefined || asked.network.deletionProtection === false) return [];
  return PROTECTIONS.filter((name) => String(values[name]) !== 'true').map((name) => lackIn(file, 'be protected, as the definition asks for (deletionProtection)', `${String(values[name])} in ${address} ${name}`));
}

/** IPv4 only, and said: it cannot be changed later. */
function mappings({ file, address, values }: TerraformResource): Lack[] {
  return blocksOf(values.subnet_mapping).flatMap(({ ip_address_type: type }, index) =>
    (type === 'IPV4' ? [] : [lackIn(file, 'have endpoints for IPv4 (IPV4)', `${String(type)} in ${address} subnet_mapping[${index}].ip_address_type`)]));
}

/** What was denied, and every connection: without them nobody sees what the firewall does. */
function logs(firewall: TerraformResource, { values, asked }: AwsFirewall): Lack[] {
  const found = values.ofType('aws_networkfirewall_logging_configuration').find(({ values: { firewall_arn: arn } }) => values.resource(arn, 'aws_networkfirewall_firewall') === firewall);
  const destinations = blocksOf(blockOf(found?.values.logging_configuration).log_destination_config);
  return KINDS_OF_LOGS.filter((kind) => !destinations.some((one) => values.text(one.log_type) === kind && isThere(one)))
    .map((kind) => lackIn(found?.file ?? firewall.file, `log ${kind} to a log group or bucket that is there`, `nothing of the kind for ${firewall.address}`));

  function isThere({ log_destination_type: type, log_destination: destination }: Block): boolean {
    const { logGroup: group, bucketName: bucket } = blockOf(destination);
    if (type === 'CloudWatchLogs') return asked?.network?.logs.bucket === undefined && values.resource(group, 'aws_cloudwatch_log_group') !== undefined;
    return type === 'S3' && typeof bucket === 'string' && bucket !== '' && (asked?.network === undefined || asked.network.logs.bucket === bucket);
  }
}
