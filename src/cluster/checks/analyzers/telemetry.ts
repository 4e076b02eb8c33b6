import { KINDS } from '../../../errors';
import { Check } from '../check';
import { labelsOf, listOf, mapOf } from '../manifest';
import { twiceSelected } from '../twice-selected';

/** Two Telemetries for one pod (IST0159, IST0160). */
export const telemetries: Check = (chart, report) => {
  const bySelector = chart.of('telemetry.istio.io', 'Telemetry').filter(({ spec }) => spec.targetRef === undefined && listOf(spec.targetRefs).length === 0)
    .map((object) => ({ object, namespace: object.namespace, selector: labelsOf(mapOf(object.spec.selector).matchLabels) }));
  for (const { one, other, why } of twiceSelected(bySelector, chart)) {
    report.must(KINDS.telemetryConflict, one.object, 'spec.selector', `not select pods of ${other.object.construct}`, why, 'Istio takes one of the two: make them one, or give each its own labels');
  }
};
