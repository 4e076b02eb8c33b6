import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';

export interface EgressGatewayServersProps extends ObjectProps {
  /** Labels of the gateway's pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** One server for each destination: with several hosts in one, every connection arrives at the first (measured). */
  readonly servers: readonly { readonly name: string; readonly port: number; readonly host: string }[];
}

/** `Gateway` that takes mesh certificates only, one server a destination (istio.io, networking.istio.io/v1). */
export class EgressGatewayServers extends CellObject {
  public constructor(scope: Construct, id: string, props: EgressGatewayServersProps) {
    super(scope, id, 'networking.istio.io/v1', 'Gateway', props, {
      selector: props.selector,
      servers: props.servers.map(({ name, port, host }) => ({ port: { number: port, name: `tls-${name}`, protocol: 'TLS' }, hosts: [host], tls: { mode: 'ISTIO_MUTUAL' } })),
    });
  }
}
