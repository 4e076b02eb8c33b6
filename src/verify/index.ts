export { type Connection, type Destination, type Origin, type WireProtocol } from './connection';
export * from './diff';
export { explain, type Explanation, type Question } from './explain';
export { type ProbeKind, type ProbeOrigin } from './probes/probe';
export { type KubernetesObject, type NotUnderstood, type ReadObject, readOutput, type ReadOutput, type TerraformConfig, type TerraformResource } from './read';
export { type LayerDecision, type LayerVerdict, type RuleReference } from './verdict';
export { type Outcome, type ProbeResult, type Verdict, type Verification, type VerificationSummary } from './verification';
export { verify, type VerifyOptions } from './verify';
