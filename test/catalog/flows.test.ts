import { COMMUNICATION_FLOWS, COMPONENTS, FLOW_PORT, flowsNamed } from '../../src/catalog';

/** SAP's table of July 2026; components by the name of their workload. */
const TABLE = [
  ['content-deployment', 'Content Deployment', 'out', 'https', ['edc'], 'BTP Object Store'],
  ['security-material', 'Security Material', 'out', 'https', ['esac'], 'BTP Credential Store'],
  ['system-internal-events', 'System Internal Events', 'out', 'wss', ['edge-event-controller'], 'SAP Integration Suite'],
  ['application-monitoring', 'Application Monitoring', 'in', 'https', ['edge-api'], 'Cloud Connector'],
  ['configuration-service', 'Configuration Service', 'out', 'https', ['policyengine', 'worker'], 'Configuration Service'],
  ['xsuaa', 'XSUAA', 'out', 'https', [], 'Authorization and Trust Management'],
  ['destination-service', 'Destination Service', 'out', 'https', ['destination-configuration'], 'BTP Destination Service'],
  ['audit-log-service', 'Audit Log Service', 'out', 'https', ['auditlog-agent'], 'BTP Audit Log Service'],
] as const;

test('the flows are those of SAP\'s table', () => {
  expect([...COMMUNICATION_FLOWS.keys()]).toEqual(TABLE.map(([id]) => id));
});

test.each(TABLE)('%s', (id, title, direction, protocol, components, target) => {
  const flow = COMMUNICATION_FLOWS.get(id);
  expect(flow).toMatchObject({ id, title, direction, protocol, components, evidence: 'documented' });
  expect(flow?.target).toContain(target);
  for (const component of components) expect(COMPONENTS.has(component)).toBe(true);
});

test.each([
  ['Edge Deploy Controller', 'content-deployment'],
  ['Edge Security Artifact Controller', 'security-material'],
  ['Edge Event Controller', 'system-internal-events'],
  ['API Application', 'application-monitoring'],
  ['Policy Engine', 'configuration-service'],
  ['Worker', 'configuration-service'],
  ['XSUAA', 'xsuaa'],
  ['Content Deployment', 'content-deployment'],
  ['content-deployment', 'content-deployment'],
  ['edge-deploy-controller', 'content-deployment'],
  ['audit log service', 'audit-log-service'],
])('%s of the tables of 2025 and 2026 is %s', (name, id) => {
  expect(flowsNamed(name).map((flow) => flow.id)).toEqual([id]);
});

test.each(['', 'Edge', 'constructor', 'audit'])('%p names no flow', (name) => {
  expect(flowsNamed(name)).toEqual([]);
});

test('what rests on more than SAP\'s table says so', () => {
  const noted = [...COMMUNICATION_FLOWS.values()].filter(({ note }) => note !== undefined).map(({ id }) => id);
  expect(noted).toEqual(['xsuaa', 'destination-service', 'audit-log-service']);
  expect(FLOW_PORT).toBe(443);
});
