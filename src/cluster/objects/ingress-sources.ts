import { Construct } from 'constructs';
import { CellObject, dryRunAnnotation, ObjectProps } from './cell-object';

export interface IngressSourcesProps extends ObjectProps {
  /** Namespace of the gateway. */
  readonly gatewayNamespace: string;
  /** Addresses from which callers may come. */
  readonly sources: readonly string[];
  /** Only log what would be denied? */
  readonly dryRun: boolean;
}

/** `AuthorizationPolicy` with action DENY for calls through the gateway from other addresses (istio.io, security.istio.io/v1). */
export class IngressSources extends CellObject {
  public constructor(scope: Construct, id: string, props: IngressSourcesProps) {
    super(scope, id, 'security.istio.io/v1', 'AuthorizationPolicy', { ...props, annotations: dryRunAnnotation(props.dryRun) }, {
      action: 'DENY',
      rules: [{ from: [{ source: { namespaces: [props.gatewayNamespace], notRemoteIpBlocks: props.sources } }] }],
    });
  }
}
