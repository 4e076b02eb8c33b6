import { AwsPlatform } from './compile-aws';
import { platformFlows } from './platform';
import { compareText } from '../../errors';
import { ConnectivityPlan } from '../../plan';

/** What the VPC may resolve: the hosts of the plan and of the platform, and what is given; in order, each once. */
export function dnsDomains(plan: ConnectivityPlan, given: readonly string[], platform: AwsPlatform | undefined): readonly string[] {
  const flows = [...plan.egress.filter(({ via }) => via === null), ...(platform === undefined ? [] : platformFlows(platform.region))];
  return [...new Set([...flows.flatMap(({ to }) => to.hosts.map(String)), ...given])].sort(compareText);
}
