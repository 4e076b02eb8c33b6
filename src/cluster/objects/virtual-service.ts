import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';

export interface VirtualServiceProps extends ObjectProps {
  readonly host: string;
  /** `namespace/name` of the Gateway. */
  readonly gateway: string;
  /** Namespace of the gateway's pods, which alone needs to see it. */
  readonly exportTo: string;
  /** Host header that the destination gets. */
  readonly authority: string;
  readonly destination: string;
  readonly destinationPort: number;
}

/** `VirtualService` from a gateway to a Service, with the authority rewritten (istio.io, networking.istio.io/v1). */
export class VirtualService extends CellObject {
  public constructor(scope: Construct, id: string, props: VirtualServiceProps) {
    super(scope, id, 'networking.istio.io/v1', 'VirtualService', props, {
      hosts: [props.host],
      gateways: [props.gateway],
      exportTo: [props.exportTo],
      http: [{
        match: [{ uri: { prefix: '/' } }],
        rewrite: { authority: props.authority },
        route: [{ destination: { host: props.destination, port: { number: props.destinationPort } } }],
      }],
    });
  }
}
