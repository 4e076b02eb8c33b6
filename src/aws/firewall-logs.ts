import { Construct } from 'constructs';
import { CloudwatchLogGroup, NetworkfirewallFirewall, NetworkfirewallLoggingConfiguration } from './network-bindings';
import type { AwsFirewallLogs } from './network-props';

/** Kinds of logs: alerts hold what was denied and what was allowed by name, flows every connection. */
const KINDS_OF_LOGS = ['ALERT', 'FLOW'] as const;

/** The logs of a firewall, kept for a time that is said. */
export function firewallLogs(
  scope: Construct, firewall: NetworkfirewallFirewall, cell: string, logs: AwsFirewallLogs, tags: Readonly<Record<string, string>>,
): NetworkfirewallLoggingConfiguration {
  const { retentionDays = 365, kmsKeyArn, bucket } = logs;
  const destination = (kind: typeof KINDS_OF_LOGS[number]): { logDestinationType: string; logDestination: { [key: string]: string } } => {
    const name = kind.toLowerCase();
    if (bucket !== undefined) return { logDestinationType: 'S3', logDestination: { bucketName: bucket, prefix: `eic-${cell}/${name}` } };
    const group = new CloudwatchLogGroup(scope, `${kind === 'ALERT' ? 'Alert' : 'Flow'}Logs`, {
      name: `/eic/${cell}/firewall/${name}`, retentionInDays: retentionDays, ...(kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn }), tags: { ...tags },
    });
    return { logDestinationType: 'CloudWatchLogs', logDestination: { logGroup: group.name } };
  };
  return new NetworkfirewallLoggingConfiguration(scope, 'Logging', {
    firewallArn: firewall.arn,
    loggingConfiguration: { logDestinationConfig: KINDS_OF_LOGS.map((logType) => ({ logType, ...destination(logType) })) },
  });
}
