const NAME = 'eic-stable-channel';
const ADMISSION = '/apis/admissionregistration.k8s.io/v1';
const VERSION = { apiVersion: 'admissionregistration.k8s.io/v1' };

/**
 * What Istio's stable channel refuses, as an admission policy of our own wording (istio/istio: manifests/charts/base, `stableValidationPolicy`):
 * kinds that are not stable, and three fields of Telemetry.
 */
export const STABLE_CHANNEL: readonly { readonly path: string; readonly object: object }[] = [
  {
    path: `${ADMISSION}/validatingadmissionpolicies`,
    object: {
      ...VERSION,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: NAME },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [{
            apiGroups: ['extensions.istio.io', 'networking.istio.io', 'security.istio.io', 'telemetry.istio.io'], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: ['*'],
          }],
        },
        validations: [
          { expression: '!(object.kind in ["EnvoyFilter", "ProxyConfig", "WasmPlugin"])', message: 'the kind is not in the stable channel' },
          ...[['tracing', 'useRequestIdForTraceSampling'], ['metrics', 'reportingInterval'], ['accessLogging', 'filter']].map(([list, field]) => ({
            expression: `object.kind != "Telemetry" || !has(object.spec.${list}) || !object.spec.${list}.exists(entry, has(entry.${field}))`,
            message: `spec.${list}.${field} is not in the stable channel`,
          })),
        ],
      },
    },
  },
  {
    path: `${ADMISSION}/validatingadmissionpolicybindings`,
    object: { ...VERSION, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name: NAME }, spec: { policyName: NAME, validationActions: ['Deny'] } },
  },
];
