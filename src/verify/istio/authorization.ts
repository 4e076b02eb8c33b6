import { Caller, matchesRule } from './authorization-rules';
import { fields, labels, list, selects, text } from './fields';
import { MeshFacts } from './types';
import { MeshPod, MeshWorld, namespaceOf } from './world';
import { ReadObject } from '../read/objects';
import { RuleReference } from '../verdict';

/** What the policies of a pod say of a caller, and which one decided; null: none did. */
export interface AuthorizationVerdict {
  readonly decision: 'allow' | 'deny' | 'unknown';
  readonly why: 'no-policy' | 'allowed' | 'denied' | 'no-allow-rule' | 'custom' | 'unclear';
  readonly rule: RuleReference | null;
}

type Action = 'ALLOW' | 'DENY' | 'CUSTOM';
const DRY_RUN = 'istio.io/dry-run';

/** AuthorizationPolicies: CUSTOM, then DENY, then ALLOW; a pod with an ALLOW policy takes nobody else. Those on trial do not count. */
export class Authorization {
  private readonly byNamespace = new Map<string, ReadObject[]>();
  private readonly ofPods = new Map<string, readonly ReadObject[]>();
  private readonly root: string;
  private readonly trustDomain: string;

  public constructor(world: MeshWorld, facts: MeshFacts) {
    this.root = facts.rootNamespace ?? 'istio-system';
    this.trustDomain = facts.trustDomain ?? 'cluster.local';
    for (const object of world.ofKind('AuthorizationPolicy')) {
      if (labels(object.value.metadata.annotations)[DRY_RUN] === 'true') continue;
      const namespace = namespaceOf(object.value);
      this.byNamespace.set(namespace, [...(this.byNamespace.get(namespace) ?? []), object]);
    }
  }

  /** What the pod's proxy does with the caller. */
  public judge(pod: MeshPod, caller: Caller): AuthorizationVerdict {
    const policies = this.policiesOf(pod);
    const of = (action: Action): readonly ReadObject[] => policies.filter(({ value }) => (text(fields(value.spec).action) ?? 'ALLOW') === action);
    const custom = of('CUSTOM').map((policy) => this.match(policy, caller, 'deny')).find(({ truth }) => truth !== 'no');
    const denied = of('DENY').map((policy) => this.match(policy, caller, 'deny'));
    const deny = denied.find(({ truth }) => truth === 'yes');
    if (deny !== undefined) return { decision: 'deny', why: 'denied', rule: deny.rule };
    const allow = of('ALLOW');
    const allowed = allow.map((policy) => this.match(policy, caller, 'allow'));
    const yes = allowed.find(({ truth }) => truth === 'yes');
    const maybe = allowed.find(({ truth }) => truth === 'maybe');
    if (allow.length > 0 && yes === undefined && maybe === undefined) return { decision: 'deny', why: 'no-allow-rule', rule: allow.length === 1 ? reference(allow[0]!, 'spec.rules') : null };
    if (custom !== undefined) return { decision: 'unknown', why: 'custom', rule: custom.rule };
    const unclear = denied.find(({ truth }) => truth === 'maybe') ?? (yes === undefined ? maybe : undefined);
    if (unclear !== undefined) return { decision: 'unknown', why: 'unclear', rule: unclear.rule };
    return yes === undefined ? { decision: 'allow', why: 'no-policy', rule: null } : { decision: 'allow', why: 'allowed', rule: yes.rule };
  }

  /** Those of the root and the pod's own namespace that select it. One with `targetRefs` is for Gateway API and waypoints. */
  private policiesOf(pod: MeshPod): readonly ReadObject[] {
    const known = this.ofPods.get(pod.id);
    if (known !== undefined) return known;
    const found = [...new Set([this.root, pod.namespace])].flatMap((namespace) => this.byNamespace.get(namespace) ?? []).filter(({ value }) => {
      const spec = fields(value.spec);
      return spec.targetRefs === undefined && spec.targetRef === undefined && selects(labels(fields(spec.selector).matchLabels), pod.labels);
    });
    this.ofPods.set(pod.id, found);
    return found;
  }

  private match(policy: ReadObject, caller: Caller, strictness: 'allow' | 'deny'): { readonly truth: 'yes' | 'no' | 'maybe'; readonly rule: RuleReference } {
    const rules = list(fields(policy.value.spec).rules).map(fields);
    const answers = rules.map((rule) => matchesRule(rule, caller, strictness, namespaceOf(policy.value), this.trustDomain));
    const truth = answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
    return { truth, rule: reference(policy, truth === 'no' ? 'spec.rules' : `spec.rules[${answers.indexOf(truth)}]`) };
  }
}

const reference = ({ file, id }: ReadObject, path: string): RuleReference => ({ file, object: id, path });
