import { readCiliumPolicy } from './cilium-policy';
import { FQDN_POLICY_VERSIONS, readFqdnPolicy } from './fqdn-network-policy';
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
  /** Does it close its pods for what no rule allows?
   * @default true */
  readonly closes?: boolean;
}

/** What of the network plug-in decides which kinds of policies it reads, and how. */
export interface PlugIn {
  /** @default - not known: its own kinds of policies are not evaluated */
  readonly cni?: string;
  /** @default - not known */
  readonly cniVersion?: string;
  /** Is it that of GKE Dataplane V2?
   * @default false */
  readonly dataplaneV2?: boolean;
}

/** Policies by namespace, and those that are not evaluated, each in the order of ids. */
export class ReadPolicies {
  public readonly others: readonly OtherPolicy[];
  private readonly policies = new Map<string, Policy[]>();

  public constructor(objects: readonly ReadObject[], plugIn: PlugIn) {
    const others: OtherPolicy[] = [];
    const sorted = objects.filter(({ value }) => isPolicy(value, plugIn)).sort((a, b) => compareText(a.id, b.id) || compareText(a.file, b.file));
    for (const object of sorted) {
      try {
        const policy = policyOf(object, plugIn);
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

function isPolicy({ apiVersion, kind }: ReadObject['value'], { cni = 'cilium' }: PlugIn): boolean {
  if (apiVersion.startsWith('cilium.io/') && cni !== 'cilium') return false;
  return isTrafficFilter(apiVersion, kind);
}

function policyOf(object: ReadObject, { cni, cniVersion, dataplaneV2 = false }: PlugIn): Policy | undefined {
  const { apiVersion, kind, spec } = object.value;
  if (apiVersion === 'networking.k8s.io/v1' && kind === 'NetworkPolicy') {
    const { pods, egress, ingress } = readNetworkPolicy(spec);
    return { object, pods, ...(egress === undefined ? {} : { egress }), ...(ingress === undefined ? {} : { ingress }) };
  }
  if (apiVersion === 'cilium.io/v2' && kind === 'CiliumNetworkPolicy') {
    if (cni === undefined) throw new NotUnderstoodError('whether the network plug-in is Cilium is not known (cluster.cni.name)');
    return { object, ...readCiliumPolicy(object.value, cniVersion) };
  }
  if (FQDN_POLICY_VERSIONS.includes(apiVersion) && kind === 'FQDNNetworkPolicy') {
    if (!dataplaneV2) throw new NotUnderstoodError('only GKE Dataplane V2 reads such policies (cluster.platform)');
    return { object, ...readFqdnPolicy(spec) };
  }
  return undefined;
}
