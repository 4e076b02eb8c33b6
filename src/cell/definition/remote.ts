import { RECEIVER_PROTOCOLS } from '../../catalog';
import { PROTOCOLS } from '../../net';
import { boolean, cidr, defaulted, freeText, host, hostAndPort, list, name, object, optional, port, portOrRange, record, required, word } from '../spec';

const receiver = object('Receiver', 'A remote system that integration flows call.', {
  protocol: required(word('ReceiverProtocolName', ...RECEIVER_PROTOCOLS.keys()), 'Protocol; which other fields are needed follows from it.'),
  host: optional(host('wildcards'), 'Exact host, or `*.suffix` where the targets can express it.', 'by `addresses`, or `brokers`'),
  port: optional(port(), 'Port.', 'the default port of the protocol, where SAP documents one'),
  ports: optional(list(portOrRange(), 1), 'Several ports or ranges of ports, instead of `port`.', '`port`'),
  addresses: defaulted(list(cidr()), [], 'Addresses; needed where the connection carries no name (SFTP, RFC), and for private networks.'),
  network: defaulted(word('Network', 'internet', 'private'), 'internet', '`private` needs `addresses`.'),
  tls: optional(boolean(), 'TLS from the first byte, for kafka, amqp, aem and oftp2.', 'true where the protocol leaves the choice'),
  brokers: optional(list(hostAndPort(), 1), 'Kafka brokers, each `host:port`.', 'for kafka it must be given'),
  transport: optional(word('AmqpTransport', 'tcp', 'websocket'), 'AMQP over TCP or WebSocket.', 'tcp'),
  from: defaulted(list(name(), 1), ['worker'], 'Components that call it.'),
  proxy: optional(name(), 'Key of the proxy (`proxies`) that the adapter uses.', 'none'),
});

const proxy = object('Proxy', 'A "Manual Proxy" of integration flows.', {
  protocol: required(word('ProxyProtocol', 'http', 'socks4', 'socks5'), 'Protocol of the proxy: http, socks4 or socks5.'),
  host: required(host(), 'Host of the proxy.'),
  port: required(port(), 'Port of the proxy.'),
  addresses: required(list(cidr(), 1), 'Addresses of the proxy; two proxies on one port without addresses would collide in the mesh.'),
});

const database = object('Database', 'The external database.', {
  type: required(word('DatabaseType', 'postgresql', 'hana'), 'postgresql or hana.'),
  host: required(host(), 'Host name in its certificate.'),
  port: optional(port(), 'Port.', '5432 for postgresql; for hana it must be given'),
  addresses: defaulted(list(cidr()), [], 'Addresses; needed for postgresql, whose connections start without a name.'),
});

const dataStore = object('DataStore', 'The external data store.', {
  type: required(word('DataStoreType', 'redis', 'valkey', 'hana'), 'redis, valkey or hana.'),
  endpoints: required(list(hostAndPort(), 1), 'Endpoints, each `host:port`.'),
  addresses: defaulted(list(cidr()), [], 'Addresses of all nodes of the store.'),
  ports: defaulted(list(portOrRange()), [], 'Ports beside those of the endpoints, such as 26379 of Redis Sentinel; they need `addresses`.'),
});

const extraFlow = object('ExtraFlow', 'A flow that nothing else in the definition can say.', {
  from: required(list(name(), 1), 'Components that use it.'),
  hosts: defaulted(list(host('wildcards')), [], 'Exact hosts or `*.suffix`.'),
  addresses: defaulted(list(cidr()), [], 'Addresses, as for receivers.'),
  ports: required(list(portOrRange(), 1), 'Ports or ranges of ports.'),
  protocol: required(word('FlowProtocol', ...PROTOCOLS.keys()), 'Protocol.'),
  network: defaulted(word('Network', 'internet', 'private'), 'internet', '`private` needs `addresses`.'),
  reason: required(freeText(), 'Why it is needed; shown in plan and report.'),
});

/** `receivers` */
export const receivers = record(receiver);
/** `proxies` */
export const proxies = record(proxy);
/** `externalServices` */
export const externalServices = object('ExternalServices', 'Database and data store outside the cluster, used by all of `edge-icell`.', {
  database: optional(database, 'The external database.', 'inside the cluster'),
  dataStore: optional(dataStore, 'The external data store.', 'inside the cluster'),
});
/** `flows` */
export const flows = record(extraFlow);
