import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';

export interface GatewaySubsetsProps extends ObjectProps {
  /** Service of the gateway. */
  readonly host: string;
  readonly exportTo: readonly string[];
  /** One subset for each destination, with the server name by which the gateway knows it. */
  readonly subsets: readonly { readonly name: string; readonly port: number; readonly sni: string }[];
}

/** `DestinationRule` by which pods ask the gateway for a destination, with their mesh certificate (istio.io, networking.istio.io/v1). */
export class GatewaySubsets extends CellObject {
  public constructor(scope: Construct, id: string, props: GatewaySubsetsProps) {
    super(scope, id, 'networking.istio.io/v1', 'DestinationRule', props, {
      host: props.host,
      exportTo: props.exportTo,
      subsets: props.subsets.map(({ name, port, sni }) => ({ name, trafficPolicy: { portLevelSettings: [{ port: { number: port }, tls: { mode: 'ISTIO_MUTUAL', sni } }] } })),
    });
  }
}
