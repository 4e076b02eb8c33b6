import { documented, Fact, SOURCES } from './fact';

/** A row of SAP's table of communication flows. */
export interface CommunicationFlow extends Fact {
  /** SAP's name in kebab-case; the flow id of the plan. */
  readonly id: string;
  /** SAP's name in the table of July 2026. */
  readonly title: string;
  /** As SAP documents it; "in" needs no inbound rule when the Cloud Connector is embedded. */
  readonly direction: 'out' | 'in';
  readonly protocol: 'https' | 'wss';
  /** Components that use it; empty: every component of `edge-icell`. */
  readonly components: readonly string[];
  /** What it reaches in SAP BTP. */
  readonly target: string;
  /** Names in the table of February 2025; they remain the names of components. */
  readonly aliases: readonly string[];
  /** Where the assignment of components is not SAP's word, what it rests on. */
  readonly note?: string;
}

const row = (
  title: string, direction: 'out' | 'in', protocol: 'https' | 'wss', components: readonly string[], target: string, aliases: readonly string[], note?: string,
): CommunicationFlow => Object.freeze({
  ...{ id: title.toLowerCase().replaceAll(' ', '-'), title, direction, protocol, components, target, aliases },
  ...documented(SOURCES.network),
  ...(note === undefined ? {} : { note }),
});

/** The eight flows of SAP's current table. Hosts are those of `*.<domain>`, of Content Deployment those of the object store. */
export const COMMUNICATION_FLOWS: ReadonlyMap<string, CommunicationFlow> = new Map([
  row('Content Deployment', 'out', 'https', ['edc'], 'BTP Object Store', ['Edge Deploy Controller']),
  row('Security Material', 'out', 'https', ['esac'], 'BTP Credential Store', ['Edge Security Artifact Controller']),
  row('System Internal Events', 'out', 'wss', ['edge-event-controller'], 'SAP Integration Suite', ['Edge Event Controller']),
  row('Application Monitoring', 'in', 'https', ['edge-api'], 'called from SAP Integration Suite through the Cloud Connector', ['API Application']),
  row('Configuration Service', 'out', 'https', ['policyengine', 'worker'], 'SAP Integration Suite Configuration Service', ['Policy Engine', 'Worker']),
  row('XSUAA', 'out', 'https', [], 'Authorization and Trust Management', ['XSUAA'],
    'no component is named since July 2026; the table of February 2025 says all components'),
  row('Destination Service', 'out', 'https', ['destination-configuration'], 'BTP Destination Service', [],
    'SAP names a "Destination Service Data Maintainer"; that it is destination-configuration is inferred'),
  row('Audit Log Service', 'out', 'https', ['auditlog-agent'], 'BTP Audit Log Service', [],
    'a public API of the audit log listens on 6081; whether the cell uses it is not documented'),
].map((flow) => [flow.id, flow]));

/** The flows of a name: an id, SAP's title, or a name of the 2025 table, which can mean the same flow as another name. */
export function flowsNamed(name: string): readonly CommunicationFlow[] {
  const wanted = name.toLowerCase();
  return [...COMMUNICATION_FLOWS.values()].filter(({ id, title, aliases }) =>
    [id, title, ...aliases].some((known) => known.toLowerCase() === wanted || known.toLowerCase().replaceAll(' ', '-') === wanted));
}

/** Port of every flow: SAP documents none. */
export const FLOW_PORT = 443;
