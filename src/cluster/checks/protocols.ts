const HTTP = ['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB', 'HBONE'];
const TLS = ['HTTPS', 'TLS'];
const NAMELESS = ['TCP', 'MONGO', 'MYSQL', 'REDIS'];
const OTHER = ['UDP', 'DOUBLEHBONE'];

/** Protocols that Istio knows, in capitals (istio/istio: pkg/config/protocol). */
const KNOWN = new Set([...HTTP, ...TLS, ...NAMELESS, ...OTHER]);

export function isKnownProtocol(protocol: string): boolean {
  return KNOWN.has(protocol.toUpperCase());
}

/** Told apart by the Host header. */
export function isHttpProtocol(protocol: string): boolean {
  return HTTP.includes(protocol.toUpperCase());
}

/** Told apart by the server name. */
export function isTlsProtocol(protocol: string): boolean {
  return TLS.includes(protocol.toUpperCase());
}

/** Without a name by which two hosts could be told apart. */
export function isNamelessProtocol(protocol: string): boolean {
  return NAMELESS.includes(protocol.toUpperCase());
}
