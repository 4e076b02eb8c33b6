import { Evidence, RUNTIME_NAMESPACE } from '../catalog';
import { Flow, FlowSource, Reason, sourceText } from './flow';
import { namespaceOf } from '../cell/cluster-facts';
import type { Definition } from '../cell/definition';
import { freeze } from '../cell/freeze';
import { compareText } from '../errors';
import { Cidr, HostPattern, Port, Transport } from '../net';

/** What a flow is written down as; the rest has the defaults of most flows. */
export interface Draft {
  readonly id: string;
  readonly part?: string;
  readonly direction?: 'ingress';
  readonly from: readonly FlowSource[];
  readonly hosts?: readonly string[];
  readonly cidrs?: readonly string[];
  readonly component?: string;
  readonly network?: 'internet' | 'private';
  /** With addresses: are they all there are?
   * @default true */
  readonly addressBound?: boolean;
  readonly via?: 'proxy';
  readonly ports: readonly (number | string)[];
  readonly protocol: string;
  readonly transport: Transport;
  readonly evidence: Evidence;
  readonly reasons: readonly Reason[];
  readonly path: string;
}

/** The flow of a draft: values parsed, sorted and without duplicates, so that the order of the definition does not matter. */
export function flowOf(draft: Draft): Flow {
  return freeze({
    id: draft.id,
    key: draft.part === undefined ? draft.id : `${draft.id}:${draft.part}`,
    direction: draft.direction ?? 'egress',
    from: unique(draft.from, sourceText).sort((a, b) => compareText(sourceText(a), sourceText(b))),
    to: {
      hosts: unique(draft.hosts ?? [], String).sort(compareText).map((text) => HostPattern.trusted(text)),
      cidrs: unique(draft.cidrs ?? [], String).map((text) => Cidr.trusted(text)).sort((a, b) => a.compare(b)),
      component: draft.component ?? null,
    },
    network: draft.network ?? 'internet',
    addressBound: (draft.cidrs ?? []).length > 0 && (draft.addressBound ?? true),
    via: draft.via ?? null,
    ports: unique(draft.ports, String).map((port) => Port.of(port)).sort((a, b) => a.compare(b)),
    protocol: draft.protocol,
    transport: draft.transport,
    evidence: draft.evidence,
    reasons: [...draft.reasons],
    path: draft.path,
  });
}

/** A component as the source of a flow; none: all pods of the runtime namespace. */
export function componentsAsSources(names: readonly string[], { cluster }: Definition): FlowSource[] {
  if (names.length === 0) return [{ namespace: RUNTIME_NAMESPACE }];
  return names.map((component) => ({ namespace: namespaceOf(component, cluster), component }));
}

function unique<T>(values: readonly T[], key: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [key(value), value])).values()];
}
