export { ConnectivityPlan } from './connectivity-plan';
export { type Finding } from './finding';
export { type Flow, type FlowSource, type FlowTarget, type Reason, sourceText } from './flow';
