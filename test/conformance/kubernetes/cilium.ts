import type { CustomResourceDefinition } from './custom-kinds';
import type { Schema } from './schema';

const LABEL_SELECTOR: Schema = {
  type: 'object',
  properties: { matchLabels: { type: 'object', additionalProperties: { type: 'string', maxLength: 63, pattern: '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$' } } },
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
          toPorts: { type: 'array', items: { type: 'object', properties: { ports: { type: 'array', maxItems: 40, items: PORT } } } },
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
