export { ConnectivityPlan } from './connectivity-plan';
export { Finding } from './finding';
export { Flow, FlowSource, FlowTarget, Reason, sourceText } from './flow';
