import { KINDS } from '../../../errors';
import { Check } from '../check';
import { textOf } from '../manifest';

const DRY_RUN = 'istio.io/dry-run';
const PATH = `metadata.annotations["${DRY_RUN}"]`;

/** As Go reads a truth value. */
const BOOLEAN = /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;

/** The annotation for AuthorizationPolicies that only log; istiod refuses it elsewhere (istio/istio: pkg/config/validation/validation.go, checkDryRunAnnotation). */
export const dryRun: Check = (chart, report) => {
  for (const object of chart.all) {
    const value = object.annotations[DRY_RUN];
    if (value === undefined || !object.group.endsWith('.istio.io')) continue;
    if (object.kind !== 'AuthorizationPolicy') report.must(KINDS.istioPolicy, object, PATH, 'be left out: only AuthorizationPolicies have a dry run', value, 'remove it');
    else if (!BOOLEAN.test(value)) report.must(KINDS.istioPolicy, object, PATH, 'be "true" or "false"', value, 'correct it');
    else if (!['', 'ALLOW', 'DENY'].includes(textOf(object.spec.action))) report.must(KINDS.istioPolicy, object, PATH, 'stand on ALLOW or DENY', object.spec.action, 'remove it');
  }
};
