import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { metadataOf, ObjectProps } from './cell-object';

export interface NamespaceProps extends Omit<ObjectProps, 'namespace'> {
  /** Labels beside ours, such as those of Istio's injection and of Pod Security. */
  readonly labels: Readonly<Record<string, string>>;
}

/** `Namespace` (v1). Only for a namespace of our own. */
export class Namespace extends ApiObject {
  public constructor(scope: Construct, id: string, { labels, ...props }: NamespaceProps) {
    const { namespace: _, ...metadata } = metadataOf({ ...props, namespace: '' });
    super(scope, id, { apiVersion: 'v1', kind: 'Namespace', metadata: { ...metadata, labels: { ...metadata.labels, ...labels } } });
  }
}
