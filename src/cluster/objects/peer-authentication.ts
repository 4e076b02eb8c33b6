import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';

export interface PeerAuthenticationProps extends ObjectProps {
  /** Labels of the pods.
   * @default - every pod of the namespace */
  readonly labels?: Readonly<Record<string, string>>;
  /** Container ports that also take plaintext.
   * @default [] */
  readonly permissivePorts?: readonly number[];
}

/** `PeerAuthentication` with mode STRICT (istio.io, security.istio.io/v1). */
export class PeerAuthentication extends CellObject {
  public constructor(scope: Construct, id: string, props: PeerAuthenticationProps) {
    const ports = (props.permissivePorts ?? []).map((port) => [String(port), { mode: 'PERMISSIVE' }]);
    super(scope, id, 'security.istio.io/v1', 'PeerAuthentication', props, {
      ...(props.labels === undefined ? {} : { selector: { matchLabels: props.labels } }),
      mtls: { mode: 'STRICT' },
      ...(ports.length === 0 ? {} : { portLevelMtls: Object.fromEntries(ports) }),
    });
  }
}
