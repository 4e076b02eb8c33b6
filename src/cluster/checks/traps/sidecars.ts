import { KINDS } from '../../../errors';
import { Check } from '../check';
import { labelsOf, mapOf } from '../manifest';
import { twiceSelected } from '../twice-selected';

/** Two Sidecars for one pod (IST0110, IST0111). */
export const sidecarsOfPods: Check = (chart, report) => {
  const sidecars = chart.istio('Sidecar').map((object) => ({ object, namespace: object.namespace, selector: labelsOf(mapOf(object.spec.workloadSelector).labels) }));
  for (const { one, other, why } of twiceSelected(sidecars, chart)) {
    report.must(KINDS.sidecarConflict, one.object, 'spec.workloadSelector', `not select pods of ${other.object.construct}`, why, 'Istio takes one Sidecar for a pod: give each its own labels, or make them one');
  }
};
