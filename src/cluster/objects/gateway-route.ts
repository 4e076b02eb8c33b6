import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';
import { GatewayRouteRow } from '../../compile/cluster';

export interface GatewayRouteProps extends ObjectProps, Pick<GatewayRouteRow, 'sni' | 'routes'> {
  /** `namespace/name` of the Gateway. */
  readonly gateway: string;
}

/** `VirtualService` by which the egress gateway forwards: `tcp`, since it has ended the mesh's TLS (istio.io, networking.istio.io/v1). */
export class GatewayRoute extends CellObject {
  public constructor(scope: Construct, id: string, props: GatewayRouteProps) {
    super(scope, id, 'networking.istio.io/v1', 'VirtualService', props, {
      hosts: [props.sni],
      gateways: [props.gateway],
      exportTo: [props.namespace],
      tcp: props.routes.map(({ gatewayPort, destination, port }) => ({
        match: [{ gateways: [props.gateway], port: gatewayPort }],
        route: [{ destination: { host: destination, port: { number: port } } }],
      })),
    });
  }
}
