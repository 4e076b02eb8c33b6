import { Construct } from 'constructs';
import { CellObject, ObjectProps } from './cell-object';

export interface DisruptionBudgetProps extends ObjectProps {
  /** Labels of the pods. */
  readonly selector: Readonly<Record<string, string>>;
}

/** `PodDisruptionBudget` that lets one pod go at a time (policy/v1): also a single one, else its node could never be drained. */
export class DisruptionBudget extends CellObject {
  public constructor(scope: Construct, id: string, props: DisruptionBudgetProps) {
    super(scope, id, 'policy/v1', 'PodDisruptionBudget', props, { maxUnavailable: 1, selector: { matchLabels: props.selector } });
  }
}
