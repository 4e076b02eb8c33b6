import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';

export interface ServiceProps extends ObjectProps {
  /** Labels of the pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** First word of the ports' names, by which Istio knows their protocol. */
  readonly protocol: 'tls' | 'tcp';
  /** Ports, the same in Service and pod. */
  readonly ports: readonly number[];
}

/** `Service` of type ClusterIP (v1). */
export class Service extends CellObject {
  public constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id, 'v1', 'Service', props, {
      type: 'ClusterIP',
      selector: props.selector,
      ports: props.ports.map((port) => ({ name: `${props.protocol}-${port}`, protocol: 'TCP', port, targetPort: port })),
    });
  }
}
