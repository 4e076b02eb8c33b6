import { EntityRule, readCiliumPolicy } from './cilium-policy';
import { LabelReader, LabelSelector } from './label-selector';
import { PolicyRule, readNetworkPolicy } from './network-policy';
import { OtherPolicy, otherPolicy } from './other-policies';
import { NotUnderstoodError } from './values';
import { compareText } from '../../errors';
import { isTrafficFilter } from '../read/known-kinds';
import { ReadObject } from '../read/objects';

/** A policy that is evaluated. */
export interface Policy {
  readonly object: ReadObject;
  readonly pods: LabelSelector;
  readonly egress?: readonly PolicyRule[];
  readonly ingress?: readonly PolicyRule[];
  /** Rules to entities of Cilium, which are egress rules too. */
  readonly entities?: readonly EntityRule[];
}

/** Policies by namespace, and those that are not evaluated, each in the order of ids. */
export class ReadPolicies {
  public readonly others: readonly OtherPolicy[];
  private readonly policies = new Map<string, Policy[]>();

  public constructor(objects: readonly ReadObject[], readsCilium: boolean) {
    const others: OtherPolicy[] = [];
    const sorted = objects.filter(({ value }) => isPolicy(value, readsCilium)).sort((a, b) => compareText(a.id, b.id) || compareText(a.file, b.file));
    for (const object of sorted) {
      try {
        const policy = policyOf(object);
        if (policy === undefined) {
          others.push(otherPolicy(object, `${object.value.kind} is not evaluated`));
        } else {
          const namespace = object.value.metadata.namespace ?? 'default';
          this.policies.set(namespace, [...this.policies.get(namespace) ?? [], policy]);
        }
      } catch (error) {
        if (!(error instanceof NotUnderstoodError)) throw error;
        others.push(otherPolicy(object, error.message));
      }
    }
    this.others = others;
  }

  /** Those of the namespace that select a pod with the labels. */
  public selecting(namespace: string, labels: LabelReader): readonly Policy[] {
    return (this.policies.get(namespace) ?? []).filter(({ pods }) => pods(labels) === true);
  }
}

function isPolicy({ apiVersion, kind }: ReadObject['value'], readsCilium: boolean): boolean {
  if (apiVersion.startsWith('cilium.io/') && !readsCilium) return false;
  return isTrafficFilter(apiVersion, kind);
}

function policyOf(object: ReadObject): Policy | undefined {
  const { apiVersion, kind, spec } = object.value;
  if (apiVersion === 'networking.k8s.io/v1' && kind === 'NetworkPolicy') {
    const { pods, egress, ingress } = readNetworkPolicy(spec);
    return { object, pods, ...(egress === undefined ? {} : { egress }), ...(ingress === undefined ? {} : { ingress }) };
  }
  if (apiVersion === 'cilium.io/v2' && kind === 'CiliumNetworkPolicy') {
    const { pods, egress } = readCiliumPolicy(object.value);
    return { object, pods, entities: egress };
  }
  return undefined;
}
