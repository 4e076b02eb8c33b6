import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';
import { EgressAllowRow } from '../../compile/cluster';

export interface EgressAllowProps extends ObjectProps, Pick<EgressAllowRow, 'labels' | 'rules'> {}

/** `AuthorizationPolicy` with action ALLOW for a pod's own outgoing TLS, by server name (istio.io, security.istio.io/v1). */
export class EgressAllow extends CellObject {
  public constructor(scope: Construct, id: string, props: EgressAllowProps) {
    super(scope, id, 'security.istio.io/v1', 'AuthorizationPolicy', props, {
      selector: { matchLabels: props.labels },
      action: 'ALLOW',
      rules: props.rules.map(({ ports, names }) => ({
        to: [{ operation: { ports: ports.map(String) } }],
        when: [{ key: 'connection.sni', values: names }],
      })),
    });
  }
}
