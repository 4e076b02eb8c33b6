import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';
import { MeshRouteRow } from '../../compile/cluster';

export interface MeshRouteProps extends ObjectProps, Pick<MeshRouteRow, 'host' | 'exportTo' | 'routes'> {
  /** Service of the gateway. */
  readonly gateway: string;
}

/** `VirtualService` that sends what pods dial to the egress gateway, by server name or by address (istio.io, networking.istio.io/v1). */
export class MeshRoute extends CellObject {
  public constructor(scope: Construct, id: string, props: MeshRouteProps) {
    const route = (subset: string, port: number) => [{ destination: { host: props.gateway, subset, port: { number: port } } }];
    const tls = props.routes.filter(({ kind }) => kind === 'tls').map(({ port, subset, gatewayPort }) =>
      ({ match: [{ gateways: ['mesh'], port, sniHosts: [props.host] }], route: route(subset, gatewayPort) }));
    const tcp = props.routes.filter(({ kind }) => kind === 'tcp').map(({ port, address, subset, gatewayPort }) =>
      ({ match: [{ gateways: ['mesh'], port, destinationSubnets: [address] }], route: route(subset, gatewayPort) }));
    super(scope, id, 'networking.istio.io/v1', 'VirtualService', props, {
      hosts: [props.host],
      gateways: ['mesh'],
      exportTo: props.exportTo,
      ...(tls.length === 0 ? {} : { tls }),
      ...(tcp.length === 0 ? {} : { tcp }),
    });
  }
}
