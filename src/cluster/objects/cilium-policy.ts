import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';
import { CiliumPolicyRow } from '../../compile/cluster';

export interface CiliumPolicyProps extends ObjectProps, Pick<CiliumPolicyRow, 'egress'> {}

/** `CiliumNetworkPolicy` by which every pod of a namespace reaches what is on nodes (docs.cilium.io, entities). */
export class CiliumPolicy extends CellObject {
  public constructor(scope: Construct, id: string, props: CiliumPolicyProps) {
    super(scope, id, 'cilium.io/v2', 'CiliumNetworkPolicy', props, {
      endpointSelector: {},
      egress: props.egress.map(({ entity, ports }) => ({ toEntities: [entity], toPorts: [{ ports: ports.map(({ port, protocol }) => ({ port: String(port), protocol })) }] })),
    });
  }
}
