import { KINDS, ProblemKind } from '../../errors';
import { boolean, defaulted, flowId, freeText, integer, list, name, object, optional, pattern, required, word } from '../spec';

const gateway = object('EgressGatewayProps', 'An egress gateway of Istio.', {
  enabled: defaulted(boolean(), false, 'Do exact hosts leave through a gateway?'),
  namespace: defaulted(name(), 'eic-egress', 'Its namespace.'),
  replicas: defaulted(integer(1, 100), 2, 'Pods of the gateway.'),
  serviceAccount: defaulted(name(), 'eic-egress', 'Its service account.'),
});

/** An image by digest, so that what runs is what was reviewed. */
export const IMAGE = /^[a-z0-9.-]+(:[0-9]+)?(\/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}$/;

const sniProxy = object('SniProxyProps', 'A proxy that forwards TLS by server name.', {
  image: required(pattern(IMAGE, 'be an image with registry and sha256 digest'),
    'Image with digest; there is no default.'),
});

/** `egress` */
export const egress = object('EgressProps', 'How the mesh lets traffic out.', {
  wildcards: defaulted(word('WildcardStrategy', 'auto', 'passthrough', 'dynamicDns', 'sniProxy'), 'auto',
    'How wildcard hosts leave: `passthrough` (all versions), `dynamicDns` (Istio 1.30), `sniProxy`; `auto` is passthrough.'),
  gateway: defaulted(gateway, gateway.empty(), 'The egress gateway.', 'none'),
  sniProxy: optional(sniProxy, 'The SNI proxy; needed with `wildcards: sniProxy`.', 'none'),
  componentScope: defaulted(word('ComponentScope', 'component', 'namespace'), 'component',
    '`component`: each component reaches its own flows; `namespace`: all pods reach all of them.'),
  fqdnPolicy: defaulted(word('FqdnPolicy', 'none', 'cilium', 'gke'), 'none',
    'Policies of the network plug-in by name, in place of the rule that opens the Internet on the ports of named hosts: `cilium` (CiliumNetworkPolicy), `gke` (FQDNNetworkPolicy).'),
});

const persona = object('Persona', 'Who acts in a role.', {
  groups: required(list(freeText(), 1), 'Groups as the cluster\'s authentication names them.'),
});

/** `personas` */
export const personas = object('Personas', 'RBAC of the people around the cell.', {
  infrastructureProvider: optional(persona, 'Reads nodes, namespaces and our objects.', 'not bound'),
  administrator: optional(persona, 'Reads all but secrets in the cell\'s namespaces, restarts pods, reads logs.', 'not bound'),
  integrationDeveloper: optional(persona, 'Reads pods and events, no logs.', 'not bound'),
});

/** Words for `accept[].risk`: those of the findings that can be accepted. */
export const RISKS: readonly string[] = Object.values(KINDS as Record<string, ProblemKind>).flatMap(({ risk }) => risk ?? []);

/** An entry of `accept`. */
export const acceptance = object('Acceptance', 'A finding that is accepted with a reason.', {
  flows: defaulted(list(flowId()), [], 'Flow ids.'),
  targets: defaulted(list(name()), [], 'Keys of `firewall`, for what a target finds.'),
  risk: required(word('Risk', ...RISKS), 'The risk, as `docs/errors.md` names it.'),
  reason: required(freeText(), 'Why it is accepted; shown in plan and report.'),
});

/** `accept` */
export const accept = list(acceptance);
