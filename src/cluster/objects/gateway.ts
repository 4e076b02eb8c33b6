import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';

export interface GatewayProps extends ObjectProps {
  /** Labels of the gateway's pods. */
  readonly selector: Readonly<Record<string, string>>;
  readonly portName: string;
  readonly host: string;
  readonly tlsMode: string;
  /** Secret in the namespace of the gateway's pods. */
  readonly credentialName: string;
  readonly minProtocolVersion: string;
}

/** `Gateway` that serves one host by TLS on port 443 (istio.io, networking.istio.io/v1). */
export class Gateway extends CellObject {
  public constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, 'networking.istio.io/v1', 'Gateway', props, {
      selector: props.selector,
      servers: [{
        port: { number: 443, name: props.portName, protocol: 'HTTPS' },
        hosts: [props.host],
        tls: { mode: props.tlsMode, credentialName: props.credentialName, minProtocolVersion: props.minProtocolVersion },
      }],
    });
  }
}
