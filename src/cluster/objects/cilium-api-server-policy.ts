import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';

export interface CiliumApiServerPolicyProps extends ObjectProps {
  /** Port of the API server. */
  readonly port: number;
}

/** `CiliumNetworkPolicy` that lets every pod of a namespace reach the API server (docs.cilium.io, entity `kube-apiserver`). */
export class CiliumApiServerPolicy extends CellObject {
  public constructor(scope: Construct, id: string, props: CiliumApiServerPolicyProps) {
    super(scope, id, 'cilium.io/v2', 'CiliumNetworkPolicy', props, {
      endpointSelector: {},
      egress: [{ toEntities: ['kube-apiserver'], toPorts: [{ ports: [{ port: String(props.port), protocol: 'TCP' }] }] }],
    });
  }
}
