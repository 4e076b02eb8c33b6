import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';

export interface AllowPrincipalProps extends ObjectProps {
  /** Labels of the pods that are called. */
  readonly labels: Readonly<Record<string, string>>;
  /** The one identity that may call: `<trust domain>/ns/<namespace>/sa/<account>`. */
  readonly principal: string;
}

/** `AuthorizationPolicy` with action ALLOW for one caller (istio.io, security.istio.io/v1). */
export class AllowPrincipal extends CellObject {
  public constructor(scope: Construct, id: string, props: AllowPrincipalProps) {
    super(scope, id, 'security.istio.io/v1', 'AuthorizationPolicy', props, {
      selector: { matchLabels: props.labels }, action: 'ALLOW', rules: [{ from: [{ source: { principals: [props.principal] } }] }],
    });
  }
}
