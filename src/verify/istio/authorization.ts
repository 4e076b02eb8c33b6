import { Caller, RuleTest, ruleTest } from './authorization-rules';
import { any, Truth } from './authorization-values';
import { fields, labels, list, selects, text } from './fields';
import { MeshFacts } from './types';
import { MeshPod, MeshWorld, namespaceOf } from './world';
import { unknownIstioField } from '../read/istio-fields';
import { ReadObject } from '../read/objects';
import { RuleReference } from '../verdict';

/** What the policies of a pod say of a caller, and which one decided; null: none did. */
export interface AuthorizationVerdict {
  readonly decision: 'allow' | 'deny' | 'unknown';
  readonly why: 'no-policy' | 'allowed' | 'denied' | 'no-allow-rule' | 'custom' | 'unclear';
  readonly rule: RuleReference | null;
}

interface Policy {
  readonly source: ReadObject;
  readonly rules: readonly RuleTest[];
}

/** The policies of one pod. */
interface Policies {
  readonly custom: readonly Policy[];
  readonly deny: readonly Policy[];
  readonly allow: readonly Policy[];
}

interface Match {
  readonly truth: Truth;
  readonly rule: RuleReference;
}

const DRY_RUN = 'istio.io/dry-run';
/** What a policy with a field that is not known does is not known either. */
const actionOf = ({ value }: ReadObject): string => (unknownIstioField(value) === undefined ? text(fields(value.spec).action) ?? 'ALLOW' : 'not known');

/** AuthorizationPolicies: CUSTOM, then DENY, then ALLOW; a pod with an ALLOW policy takes nobody else. Those on trial do not count. */
export class Authorization {
  private readonly byNamespace = new Map<string, ReadObject[]>();
  private readonly ready = new Map<ReadObject, Policy>();
  private readonly ofPods = new Map<string, Policies>();
  private readonly root: string;
  private readonly trustDomain: string;

  public constructor(world: MeshWorld, facts: MeshFacts) {
    this.root = facts.rootNamespace ?? 'istio-system';
    this.trustDomain = facts.trustDomain ?? 'cluster.local';
    for (const object of world.ofKind('AuthorizationPolicy')) {
      if (labels(object.value.metadata.annotations)[DRY_RUN] === 'true') continue;
      const namespace = namespaceOf(object.value);
      const same = this.byNamespace.get(namespace);
      if (same === undefined) this.byNamespace.set(namespace, [object]);
      else same.push(object);
    }
  }

  /** What the pod's proxy does with the caller. */
  public judge(pod: MeshPod, caller: Caller): AuthorizationVerdict {
    const policies = this.policiesOf(pod);
    const denied = policies.deny.map((policy) => match(policy, caller));
    const deny = denied.find(({ truth }) => truth === 'yes');
    if (deny !== undefined) return { decision: 'deny', why: 'denied', rule: deny.rule };
    const allowed = policies.allow.map((policy) => match(policy, caller));
    const yes = allowed.find(({ truth }) => truth === 'yes');
    const maybe = allowed.find(({ truth }) => truth === 'maybe');
    if (allowed.length > 0 && yes === undefined && maybe === undefined) return { decision: 'deny', why: 'no-allow-rule', rule: allowed.length === 1 ? allowed[0]!.rule : null };
    const custom = policies.custom.map((policy) => match(policy, caller)).find(({ truth }) => truth !== 'no');
    if (custom !== undefined) return { decision: 'unknown', why: 'custom', rule: custom.rule };
    const unclear = denied.find(({ truth }) => truth === 'maybe') ?? (yes === undefined ? maybe : undefined);
    if (unclear !== undefined) return { decision: 'unknown', why: 'unclear', rule: unclear.rule };
    return yes === undefined ? { decision: 'allow', why: 'no-policy', rule: null } : { decision: 'allow', why: 'allowed', rule: yes.rule };
  }

  /** Those of the root and the pod's own namespace that select it. One with `targetRefs` is for Gateway API and waypoints. */
  private policiesOf(pod: MeshPod): Policies {
    const known = this.ofPods.get(pod.id);
    if (known !== undefined) return known;
    const found = [...new Set([this.root, pod.namespace])].flatMap((namespace) => this.byNamespace.get(namespace) ?? []).filter(({ value }) => {
      const spec = fields(value.spec);
      return spec.targetRefs === undefined && spec.targetRef === undefined && selects(labels(fields(spec.selector).matchLabels), pod.labels);
    });
    const of = (is: (action: string) => boolean): readonly Policy[] => found.filter((source) => is(actionOf(source))).map((source) => this.policyOf(source));
    // AUDIT only writes a log; what an action that is not known does is as unknown as that of a CUSTOM provider.
    const policies = { custom: of((action) => !['ALLOW', 'DENY', 'AUDIT'].includes(action)), deny: of((action) => action === 'DENY'), allow: of((action) => action === 'ALLOW') };
    this.ofPods.set(pod.id, policies);
    return policies;
  }

  private policyOf(source: ReadObject): Policy {
    const known = this.ready.get(source);
    if (known !== undefined) return known;
    const strictness = actionOf(source) === 'ALLOW' ? 'allow' : 'deny';
    const rules = actionOf(source) === 'not known' ? [() => 'maybe' as const] : list(fields(source.value.spec).rules).map((rule) => ruleTest(fields(rule), strictness, namespaceOf(source.value), this.trustDomain));
    const policy = { source, rules };
    this.ready.set(source, policy);
    return policy;
  }
}

function match({ source, rules }: Policy, caller: Caller): Match {
  const answers = rules.map((rule) => rule(caller));
  const truth = any(answers);
  return { truth, rule: { file: source.file, object: source.id, path: truth === 'no' ? 'spec.rules' : `spec.rules[${answers.indexOf(truth)}]` } };
}
