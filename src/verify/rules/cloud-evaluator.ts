import { Connection } from '../connection';
import { DeadRule } from './dead-rule';
import { LayerVerdict, RuleReference } from '../verdict';

/** What an allow rule lets through, for the check whether the rules are wider than a plan. */
export interface AllowedTraffic {
  readonly rule: RuleReference;
  /** Names: exact, or with a leading asterisk; empty: by address only. */
  readonly hosts: readonly string[];
  /** Networks; `*` for every address; empty: by name only. */
  readonly cidrs: readonly string[];
  /** Ports as `443`, `40000-40100` or `*`. */
  readonly ports: readonly string[];
  /** What the rule sees on the wire: `tls`, `http`, `tcp`, `udp`, `icmp` or `any`. */
  readonly protocols: readonly string[];
  /** Was all of the rule understood? If not, it may be narrower or wider than said here. */
  readonly exact: boolean;
}

/** One cloud firewall as it was read. */
export interface CloudEvaluator {
  /** What it does with a connection. */
  judge(connection: Connection): LayerVerdict;
  /** Rules that never decide, since an earlier one covers them. */
  deadRules(): readonly DeadRule[];
  /** What its allow rules let through from any of the sources (addresses or networks). */
  allowedFrom(sources: readonly string[]): readonly AllowedTraffic[];
}
