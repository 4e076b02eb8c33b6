import { Construct } from 'constructs';
import { CellObject, dryRunAnnotation, ObjectProps } from './cell-object';

export interface CallerListProps extends ObjectProps {
  /** Namespaces that may call. */
  readonly namespaces: readonly string[];
  /** Ports that the list leaves alone. */
  readonly exceptPorts: readonly number[];
  /** Only log what would be denied? */
  readonly dryRun: boolean;
}

/** `AuthorizationPolicy` with action DENY for callers outside a list of namespaces (istio.io, security.istio.io/v1). */
export class CallerList extends CellObject {
  public constructor(scope: Construct, id: string, props: CallerListProps) {
    super(scope, id, 'security.istio.io/v1', 'AuthorizationPolicy', { ...props, annotations: dryRunAnnotation(props.dryRun) }, {
      action: 'DENY',
      rules: [{
        from: [{ source: { notNamespaces: props.namespaces } }],
        ...(props.exceptPorts.length === 0 ? {} : { to: [{ operation: { notPorts: props.exceptPorts.map(String) } }] }),
      }],
    });
  }
}
