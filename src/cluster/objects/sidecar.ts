import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';

export interface SidecarProps extends ObjectProps {
  /** Labels of the pods.
   * @default - every pod of the namespace that no other Sidecar selects */
  readonly labels?: Readonly<Record<string, string>>;
  readonly mode: 'REGISTRY_ONLY' | 'ALLOW_ANY';
  /** What is imported, each `namespace/host`. */
  readonly hosts: readonly string[];
}

/** `Sidecar`: what pods may reach through their proxy (istio.io, networking.istio.io/v1). The mode is always written: its default surprises. */
export class Sidecar extends CellObject {
  public constructor(scope: Construct, id: string, props: SidecarProps) {
    super(scope, id, 'networking.istio.io/v1', 'Sidecar', props, {
      ...(props.labels === undefined ? {} : { workloadSelector: { labels: props.labels } }),
      outboundTrafficPolicy: { mode: props.mode },
      egress: [{ hosts: props.hosts }],
    });
  }
}
