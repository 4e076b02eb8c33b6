import { KINDS } from '../../../errors';
import { applyRules, Check, Place, placeIf, Rule } from '../check';
import { isDnsLabel } from '../host-names';
import { Data, isMap, listOf, mapOf, mapsOf, textOf } from '../manifest';
import { isHttpProtocol, isTlsProtocol } from '../protocols';

interface Server { readonly protocol: string; readonly mode: string; readonly tls: Data; readonly hasTls: boolean; readonly path: string }

const CREDENTIALS = ['credentialName', 'credentialNames', 'tlsCertificates'];
const OWN_CERTIFICATE = ['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'];
const CLIENT_CERTIFICATE = ['MUTUAL', 'OPTIONAL_MUTUAL'];

const eachServer = (broken: (server: Server) => Place[]) => ({ servers }: Data): Place[] => mapsOf(servers).flatMap(({ port, tls }, index) => broken({
  protocol: textOf(mapOf(port).protocol), hasTls: isMap(tls), tls: mapOf(tls), mode: textOf(mapOf(tls).mode) || 'PASSTHROUGH', path: `spec.servers[${index}].tls`,
}));

/** What istiod refuses of a Gateway (istio/istio: pkg/config/validation/validation.go, ValidateGateway and validateTLSOptions). */
const RULES: readonly Rule<Data>[] = [
  { kind: KINDS.istioGateway, must: 'be a DNS label', wayOut: 'rename the Gateway without dots', broken: (_, { name }) => placeIf(!isDnsLabel(name), 'metadata.name', name) },
  { kind: KINDS.istioGateway, must: 'have a server', wayOut: 'give spec.servers', broken: ({ servers }) => placeIf(listOf(servers).length === 0, 'spec.servers', servers) },
  {
    kind: KINDS.istioGateway, must: 'have hosts', wayOut: 'name the hosts that it serves',
    broken: ({ servers }) => mapsOf(servers).flatMap(({ hosts }, index) => placeIf(listOf(hosts).length === 0, `spec.servers[${index}].hosts`, hosts)),
  },
  {
    kind: KINDS.istioGateway, must: 'have a port', wayOut: 'give number, name and protocol',
    broken: ({ servers }) => mapsOf(servers).flatMap(({ port }, index) => placeIf(!isMap(port), `spec.servers[${index}].port`, port)),
  },
  {
    kind: KINDS.istioGateway, must: 'be given for HTTPS and TLS', wayOut: 'give tls.mode, and a credential where the mode needs one',
    broken: eachServer(({ protocol, hasTls, path }) => placeIf(isTlsProtocol(protocol) && !hasTls, path, undefined)),
  },
  {
    kind: KINDS.istioGateway, must: 'hold no certificates for HTTP', wayOut: 'use HTTPS, or httpsRedirect alone',
    broken: eachServer(({ protocol, hasTls, tls, mode, path }) => placeIf(isHttpProtocol(protocol) && hasTls
      && (mode !== 'PASSTHROUGH' || ['caCertificates', 'privateKey', 'serverCertificate'].some((field) => textOf(tls[field]) !== '')), path, mode)),
  },
  {
    kind: KINDS.istioGateway, must: 'be left out for this protocol', wayOut: 'use TLS or HTTPS',
    broken: eachServer(({ protocol, hasTls, path }) => placeIf(hasTls && protocol !== '' && !isTlsProtocol(protocol) && !isHttpProtocol(protocol), path, protocol)),
  },
  {
    kind: KINDS.istioGateway, must: 'be left out with ISTIO_MUTUAL', wayOut: 'remove it: the gateway has a certificate of the mesh',
    broken: eachServer(({ mode, tls, path }) => (mode === 'ISTIO_MUTUAL'
      ? ['serverCertificate', 'privateKey', 'caCertificates', 'credentialName'].flatMap((field) => placeIf(textOf(tls[field]) !== '', `${path}.${field}`, tls[field])) : [])),
  },
  {
    kind: KINDS.istioGateway, must: 'have a certificate', wayOut: 'give credentialName, or serverCertificate and privateKey',
    broken: eachServer(({ mode, tls, path }) => (OWN_CERTIFICATE.includes(mode) && !hasCredential(tls)
      ? ['serverCertificate', 'privateKey'].flatMap((field) => placeIf(textOf(tls[field]) === '', `${path}.${field}`, tls[field])) : [])),
  },
  {
    kind: KINDS.istioGateway, must: 'have the CA of the callers', wayOut: 'give credentialName, or caCertificates',
    broken: eachServer(({ mode, tls, path }) => placeIf(CLIENT_CERTIFICATE.includes(mode) && !hasCredential(tls)
      && textOf(tls.caCertificates) === '' && textOf(tls.caCertCredentialName) === '', `${path}.caCertificates`, tls.caCertificates)),
  },
];

/** Servers of Gateways. */
export const gateways: Check = (chart, report) => {
  for (const object of chart.of('networking.istio.io', 'Gateway')) applyRules(RULES, object.spec, object, report);
};

function hasCredential(tls: Data): boolean {
  return CREDENTIALS.some((field) => textOf(tls[field]) !== '' || listOf(tls[field]).length > 0);
}
