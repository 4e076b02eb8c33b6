import { AwsRuleOptions } from './rules';
import { child, item } from '../../cell/spec';
import { KINDS, Problems } from '../../errors';
import { Finding } from '../../plan';
import { findingOf } from '../../plan/finding';

const SAFE = 'aws:drop_established_app_layer_to_server or aws:drop_established_app_layer';

/** Default actions of the policy see what our rules leave open: the opening of a connection, and a TLS hello that is not complete. */
export function checkPolicyActions({ target, policyDefaultActions }: AwsRuleOptions, problems: Problems, findings: Finding[]): void {
  for (const [index, action] of policyDefaultActions.entries()) {
    const path = item(child(target, 'policyDefaultActions'), index);
    if (action === 'aws:drop_strict') {
      problems.must(KINDS.policyAction, path, 'let connections be opened: the server name comes later, so the rules of the cell would allow nothing', action, `use ${SAFE} in the policy`);
    } else if (action === 'aws:drop_established') {
      findings.push(findingOf(KINDS.splitHello, null, path,
        'the policy drops a TLS hello in two segments, as post-quantum clients send it, before its server name is there', `use ${SAFE} in the policy`));
    }
  }
}
