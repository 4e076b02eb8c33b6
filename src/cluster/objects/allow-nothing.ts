import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';

/** `AuthorizationPolicy` without rules: denies every call in its namespace that no other one allows (istio.io, security.istio.io/v1). */
export class AllowNothing extends CellObject {
  public constructor(scope: Construct, id: string, props: ObjectProps) {
    super(scope, id, 'security.istio.io/v1', 'AuthorizationPolicy', props, {});
  }
}
