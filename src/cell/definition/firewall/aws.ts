import { awsNetwork } from './aws-network';
import { AWS_REGION, awsTags, capacity, endlessHelloBound } from './aws-shared';
import { cloud, defaultDeny } from './shared';
import { defaulted, list, object, pattern, required, word } from '../../spec';

const awsRules = object('AwsRules', 'A rule group for a policy of AWS Network Firewall that exists.', {
  region: required(AWS_REGION, 'AWS Region.'),
  ruleOrder: defaulted(word('AwsRuleOrder', 'STRICT_ORDER'), 'STRICT_ORDER', 'Rule order of the policy. Action order is refused: it would try the deny rules of others after our allows, whatever their priority.'),
  policyDefaultActions: defaulted(
    list(pattern(/^aws:(drop|alert)_(strict|established(_app_layer(_to_server)?)?)$/, 'be a stateful default action such as aws:drop_established_app_layer')), [],
    'Stateful default actions of the policy that the group goes into.'),
  defaultDeny,
  capacity,
  endlessHelloBound,
  tags: awsTags,
});

/** `aws` of a target. */
export const aws = cloud('AwsTarget', awsRules, awsNetwork);
