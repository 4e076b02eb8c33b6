import { Connection, Wire } from '../connection';
import { kept } from '../kept';
import { Permissions } from '../permissions';
import { SamplePod } from '../pods';
import { originText, Probe, ProbeKind, ProbeOrigin } from './probe';

/** Who asks: a pod, or the nodes. */
export interface Asker {
  readonly origin: ProbeOrigin;
  readonly from: Connection['from'];
}

/** A question before it is known what must happen. */
export interface Question {
  readonly flow: string;
  readonly path: string;
  readonly kind: ProbeKind;
  /** What sets it apart from others of its kind in the flow. */
  readonly what: string;
  readonly asker: Asker;
  readonly wire: Wire;
}

/** Gathers questions: no two alike, and no neighbour that another flow of the plan permits. */
export class ProbeCollector {
  private readonly probes: Probe[] = [];
  private readonly wires = new Map<string, Wire>();
  private readonly asked = new Map<string, Set<Wire>>();

  public constructor(private readonly permissions: Permissions) {}

  /** A connection that the plan permits. */
  public own(question: Question): void {
    this.add(question, 'egress', 'allow');
  }

  /** A neighbour; dropped when the plan permits it. Names of other tenants are asked though the pattern covers them: that is the risk. */
  public neighbour(question: Question): void {
    const connection = connectionOf(question);
    if (question.kind !== 'other-tenant' && this.permissions.permits(question.asker.origin, connection) !== undefined) return;
    this.put(question, connection, 'egress', 'deny');
  }

  /** A question whose answer does not come from flows. */
  public add(question: Question, direction: Probe['direction'], expected: Probe['expected'], more?: Pick<Probe, 'backend' | 'hosts'>): void {
    this.put(question, connectionOf(question), direction, expected, more);
  }

  private put({ flow, path, kind, what, asker, wire: given }: Question, connection: Connection, direction: Probe['direction'], expected: Probe['expected'], more?: Pick<Probe, 'backend' | 'hosts'>): void {
    const { to, protocol, serverName, httpHost } = given;
    const wire = kept(this.wires, `${to.host} ${to.address} ${to.port} ${protocol} ${serverName} ${httpHost}`, () => given);
    const text = originText(asker.origin);
    const asked = kept(this.asked, `${text} ${asker.from.egressAddresses.join(' ')}`, () => new Set());
    if (asked.has(wire)) return;
    asked.add(wire);
    const probe: Probe = { id: `${flow}/${kind}/${text}/${what}`, flow, path, kind, direction, origin: asker.origin, connection, wire, expected };
    this.probes.push(more === undefined ? probe : { ...probe, ...more });
  }

  /** Ordered by id. */
  public get all(): readonly Probe[] {
    const sorted = [...this.probes].sort((a, b) => (a.id < b.id ? -1 : 1));
    const twice = sorted.find(({ id }, index) => id === sorted[index - 1]?.id);
    if (twice !== undefined) throw new Error(`two questions are called ${twice.id}`);
    return sorted;
  }
}

function connectionOf({ asker: { from }, wire: { to, protocol, serverName, httpHost } }: Question): Connection {
  return { from, to, protocol, serverName, httpHost };
}

const askers = new WeakMap<SamplePod, Asker>();

/** A pod as the one who asks. */
export function askerOf(pod: SamplePod): Asker {
  const known = askers.get(pod);
  if (known !== undefined) return known;
  const { namespace, name, component, addresses, egressAddresses } = pod;
  const asker: Asker = { origin: { namespace, component: component ?? name }, from: { namespace, pod: name, podAddresses: addresses, egressAddresses } };
  askers.set(pod, asker);
  return asker;
}
