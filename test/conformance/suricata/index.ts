export type { Outcome, Probe, ProbeKind, Verdict } from './probe';
export { RulesRefused, runSuricata, SURICATA_MISSING, suricataIsThere, type SuricataSettings } from './run';
