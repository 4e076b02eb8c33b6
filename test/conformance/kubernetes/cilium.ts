import type { CustomResourceDefinition } from './custom-kinds';
import type { Schema } from './schema';

const LABEL_VALUE: Schema = { type: 'string', maxLength: 63, pattern: '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$' };

const LABEL_SELECTOR: Schema = {
  type: 'object',
  properties: {
    matchLabels: { type: 'object', additionalProperties: LABEL_VALUE },
    matchExpressions: {
      type: 'array',
      items: {
        type: 'object', required: ['key', 'operator'],
        properties: { key: { type: 'string' }, operator: { type: 'string', enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] }, values: { type: 'array', items: LABEL_VALUE } },
      },
    },
  },
};

const FQDN: Schema = {
  type: 'object',
  properties: {
    matchName: { type: 'string', maxLength: 255, pattern: '^([-a-zA-Z0-9_]+[.]?)+$' },
    matchPattern: { type: 'string', maxLength: 255, pattern: '^([-a-zA-Z0-9_*]+[.]?)+$' },
  },
};

const PORT: Schema = {
  type: 'object',
  required: ['port'],
  properties: {
    port: { type: 'string', pattern: '^(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[0-9]{1,4})$' },
    protocol: { type: 'string', enum: ['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPv6', 'ANY'] },
  },
};

const ENTITY: Schema = {
  type: 'string',
  enum: ['all', 'world', 'cluster', 'host', 'init', 'ingress', 'unmanaged', 'remote-node', 'health', 'none', 'kube-apiserver'],
};

const SPEC: Schema = {
  type: 'object',
  required: ['endpointSelector', 'egress'],
  properties: {
    endpointSelector: LABEL_SELECTOR,
    egress: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          toEntities: { type: 'array', items: ENTITY },
          toEndpoints: { type: 'array', items: LABEL_SELECTOR },
          toFQDNs: { type: 'array', items: FQDN },
          toPorts: {
            type: 'array',
            items: {
              type: 'object',
              properties: { ports: { type: 'array', maxItems: 40, items: PORT }, rules: { type: 'object', properties: { dns: { type: 'array', items: FQDN } } } },
            },
          },
        },
      },
    },
  },
};

/**
 * The shared data has no CRDs of Cilium; of `CiliumNetworkPolicy`, the fields that are written, with the values Cilium's own definition
 * allows them (cilium/cilium: pkg/k8s/apis/cilium.io/client/crds/v2). Everything else is an unknown field.
 */
export const CILIUM_NETWORK_POLICY: CustomResourceDefinition & { readonly apiVersion: string; readonly metadata: { readonly name: string } } = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'ciliumnetworkpolicies.cilium.io' },
  spec: {
    group: 'cilium.io',
    scope: 'Namespaced',
    names: { kind: 'CiliumNetworkPolicy', listKind: 'CiliumNetworkPolicyList', plural: 'ciliumnetworkpolicies', singular: 'ciliumnetworkpolicy' },
    versions: [{
      name: 'v2',
      served: true,
      storage: true,
      schema: { openAPIV3Schema: { type: 'object', required: ['metadata', 'spec'], properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' }, spec: SPEC } } },
    }],
  },
};

/**
 * Nor has it the CRD of GKE's `FQDNNetworkPolicy`: the fields of Google's page (cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies),
 * without the patterns that are never written.
 */
export const GKE_FQDN_NETWORK_POLICY: typeof CILIUM_NETWORK_POLICY = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'fqdnnetworkpolicies.networking.gke.io' },
  spec: {
    group: 'networking.gke.io',
    scope: 'Namespaced',
    names: { kind: 'FQDNNetworkPolicy', listKind: 'FQDNNetworkPolicyList', plural: 'fqdnnetworkpolicies', singular: 'fqdnnetworkpolicy' },
    versions: [{
      name: 'v1alpha1',
      served: true,
      storage: true,
      schema: {
        openAPIV3Schema: {
          type: 'object',
          required: ['metadata', 'spec'],
          properties: {
            apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' },
            spec: {
              type: 'object',
              required: ['podSelector', 'egress'],
              properties: {
                podSelector: LABEL_SELECTOR,
                egress: {
                  type: 'array',
                  items: {
                    type: 'object',
                    required: ['matches'],
                    properties: {
                      matches: { type: 'array', items: { type: 'object', properties: { name: { type: 'string', maxLength: 255, pattern: '^([a-z0-9]([-a-z0-9_]*[a-z0-9])?[.]?)+$' } } } },
                      ports: { type: 'array', items: { type: 'object', properties: { port: { type: 'integer', minimum: 1, maximum: 65535 }, protocol: { type: 'string', enum: ['TCP', 'UDP'] } } } },
                    },
                  },
                },
              },
            },
          },
        },
      },
    }],
  },
};
