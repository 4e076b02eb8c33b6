export { ConnectivityPlan } from './connectivity-plan';
export { type Finding } from './finding';
export { type Flow, type FlowSource, type FlowTarget, flowIds, type Reason, sourceText } from './flow';
