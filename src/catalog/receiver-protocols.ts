import { documented, Fact, inferred, SOURCES, vendor } from './fact';

/** A protocol that integration flows speak to remote systems. */
export interface ReceiverProtocol extends Fact {
  readonly name: string;
  /** Port without TLS, or with TLS only after a plain start.
   * @default - none documented: the definition gives it */
  readonly port?: number;
  /** Port with TLS from the first byte.
   * @default - none documented: the definition gives it */
  readonly tlsPort?: number;
  /** Can the definition choose (`tls: true | false`)? Then TLS is the default. */
  readonly tlsChoice: boolean;
}

const page = (name: string) => `SAP-docs/btp-integration-suite: docs/ISuite_Integrations_APIs/${name}.md`;
const protocol = (name: string, ports: { port?: number; tlsPort?: number }, tlsChoice: boolean, fact: Fact): ReceiverProtocol =>
  Object.freeze({ name, ...ports, tlsChoice, ...fact });
const NONE = 'no default port is documented';

/** By name; ports are those of SAP's connectivity tests and adapter pages. */
export const RECEIVER_PROTOCOLS: ReadonlyMap<string, ReceiverProtocol> = new Map([
  protocol('https', { tlsPort: 443 }, false, documented(page('tls-connectivity-tests-03bbb5d'))),
  protocol('http', { port: 80 }, false, inferred('RFC 9110; SAP documents port 80 for callers of the cell only')),
  protocol('sftp', { port: 22 }, false, documented(page('ssh-connectivity-tests-da7dfd0'))),
  protocol('ftp', { port: 21 }, false, documented(page('ftp-connectivity-tests-59eef0d'))),
  protocol('ftps', { port: 21 }, false, documented(`${page('ftp-connectivity-tests-59eef0d')} (explicit; implicit listens on 990)`)),
  protocol('smtp', { port: 587 }, false, documented(page('smtp-connectivity-tests-8f8e028'))),
  protocol('smtps', { tlsPort: 465 }, false, documented(page('smtp-connectivity-tests-8f8e028'))),
  protocol('pop3', { port: 110 }, false, documented(page('pop3-connectivity-tests-40eb051'))),
  protocol('pop3s', { tlsPort: 995 }, false, documented(page('pop3-connectivity-tests-40eb051'))),
  protocol('imap', { port: 143 }, false, documented(page('imap-connectivity-tests-44e8e8e'))),
  protocol('imaps', { tlsPort: 993 }, false, documented(page('imap-connectivity-tests-44e8e8e'))),
  protocol('kafka', {}, true, documented(`${page('configure-the-kafka-receiver-adapter-fc6ee1f')}: host:port list, ${NONE}`)),
  protocol('amqp', { tlsPort: 5671 }, true, documented(`${page('amqp-connectivity-tests-01cb360')}; over WebSocket 443`)),
  protocol('aem', { port: 55555, tlsPort: 55443 }, true, documented('SAP-docs/btp-integration-suite: docs/ISuite_Integrations_APIs, pages of the Advanced Event Mesh adapters')),
  protocol('oftp2', { port: 3305, tlsPort: 6619 }, true, documented(page('configure-the-oftp-receiver-8a6b283'))),
  protocol('rfc', {}, false, inferred('33xx and 48xx (SNC) for the gateway, 36xx for the message server; depends on the system number')),
  protocol('jdbc', {}, false, inferred(NONE)),
  protocol('ldap', {}, false, inferred(NONE)),
  protocol('ldaps', {}, false, inferred(NONE)),
  protocol('nfs', {}, false, inferred(NONE)),
  protocol('ibmmq', {}, false, inferred(NONE)),
  protocol('tls', {}, false, inferred(NONE)),
  protocol('tcp', {}, false, inferred(NONE)),
].map((entry) => [entry.name, entry]));

/** AMQP over WebSocket. */
export const AMQP_WEBSOCKET_PORT = 443;

/** Where a kind of database or data store listens. */
export interface ExternalServicePort extends Fact {
  /** @default - none documented: the definition gives it */
  readonly port?: number;
}

/** By the type of the external service. */
export const EXTERNAL_SERVICE_PORTS: Readonly<Record<string, ExternalServicePort>> = {
  postgresql: { port: 5432, ...vendor('SAP-samples/btp-edge-integration-cell-aws: security group rules') },
  redis: { port: 6379, ...vendor('SAP-samples/btp-edge-integration-cell-aws: security group rules') },
  valkey: { port: 6379, ...documented(SOURCES.deploy) },
  hana: inferred('443 for SAP HANA Cloud, 3xx13 or 3xx15 on premise'),
};
