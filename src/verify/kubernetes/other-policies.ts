import { FQDN_POLICY_VERSIONS } from './fqdn-network-policy';
import { LabelReader, labelSelector, readerOf } from './label-selector';
import { PolicyPod } from './policy-pod';
import { all, Data, isMap, NotUnderstoodError, Tribool } from './values';
import { ReadObject } from '../read/objects';

/** A policy that is not evaluated. */
export interface OtherPolicy {
  readonly object: ReadObject;
  /** Why it is not evaluated. */
  readonly why: string;
  /** Can it only add to what is allowed, so that an allowed connection stays allowed? */
  readonly isAdditive: boolean;
  /** Does it count only for pods that no NetworkPolicy selects? */
  readonly isBaseline: boolean;
  /** Does it select the pod? */
  selects(pod: PolicyPod, labelsOfNamespace: LabelReader): Tribool;
}

/** What can be told of a policy that is not evaluated. */
export function otherPolicy(object: ReadObject, why: string): OtherPolicy {
  const { kind, metadata, apiVersion } = object.value;
  const spec = isMap(object.value.spec) ? object.value.spec : {};
  const isCilium = apiVersion.startsWith('cilium.io/');
  const addsUp = apiVersion.startsWith('networking.k8s.io/') || FQDN_POLICY_VERSIONS.includes(apiVersion) || (isCilium && isMap(object.value.spec) && object.value.specs === undefined);
  return {
    object,
    why,
    isAdditive: addsUp && !('egressDeny' in spec) && !('ingressDeny' in spec),
    isBaseline: kind === 'BaselineAdminNetworkPolicy' || spec.tier === 'Baseline',
    selects: (pod, labelsOfNamespace) => {
      if (metadata.namespace !== undefined && metadata.namespace !== pod.namespace) return false;
      try {
        return selectsBySpec(spec, pod, labelsOfNamespace, isCilium);
      } catch (error) {
        if (error instanceof NotUnderstoodError) return undefined;
        throw error;
      }
    },
  };
}

/** AdminNetworkPolicy and its kin have a subject, other kinds a selector like that of a NetworkPolicy. */
function selectsBySpec(spec: Data, { labels }: PolicyPod, namespaceLabels: LabelReader, isCilium: boolean): Tribool {
  if (isMap(spec.subject)) {
    if (isMap(spec.subject.namespaces)) return labelSelector(spec.subject.namespaces, 'spec.subject.namespaces')(namespaceLabels);
    if (!isMap(spec.subject.pods)) return undefined;
    const inNamespace = labelSelector(spec.subject.pods.namespaceSelector, 'spec.subject.pods.namespaceSelector')(namespaceLabels);
    const isPod = labelSelector(spec.subject.pods.podSelector, 'spec.subject.pods.podSelector')(readerOf(labels));
    return all([inNamespace, isPod]);
  }
  if (isCilium && spec.nodeSelector !== undefined) return false;
  const selector = spec.podSelector ?? (isCilium ? spec.endpointSelector : undefined);
  if (!isMap(selector)) return undefined;
  // A key with a source before it, or one of Cilium's own, is read by Cilium alone.
  return labelSelector(selector, 'spec.podSelector')((key) => (isCilium && /:|^io\.(?:kubernetes\.pod|cilium)\./.test(key) ? undefined : readerOf(labels)(key)));
}
