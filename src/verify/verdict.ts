/** Where the rule stands that decided. */
export interface RuleReference {
  /** File that it was read from. */
  readonly file: string;
  /** The object or resource, such as `NetworkPolicy edge-icell/eic-plant-base` or `azurerm_firewall_policy_rule_collection_group.Rules_Group_75B7CD6E`. */
  readonly object: string;
  /** Path in it, such as `spec.egress[2]`; empty: the object as a whole. */
  readonly path: string;
}

/**
 * `cannot-see`: the layer does not look at what the question is about, such as a NetworkPolicy at names. `absent`: the layer is not on the way,
 * or nothing enforces it. `unknown`: something that could decide was not understood.
 */
export type LayerDecision = 'allow' | 'deny' | 'cannot-see' | 'absent' | 'unknown';

/** What one layer does with one connection. */
export interface LayerVerdict {
  /** Name of the layer, such as `sidecar`, `network-policy`, or `firewall hub`. */
  readonly layer: string;
  readonly verdict: LayerDecision;
  /** Why, as a stable code: `<layer kind>/<reason>`, such as `network-policy/no-rule`; all are listed in `docs/verdicts.md`. */
  readonly code: string;
  /** The same for people, one sentence. */
  readonly text: string;
  /** What decided; null: the absence of a rule. */
  readonly rule: RuleReference | null;
}
