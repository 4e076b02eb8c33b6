import { AMQP_WEBSOCKET_PORT, COMPONENTS, EXTERNAL_SERVICE_PORTS, RECEIVER_PROTOCOLS } from '../../catalog';
import { KINDS, Problems, someOf } from '../../errors';
import type { Definition, ReceiverDefinition } from '../definition';
import { child, closestTo, item } from '../spec';

/** `receivers`, `proxies`, `externalServices` and `flows`: what each protocol needs, and references. */
export function checkRemote(definition: Definition, problems: Problems): void {
  const own = definition.cluster.components;
  const components = own === undefined ? undefined : new Set([...COMPONENTS.keys(), ...Object.keys(own)].sort());
  const proxies = new Set(Object.keys(definition.proxies));
  for (const [key, receiver] of Object.entries(definition.receivers)) {
    const path = child('receivers', key);
    if (problems.touches(path)) continue;
    checkReceiver(receiver, path, problems);
    if (receiver.proxy !== undefined) checkReference(receiver.proxy, child(path, 'proxy'), 'be a key of proxies', proxies, problems);
    checkComponents(receiver.from, child(path, 'from'), components, problems);
  }
  for (const [key, flow] of Object.entries(definition.flows)) {
    const path = child('flows', key);
    if (problems.touches(path)) continue;
    checkComponents(flow.from, child(path, 'from'), components, problems);
    if (flow.hosts.length === 0 && flow.addresses.length === 0) problems.missing(child(path, 'hosts'), 'hosts, addresses or both');
    if (flow.network === 'private' && flow.addresses.length === 0) problems.missing(child(path, 'addresses'), 'with network: private, the addresses of the system');
  }
  checkExternalServices(definition, problems);
}

function checkReceiver(receiver: ReceiverDefinition, path: string, problems: Problems): void {
  const known = RECEIVER_PROTOCOLS.get(receiver.protocol)!;
  const kafka = receiver.protocol === 'kafka';
  const excluded = (field: keyof ReceiverDefinition, allowed: boolean, rule: string) => {
    if (receiver[field] !== undefined && !allowed) problems.must(KINDS.conflict, child(path, field), rule, receiver[field]);
  };
  excluded('brokers', kafka, 'be given for protocol: kafka only');
  excluded('transport', receiver.protocol === 'amqp', 'be given for protocol: amqp only');
  excluded('tls', known.tlsChoice, `be given for ${[...RECEIVER_PROTOCOLS.values()].filter(({ tlsChoice }) => tlsChoice).map(({ name }) => name).join(', ')} only`);
  excluded('port', kafka || receiver.ports === undefined, 'not be given beside ports');
  if (kafka) {
    excluded('host', false, 'not be given for kafka: brokers name the hosts');
    excluded('port', false, 'not be given for kafka: brokers name the ports');
    excluded('ports', false, 'not be given for kafka: brokers name the ports');
    if (receiver.brokers === undefined) problems.missing(child(path, 'brokers'), 'the brokers, each host:port');
  } else {
    if (receiver.host === undefined && receiver.addresses.length === 0) problems.missing(child(path, 'host'), 'the host, or addresses');
    if (receiver.port === undefined && receiver.ports === undefined && defaultPort(receiver) === undefined) {
      problems.missing(child(path, 'port'), `the port: no default is documented for ${receiver.protocol}${receiver.tls === false ? ' without TLS' : ''}`);
    }
  }
  if (receiver.network === 'private' && receiver.addresses.length === 0 && receiver.proxy === undefined) {
    problems.missing(child(path, 'addresses'), 'with network: private, the addresses of the system');
  }
}

/** The port of a receiver that gives none; undefined where no default is documented. */
export function defaultPort({ protocol, tls, transport }: ReceiverDefinition): number | undefined {
  if (protocol === 'amqp' && transport === 'websocket') return tls === false ? undefined : AMQP_WEBSOCKET_PORT;
  const known = RECEIVER_PROTOCOLS.get(protocol)!;
  if (known.tlsChoice) return tls === false ? known.port : known.tlsPort;
  return known.port ?? known.tlsPort;
}

/** Without `known` the components of the definition could not be read, and the names may be theirs. */
function checkComponents(names: readonly string[], path: string, known: ReadonlySet<string> | undefined, problems: Problems): void {
  if (known === undefined) return;
  names.forEach((name, index) => checkReference(name, item(path, index), 'be a component, of SAP or of cluster.components', known, problems));
}

function checkReference(key: string, path: string, rule: string, known: ReadonlySet<string>, problems: Problems): void {
  if (known.has(key)) return;
  const near = closestTo(key, [...known]);
  problems.must(KINDS.unknownReference, path, rule, key, near === undefined ? `there are ${someOf([...known])}` : `did you mean "${near}"?`);
}

function checkExternalServices({ externalServices: { database, dataStore } }: Definition, problems: Problems): void {
  if (database !== undefined && !problems.touches('externalServices.database') && database.port === undefined && EXTERNAL_SERVICE_PORTS[database.type]!.port === undefined) {
    problems.missing('externalServices.database.port', `the port: no default is documented for ${database.type}`);
  }
  if (dataStore !== undefined && !problems.touches('externalServices.dataStore') && dataStore.ports.length > 0 && dataStore.addresses.length === 0) {
    problems.missing('externalServices.dataStore.addresses', 'with ports, the addresses of the nodes of the store');
  }
}
