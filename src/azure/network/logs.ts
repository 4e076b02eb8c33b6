import { Firewall, LogAnalyticsWorkspace, MonitorDiagnosticSetting } from '../network-bindings';
import { common, NetworkContext } from './network-context';

/** Where the logs go, and the setting that sends them. */
export interface Logs {
  readonly workspaceId: string;
  readonly setting: MonitorDiagnosticSetting;
}

/** All logs of the firewall into tables of their own (AZFWApplicationRule, AZFWNetworkRule, …), which hold names and rules as columns. */
export function logs(context: NetworkContext, firewall: Firewall): Logs {
  const { scope, plan: { name, settings } } = context;
  const workspaceId = settings.workspaceId
    ?? new LogAnalyticsWorkspace(scope, 'Workspace', { ...common(context), name, sku: 'PerGB2018', retentionInDays: settings.logRetentionDays }).id;
  const setting = new MonitorDiagnosticSetting(scope, 'Diagnostics', {
    name, targetResourceId: firewall.id, logAnalyticsWorkspaceId: workspaceId, logAnalyticsDestinationType: 'Dedicated', enabledLog: [{ categoryGroup: 'allLogs' }],
  });
  return { workspaceId, setting };
}
