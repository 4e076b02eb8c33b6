import { cloud, defaultDeny } from './shared';
import { defaulted, list, object, pattern, required, word } from '../../spec';

const awsRules = object('AwsRules', 'Rule groups of AWS Network Firewall.', {
  region: required(pattern(/^[a-z]{2}(-[a-z]+)+-\d$/, 'be an AWS Region such as eu-central-1'), 'AWS Region.'),
  ruleOrder: defaulted(word('AwsRuleOrder', 'STRICT_ORDER'), 'STRICT_ORDER', 'Rule order of the policy.'),
  policyDefaultActions: defaulted(list(pattern(/^aws:[a-z_]+$/, 'be a stateful default action such as aws:drop_established_app_layer')), [],
    'Stateful default actions of the policy that the group goes into.'),
  defaultDeny,
});

/** `aws` of a target. */
export const aws = cloud('AwsTarget', awsRules);
