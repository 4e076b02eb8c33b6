import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { metadataOf, ObjectProps } from './cell-object';

/** `ServiceAccount` whose pods get no token for the API server (v1). Istio's own token is projected apart from it. */
export class ServiceAccount extends ApiObject {
  public constructor(scope: Construct, id: string, props: ObjectProps) {
    super(scope, id, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadataOf(props), automountServiceAccountToken: false });
  }
}
