import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';

export interface WorkloadProps extends ObjectProps {
  readonly replicas: number;
  /** Labels of the pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Annotations of the pods. */
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  /** Containers as Kubernetes has them, without security context. */
  readonly container: Readonly<Record<string, unknown>>;
  /** User of the container.
   * @default - the image's, or the platform's */
  readonly user?: number;
  /** Volumes as Kubernetes has them.
   * @default [] */
  readonly volumes?: readonly object[];
}

/** `Deployment` of one container under Pod Security "restricted", spread over nodes and zones (apps/v1). */
export class Workload extends CellObject {
  public constructor(scope: Construct, id: string, props: WorkloadProps) {
    super(scope, id, 'apps/v1', 'Deployment', props, {
      replicas: props.replicas,
      selector: { matchLabels: props.podLabels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels: { ...props.podLabels, 'sidecar.istio.io/inject': 'true' }, annotations: props.podAnnotations },
        spec: {
          serviceAccountName: props.serviceAccount,
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
            maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: props.podLabels },
          })),
          containers: [{
            ...props.container,
            securityContext: {
              allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, privileged: false, readOnlyRootFilesystem: true, runAsNonRoot: true,
              ...(props.user === undefined ? {} : { runAsUser: props.user, runAsGroup: props.user }),
              seccompProfile: { type: 'RuntimeDefault' },
            },
          }],
          ...(props.volumes === undefined ? {} : { volumes: props.volumes }),
        },
      },
    });
  }
}
