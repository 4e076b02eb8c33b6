import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';

/** Identity of one of our objects, and what asked for it. */
export interface ObjectProps {
  readonly name: string;
  /** Its namespace.
   * @default - the object belongs to the cluster */
  readonly namespace?: string;
  /** Name of the cell. */
  readonly cell: string;
  /** Ids of the flows that the object carries.
   * @default - none: `reason` says why it is there */
  readonly flows?: readonly string[];
  /** Why it is there, as free text.
   * @default - the flows */
  readonly reason?: string;
  /** Part of the cell, as label `app.kubernetes.io/component`.
   * @default - no such label */
  readonly part?: string;
  /** Further annotations.
   * @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Label value by which `kubectl apply --prune` and GitOps find what is ours. */
export const MANAGED_BY = 'edge-integration-cell';

/** One object with a `spec`: named, labelled with the cell, annotated with the flows that caused it. */
export class CellObject extends ApiObject {
  public constructor(scope: Construct, id: string, apiVersion: string, kind: string, props: ObjectProps, spec: object) {
    super(scope, id, { apiVersion, kind, metadata: metadataOf(props), spec });
  }
}

/** Annotation by which Istio only logs what a policy would deny. */
export function dryRunAnnotation(dryRun: boolean): Readonly<Record<string, string>> {
  return dryRun ? { 'istio.io/dry-run': 'true' } : {};
}

/** Metadata of one of our objects. */
export function metadataOf(props: ObjectProps): ApiObjectMetadata {
  const annotations = {
    ...(props.flows !== undefined && props.flows.length > 0 ? { 'edge-integration-cell/flows': props.flows.join(',') } : {}),
    ...(props.reason === undefined ? {} : { 'edge-integration-cell/reason': props.reason }),
    ...props.annotations,
  };
  return {
    name: props.name,
    ...(props.namespace === undefined ? {} : { namespace: props.namespace }),
    labels: { 'app.kubernetes.io/managed-by': MANAGED_BY, 'app.kubernetes.io/instance': props.cell, ...(props.part === undefined ? {} : { 'app.kubernetes.io/component': props.part }) },
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}
