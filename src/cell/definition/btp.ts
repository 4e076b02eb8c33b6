import { BTP_INFRASTRUCTURES } from '../../catalog';
import { cidr, defaulted, freeText, host, list, object, optional, pattern, portOrRange, required, word } from '../spec';

const extraHost = object('ExtraHost', 'A host outside the pattern that SAP documents.', {
  host: required(host('wildcards'), 'Exact host or `*.suffix`.'),
  reason: required(freeText(), 'Why it is needed; shown in plan and report.'),
});

const flow = object('FlowSettings', 'What is known of one of SAP\'s communication flows beyond its table.', {
  hosts: optional(list(host('wildcards'), 1), 'Hosts instead of the documented pattern; each must lie inside it (`EIC304`).', 'the documented pattern'),
  ports: defaulted(list(portOrRange(), 1), [443], 'Ports of the flow; SAP documents none.'),
  extraHosts: defaulted(list(extraHost), [], 'Hosts outside the documented pattern: a widening, with its reason.'),
  addresses: defaulted(list(cidr()), [], 'Addresses of private endpoints that the hosts resolve to.'),
});

const flows = object('FlowsSettings', 'Settings by SAP\'s communication flow.', {
  'content-deployment': optional(flow, 'Content Deployment: Edge Deploy Controller to the BTP Object Store.', 'as SAP documents it'),
  'security-material': optional(flow, 'Security Material: Edge Security Artifact Controller to the BTP Credential Store.', 'as SAP documents it'),
  'system-internal-events': optional(flow, 'System Internal Events: Edge Event Controller to SAP Integration Suite, by WebSocket.', 'as SAP documents it'),
  'application-monitoring': optional(flow, 'Application Monitoring: the tunnel of the embedded Cloud Connector.', 'as SAP documents it'),
  'configuration-service': optional(flow, 'Configuration Service: Policy Engine and Worker to SAP Integration Suite.', 'as SAP documents it'),
  'xsuaa': optional(flow, 'XSUAA: all components to Authorization and Trust Management.', 'as SAP documents it'),
  'destination-service': optional(flow, 'Destination Service: to the BTP Destination Service.', 'as SAP documents it'),
  'audit-log-service': optional(flow, 'Audit Log Service: Auditlog Agent to the BTP Audit Log Service; its public API also listens on 6081.', 'as SAP documents it'),
});

/** `btp` */
export const btp = object('BtpProps', 'The SAP BTP subaccount that the cell belongs to.', {
  region: required(pattern(/^[a-z]{2}[0-9]{2}(-[0-9]{3})?$/, 'be a Cloud Foundry region or sub-landscape, such as eu10 or eu10-004'),
    'Cloud Foundry region or sub-landscape, such as `eu10-004`; decides infrastructure, domain and Cloud Connector hosts.'),
  infrastructure: optional(word('BtpInfrastructure', ...BTP_INFRASTRUCTURES),
    'What runs under the subaccount; decides the hosts of the object store, whatever cloud the cluster runs on.', 'from the catalogue of regions'),
  domain: optional(host(), 'Base domain of the landscape, such as `hana.ondemand.com`; needed for China and sovereign landscapes.', 'from the catalogue of regions'),
  narrow: defaulted(word('Narrowing', 'none', 'region'), 'none',
    '`region`: `*.<region>.<domain>` and the parent region\'s instead of `*.<domain>`; inferred from observed names, not documented by SAP.'),
  flows: defaulted(flows, {}, 'What is known of a communication flow beyond SAP\'s table.', 'as SAP documents them'),
});
