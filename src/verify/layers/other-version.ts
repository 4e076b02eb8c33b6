import { CloudEvaluator } from '../rules';
import { CODES } from './codes';

/** Stands for a firewall whose resources may mean something else than they seem to. */
export function otherVersion(layer: string): CloudEvaluator {
  return {
    judge: () => ({ layer, verdict: 'unknown', code: 'firewall/other-version', text: CODES['firewall/other-version']!, rule: null }),
    deadRules: () => [],
    allowedFrom: () => [],
  };
}
