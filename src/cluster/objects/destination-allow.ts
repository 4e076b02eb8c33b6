import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';
import { DestinationAllowRow } from '../../compile/cluster';

export interface DestinationAllowProps extends ObjectProps, Pick<DestinationAllowRow, 'sources' | 'sni' | 'gatewayPort'> {
  /** Labels of the gateway's pods. */
  readonly labels: Readonly<Record<string, string>>;
}

/** `AuthorizationPolicy` with action ALLOW for one destination of the gateway, by identity and server name (istio.io, security.istio.io/v1). */
export class DestinationAllow extends CellObject {
  public constructor(scope: Construct, id: string, props: DestinationAllowProps) {
    const { principals, namespaces } = props.sources;
    super(scope, id, 'security.istio.io/v1', 'AuthorizationPolicy', props, {
      selector: { matchLabels: props.labels },
      action: 'ALLOW',
      rules: [{
        from: [
          ...(principals.length === 0 ? [] : [{ source: { principals } }]),
          ...(namespaces.length === 0 ? [] : [{ source: { namespaces } }]),
        ],
        to: [{ operation: { ports: [String(props.gatewayPort)] } }],
        when: [{ key: 'connection.sni', values: [props.sni] }],
      }],
    });
  }
}
