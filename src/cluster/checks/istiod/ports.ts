import { KINDS } from '../../../errors';
import { applyRules, Check, Place, placeIf, Rule } from '../check';
import { isDnsLabel } from '../host-names';
import { ChartObject, Data, isMap, mapOf, mapsOf, textOf } from '../manifest';
import { isKnownProtocol } from '../protocols';

interface PortAt { readonly path: string; readonly port: Data }

/** Where each kind keeps its ports, and whether name and protocol must be given. */
const PORTS: Readonly<Record<string, { readonly needsName: boolean; readonly needsProtocol: boolean; readonly at: (spec: Data) => PortAt[] }>> = {
  ServiceEntry: { needsName: true, needsProtocol: false, at: ({ ports }) => mapsOf(ports).map((port, index) => ({ path: `spec.ports[${index}]`, port })) },
  Gateway: { needsName: true, needsProtocol: true, at: ({ servers }) => ofList('servers', servers) },
  Sidecar: { needsName: false, needsProtocol: false, at: ({ egress, ingress }) => [...ofList('egress', egress), ...ofList('ingress', ingress)] },
};

/** The port at each place breaks what istiod asks of it (istio/istio: pkg/config/validation/validation.go). */
function rulesOf({ needsName, needsProtocol, at }: (typeof PORTS)[string]): readonly Rule<Data>[] {
  const each = (broken: (port: Data) => boolean, field: string) => (spec: Data): Place[] =>
    at(spec).flatMap(({ path, port }) => placeIf(broken(port), `${path}.${field}`, port[field]));
  return [
    {
      kind: KINDS.istioPort, must: 'be a DNS label: letters, digits and inner hyphens, at most 63', wayOut: 'rename the port',
      broken: each(({ name }) => (needsName || textOf(name) !== '') && !isDnsLabel(textOf(name)), 'name'),
    },
    {
      kind: KINDS.istioPort, must: 'be a protocol of Istio', wayOut: 'use HTTP, HTTP2, GRPC, GRPC-WEB, HTTPS, TLS, TCP, MONGO, MYSQL or REDIS',
      broken: each(({ protocol }) => (needsProtocol || textOf(protocol) !== '') && !isKnownProtocol(textOf(protocol)), 'protocol'),
    },
    { kind: KINDS.istioPort, must: 'be used once', wayOut: 'rename one of the ports', broken: (spec) => repeated(at(spec).filter(({ port }) => textOf(port.name) !== '' && needsName), 'name') },
  ];
}

/** A number is used once: in a ServiceEntry, and among listeners of one side of a Sidecar. */
const NUMBERS: Readonly<Record<string, readonly ((spec: Data) => PortAt[])[]>> = {
  ServiceEntry: [PORTS.ServiceEntry!.at],
  Sidecar: [({ egress }) => ofList('egress', egress).filter(({ port }) => port.number !== 0), ({ ingress }) => ofList('ingress', ingress)],
};

/** Ports of networking objects. */
export const ports: Check = (chart, report) => {
  for (const [kind, places] of Object.entries(PORTS)) {
    const numbers: Rule<Data> = {
      kind: KINDS.istioPort, must: 'be used once', wayOut: 'make one port of the two', broken: (spec) => (NUMBERS[kind] ?? []).flatMap((at) => repeated(at(spec), 'number')),
    };
    const rules = [...rulesOf(places), numbers];
    for (const object of chart.of('networking.istio.io', kind)) applyRules(rules, object.spec, object, report);
  }
  for (const object of chart.of('networking.istio.io', 'Gateway')) targetPorts(object).forEach(({ path, got }) => report.must(KINDS.istioPort, object, path, 'be left out', got, 'it has no effect'));
};

function targetPorts({ spec }: ChartObject): Place[] {
  return ofList('servers', spec.servers).flatMap(({ path, port }) => placeIf(port.targetPort !== undefined && port.targetPort !== 0, `${path}.targetPort`, port.targetPort));
}

function ofList(field: string, list: unknown): PortAt[] {
  return mapsOf(list).flatMap(({ port }, index) => (isMap(port) ? [{ path: `spec.${field}[${index}].port`, port: mapOf(port) }] : []));
}

function repeated(places: readonly PortAt[], field: string): Place[] {
  const seen = new Set<unknown>();
  return places.flatMap(({ path, port }) => {
    const isSeen = seen.has(port[field]);
    seen.add(port[field]);
    return placeIf(isSeen && port[field] !== undefined, `${path}.${field}`, port[field]);
  });
}
