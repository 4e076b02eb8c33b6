import { CODES } from './layers/codes';
import { Probe } from './probes/probe';
import { DeadRule } from './rules';
import { LayerKind } from './sight';
import { LayerVerdict } from './verdict';

/** What a layer says of one question, and what that is worth. */
export interface LayerAnswer extends LayerVerdict {
  /** Code of the residual that remains though the layer denies, such as a NetworkPolicy that nobody may enforce.
   * @default - a deny is proof */
  readonly unproven?: string;
}

/** One layer of a cell as it will be applied; made once from what was read. */
export interface Layer {
  /** As it is shown, such as `sidecar` or `firewall hub`. */
  readonly name: string;
  readonly kind: LayerKind;
  judge(probe: Probe): LayerAnswer;
  /** Rules that can never decide, since another decides before them.
   * @default - the layer has no order */
  deadRules?(): readonly DeadRule[];
}

/** The answer of a layer that is not on the way; always the same, so it is made once. */
export function absent(layer: string, code: string): LayerAnswer {
  return { layer, verdict: 'absent', code, text: CODES[code]!, rule: null };
}
