import { cidr, defaulted, host, list, name, object, optional, port, record, required, word } from '../spec';

const virtualHost = object('VirtualHost', 'A virtual host that SAP\'s own Gateway and VirtualService serve.', {
  host: required(host(), 'Host name that callers use.'),
});

const additionalVirtualHost = object('AdditionalVirtualHost', 'A virtual host beside SAP\'s, rendered as Gateway and VirtualService.', {
  host: required(host(), 'Host name that callers use.'),
  credentialName: required(name(), 'Secret with key pair and CA in the namespace of the gateway.'),
  tls: defaulted(word('VirtualHostTls', 'SIMPLE', 'OPTIONAL_MUTUAL', 'MUTUAL'), 'OPTIONAL_MUTUAL',
    '`OPTIONAL_MUTUAL` as SAP documents it; `MUTUAL` refuses callers by password or token; `SIMPLE` asks for no certificate.'),
});

const virtualHosts = object('VirtualHosts', 'Virtual hosts of the ingress gateway.', {
  default: required(virtualHost, 'The default virtual host; SAP\'s own objects serve it.'),
  api: required(virtualHost, 'The API virtual host; must differ from the default one.'),
  additional: defaulted(record(additionalVirtualHost), {}, 'Further virtual hosts, by key.'),
});

/** `ingress` */
export const ingress = object('IngressProps', 'Who calls the cell, and how.', {
  authentication: defaulted(list(word('Authentication', 'basic', 'oauth', 'clientCertificate'), 1), ['basic', 'oauth', 'clientCertificate'],
    'How callers authenticate: basic, oauth, clientCertificate.'),
  sources: optional(list(cidr(), 1), 'Addresses of the callers; needs `clientAddress`, else everybody would be locked out.', 'any'),
  clientAddress: optional(word('ClientAddress', 'preserved', 'xForwardedFor', 'proxyProtocol'), 'How the caller\'s address gets through the load balancer.', 'it does not'),
  minTlsVersion: defaulted(word('TlsVersion', '1.2', '1.3'), '1.2', 'Lowest TLS version of additional virtual hosts.'),
  additionalPorts: defaulted(list(port()), [], 'Additional TCP ports of the gateway.'),
  additionalTlsPorts: defaulted(list(port()), [], 'Additional TLS ports of the gateway, such as that of OFTP2.'),
  virtualHosts: required(virtualHosts, 'Virtual hosts of the ingress gateway.'),
});
