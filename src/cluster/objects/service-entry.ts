import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';

export interface ServiceEntryProps extends ObjectProps {
  readonly host: string;
  readonly ports: readonly { readonly number: number; readonly protocol: string }[];
  /** Addresses, for protocols without a name.
   * @default [] */
  readonly addresses?: readonly string[];
  /** STATIC: proxies dial the addresses themselves. */
  readonly resolution: 'NONE' | 'DNS' | 'DYNAMIC_DNS' | 'STATIC';
  /** Namespaces that see it. */
  readonly exportTo: readonly string[];
}

/** `ServiceEntry` for one host outside the mesh (istio.io, networking.istio.io/v1). */
export class ServiceEntry extends CellObject {
  public constructor(scope: Construct, id: string, props: ServiceEntryProps) {
    super(scope, id, 'networking.istio.io/v1', 'ServiceEntry', props, {
      hosts: [props.host],
      location: 'MESH_EXTERNAL',
      exportTo: props.exportTo,
      ...(props.addresses === undefined || props.addresses.length === 0 ? {} : { addresses: props.addresses }),
      resolution: props.resolution,
      ...(props.resolution === 'STATIC' ? { endpoints: (props.addresses ?? []).map((address) => ({ address })) } : {}),
      ports: props.ports.map(({ number, protocol }) => ({ number, name: `${protocol.toLowerCase()}-${number}`, protocol })),
    });
  }
}
