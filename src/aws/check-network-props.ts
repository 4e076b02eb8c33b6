import { PropChecks, REGION } from './check-props';
import type { AwsEgressNetworkProps } from './network-props';
import { AwsCompilation, AwsPlatform, checkNetwork, checkNetworkSources, compileAws } from '../compile/aws';
import { Problem } from '../errors';

const DOMAIN = /^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]+$/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** What is wrong with the properties, and with the network that they describe. */
export function checkNetworkProps(props: AwsEgressNetworkProps, id: string): readonly Problem[] {
  const checks = new PropChecks(props as unknown as Readonly<Record<string, unknown>>, id);
  checks.cell('cell');
  checks.literal('region', REGION, 'be an AWS Region such as eu-central-1');
  checks.word('platformEgress', 'none', 'eks');
  checks.integer('capacity', 1, 30000);
  checks.integer('idleTimeoutSeconds', 60, 6000);
  checks.truth('endlessHelloBound', 'deletionProtection', 'dnsFirewall');
  checks.texts('dnsDomains', DOMAIN, 'be a domain, or *. and a domain');
  checks.texts('s3Buckets', BUCKET, 'be the name of a bucket');
  return checks.all.length > 0 ? checks.all : checkNetwork(props, id);
}

/** What the platform needs, where it is asked for. */
export function platformOf({ platformEgress, region }: AwsEgressNetworkProps): AwsPlatform | undefined {
  return platformEgress === 'eks' ? { region } : undefined;
}

/** The cell compiled for a firewall of our own. */
export function compileNetwork(props: AwsEgressNetworkProps, id: string): AwsCompilation {
  const { cell: { definition, plan }, capacity, endlessHelloBound = true } = props;
  const options = { target: id, deny: 'any', policyDefaultActions: [], endlessHelloBound, ...(capacity === undefined ? {} : { capacity }) } as const;
  const compiled = compileAws(definition, plan, options, platformOf(props));
  const { problems, findings } = checkNetworkSources(definition, plan, props, id);
  return { ...compiled, problems: [...compiled.problems, ...problems], findings: [...compiled.findings, ...findings] };
}
