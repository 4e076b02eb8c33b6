import { Construct } from 'constructs';
import { CellObject, dryRunAnnotation, ObjectProps } from './cell-object';

export interface CallerListProps extends ObjectProps {
  /** Namespaces that may call. */
  readonly namespaces: readonly string[];
  /** Ports that the list leaves to callers without mesh identity: those of outgoing TLS and of exceptions of mutual TLS. */
  readonly exceptPorts: readonly number[];
  /** Only log what would be denied? */
  readonly dryRun: boolean;
}

/** `AuthorizationPolicy` with action DENY for callers outside a list of namespaces (istio.io, security.istio.io/v1). */
export class CallerList extends CellObject {
  public constructor(scope: Construct, id: string, props: CallerListProps) {
    const alone = props.exceptPorts.map(String);
    const others = {
      from: [{ source: { notNamespaces: props.namespaces } }],
      ...(alone.length === 0 ? {} : { to: [{ operation: { notPorts: alone } }] }),
    };
    // What is left alone, outgoing TLS and exceptions, has no identity: who has one is refused there as well.
    const identities = { from: [{ source: { principals: ['*'], notNamespaces: props.namespaces } }] };
    super(scope, id, 'security.istio.io/v1', 'AuthorizationPolicy', { ...props, annotations: dryRunAnnotation(props.dryRun) }, {
      action: 'DENY',
      rules: alone.length === 0 ? [others] : [others, identities],
    });
  }
}
