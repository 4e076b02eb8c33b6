import type { Schema, Schemas } from './schema';

const POD_TEMPLATE = '#/components/schemas/io.k8s.api.core.v1.PodTemplateSpec';
const COUNT: Schema = { type: 'integer', format: 'int32' };

const JOB_SPEC: Schema = {
  type: 'object',
  required: ['template'],
  properties: {
    activeDeadlineSeconds: { type: 'integer', format: 'int64' },
    backoffLimit: COUNT,
    completionMode: { type: 'string', enum: ['NonIndexed', 'Indexed'] },
    completions: COUNT,
    parallelism: COUNT,
    suspend: { type: 'boolean' },
    template: { $ref: POD_TEMPLATE },
    ttlSecondsAfterFinished: COUNT,
  },
};

/** The shared data has no `batch` group; of it, the fields a connectivity probe may need. */
export const BATCH_SCHEMAS: Schemas = {
  Job: {
    'type': 'object',
    'properties': { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: {}, spec: JOB_SPEC },
    'required': ['spec'],
    'x-kubernetes-group-version-kind': [{ group: 'batch', version: 'v1', kind: 'Job' }],
  },
};
