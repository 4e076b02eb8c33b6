/**
 * Why a proxy of a mesh decided as it did: code to explanation, in the order of the way. `sidecar/`: the sender's proxy; `gateway/`: a gateway's;
 * `callers/`: the receiver's proxy; `server/`: what answers behind it.
 */
export const MESH_CODES = {
  'sidecar/unknown-sender': 'The objects hold no such pod, so nothing is known of its sidecar.',
  'sidecar/absent': 'The pod has no sidecar that looks at what it sends.',
  'sidecar/not-captured': 'UDP, and ports or networks that the pod\'s annotations leave out, pass every sidecar.',
  'sidecar/registered': 'A Service or ServiceEntry that the sidecar imports holds the destination.',
  'sidecar/routed': 'A VirtualService leads the connection elsewhere.',
  'sidecar/passthrough': 'The destination is not known to the sidecar, and ALLOW_ANY lets it pass as it is.',
  'sidecar/registry-only': 'The destination is not known to the sidecar, and REGISTRY_ONLY refuses it.',
  'sidecar/unknown-host': 'HTTP to a host that no route of this port has is answered with 502 under REGISTRY_ONLY.',
  'sidecar/answered': 'The sidecar answers the request itself: no rule matches, or the rule is a redirect or a direct response.',
  'sidecar/own-policy': 'AuthorizationPolicies of the pod act on its own TLS to names that the proxy looks up (DYNAMIC_DNS), and refuse it.',
  'sidecar/no-cluster': 'The route leads to a host, port or subset that the sidecar does not know.',
  'sidecar/no-endpoint': 'Nobody answers for the destination: it has no endpoints.',
  'sidecar/unclear': 'Something that decides in the sender\'s sidecar is not understood.',
  'gateway/no-listener': 'No server of a Gateway listens on this port of the pod.',
  'gateway/no-chain': 'No server of the Gateway takes this server name, or the connection is no TLS.',
  'gateway/not-http': 'The server speaks HTTP, the caller does not.',
  'gateway/tls-version': 'The server refuses the version of TLS.',
  'gateway/no-certificate': 'The server requires a client certificate, and none is shown.',
  'gateway/foreign-certificate': 'The client certificate is of an authority that the server does not trust.',
  'gateway/no-route': 'No VirtualService has a route for this host and path: 404.',
  'gateway/answered': 'The gateway answers itself, such as with a redirect to HTTPS.',
  'gateway/denied': 'An AuthorizationPolicy of the gateway refuses the caller.',
  'gateway/no-allow-rule': 'The gateway has ALLOW policies, and none of their rules matches.',
  'gateway/routed': 'A VirtualService leads the connection on.',
  'gateway/no-cluster': 'The route leads to a host, port or subset that the gateway does not know.',
  'gateway/no-endpoint': 'Nobody answers for the destination: at a gateway also every host with resolution NONE or DYNAMIC_DNS.',
  'gateway/unclear': 'Something that decides in the gateway is not understood.',
  'callers/absent': 'The receiver has no sidecar that looks at this port.',
  'callers/plaintext-refused': 'The port takes mutual TLS only (STRICT), and the connection is plaintext.',
  'callers/no-mesh-certificate': 'The port takes mutual TLS only, and the caller shows no certificate of the mesh.',
  'callers/not-http': 'The port is declared as HTTP, and something else is said.',
  'callers/denied': 'A DENY policy matches the caller.',
  'callers/no-allow-rule': 'The receiver has ALLOW policies, and none of their rules matches.',
  'callers/allowed': 'A rule of an ALLOW policy matches the caller.',
  'callers/no-policy': 'No AuthorizationPolicy refuses the caller.',
  'callers/unclear': 'Something that decides in the receiver\'s sidecar is not understood.',
  'server/answers': 'The server at the end answers.',
  'server/nobody': 'No pod or Service has the address.',
  'server/no-such-port': 'The Service or pod has no such port.',
  'server/no-tls': 'What arrives is TLS, and the pod speaks plaintext.',
  'server/tls-in-tls': 'A proxy puts TLS around the TLS of the application; the server takes one layer off only.',
  'server/speaks-first': 'The server speaks first, which neither TLS nor an HTTP proxy understands.',
  'server/relay-refused': 'The relay does not forward this server name.',
  'server/unclear': 'The pod forwards connections by a configuration that is not understood.',
  'server/loop': 'The connection comes back to proxies that it passed before.',
} as const;

/** A code of a hop. */
export type MeshCode = keyof typeof MESH_CODES;

/** For `docs/verdicts.md`, under the name that all layers use. */
export const CODES: Readonly<Record<string, string>> = MESH_CODES;
