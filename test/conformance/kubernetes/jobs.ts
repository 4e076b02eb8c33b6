import { fieldsOf, type Path, type Problem } from './problem';
import type { Schema, Schemas } from './schema';
import { podProblems } from './workloads';

const POD_TEMPLATE: Schema = { $ref: '#/components/schemas/io.k8s.api.core.v1.PodTemplateSpec' };
const TEXT: Schema = { type: 'string' };
const COUNT: Schema = { type: 'integer', format: 'int32' };
const FLAG: Schema = { type: 'boolean' };

const JOB_SPEC: Schema = {
  type: 'object',
  required: ['template'],
  properties: {
    activeDeadlineSeconds: { type: 'integer', format: 'int64' },
    backoffLimit: COUNT,
    completionMode: { type: 'string', enum: ['NonIndexed', 'Indexed'] },
    completions: COUNT,
    parallelism: COUNT,
    suspend: FLAG,
    template: POD_TEMPLATE,
    ttlSecondsAfterFinished: COUNT,
  },
};

const CRON_JOB_SPEC: Schema = {
  type: 'object',
  required: ['schedule', 'jobTemplate'],
  properties: {
    concurrencyPolicy: { type: 'string', enum: ['Allow', 'Forbid', 'Replace'] },
    failedJobsHistoryLimit: COUNT,
    jobTemplate: { type: 'object', properties: { metadata: { $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }, spec: JOB_SPEC } },
    schedule: TEXT,
    startingDeadlineSeconds: { type: 'integer', format: 'int64' },
    successfulJobsHistoryLimit: COUNT,
    suspend: FLAG,
    timeZone: TEXT,
  },
};

const batchKind = (kind: string, spec: Schema): Schema => ({
  'type': 'object',
  'properties': { apiVersion: TEXT, kind: TEXT, metadata: {}, spec },
  'required': ['spec'],
  'x-kubernetes-group-version-kind': [{ group: 'batch', version: 'v1', kind }],
});

/** The shared data has no `batch` group; of it, the fields a connectivity probe may need. */
export const BATCH_SCHEMAS: Schemas = { Job: batchKind('Job', JOB_SPEC), CronJob: batchKind('CronJob', CRON_JOB_SPEC) };

/** What the API server checks in a Job beyond its schema. */
export function* jobProblems(job: unknown, path: Path = []): Generator<Problem> {
  const pod = fieldsOf(fieldsOf(fieldsOf(fieldsOf(job).spec).template).spec);
  const at = [...path, 'spec', 'template', 'spec'];
  if (pod.restartPolicy !== 'Never' && pod.restartPolicy !== 'OnFailure') {
    yield { path: [...at, 'restartPolicy'], message: `must be Never or OnFailure, is ${JSON.stringify(pod.restartPolicy)}` };
  }
  yield* podProblems(pod, at);
}

const MAX_CRON_JOB_NAME = 52; // a Job's name gets a suffix
const RANGES: readonly (readonly [number, number])[] = [[0, 59], [0, 23], [1, 31], [1, 12], [0, 7]];

export function* cronJobProblems(cronJob: unknown): Generator<Problem> {
  const { metadata, spec } = fieldsOf(cronJob);
  const { schedule, timeZone, jobTemplate } = fieldsOf(spec);
  if (String(fieldsOf(metadata).name).length > MAX_CRON_JOB_NAME) {
    yield { path: ['metadata', 'name'], message: `must have no more than ${MAX_CRON_JOB_NAME} characters` };
  }
  if (!isSchedule(String(schedule))) yield { path: ['spec', 'schedule'], message: `"${String(schedule)}" is not a schedule` };
  if (timeZone !== undefined && !isTimeZone(String(timeZone))) yield { path: ['spec', 'timeZone'], message: `"${String(timeZone)}" is not a time zone` };
  yield* jobProblems(jobTemplate, ['spec', 'jobTemplate']);
}

/** Five fields of numbers in their ranges, or a name such as `@daily`; names of months and days are not read. */
function isSchedule(text: string): boolean {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(text)) return true;
  const fields = text.split(/\s+/);
  return fields.length === RANGES.length && fields.every((field, index) => {
    const [min, max] = RANGES[index] ?? [0, 0];
    return field.split(',').every((part) => {
      const [, range = '', step] = /^(\*|\d+(?:-\d+)?)(?:\/(\d+))?$/.exec(part) ?? [];
      const numbers = range.split('-').filter((number) => number !== '*').map(Number);
      return range !== '' && step !== '0' && numbers.every((number) => number >= min && number <= max) && (numbers[1] ?? max) >= (numbers[0] ?? min);
    });
  });
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined && !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
