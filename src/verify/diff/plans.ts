import { compareText } from '../../errors';
import { ConnectivityPlan, Flow, sourceText } from '../../plan';

/** What of a flow comes and goes: entries of one field. */
export interface FieldChange {
  readonly field: 'from' | 'hosts' | 'cidrs' | 'ports' | 'protocol' | 'via' | 'network';
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

/** What becomes of a flow. `changed`: it stays, with other sources, hosts, addresses, ports or protocol. */
export interface FlowChange {
  readonly key: string;
  readonly direction: 'egress' | 'ingress';
  readonly change: 'opened' | 'closed' | 'changed';
  /** Fields that differ; of a flow that is opened or closed all of them. */
  readonly fields: readonly FieldChange[];
}

/** What a change of the definition opens and closes, ordered by key. */
export function diffPlans(before: ConnectivityPlan, after: ConnectivityPlan): readonly FlowChange[] {
  const old = new Map(before.flows.map((flow) => [flow.key, flow]));
  const next = new Map(after.flows.map((flow) => [flow.key, flow]));
  return [...new Set([...old.keys(), ...next.keys()])].sort(compareText).flatMap((key): FlowChange[] => {
    const [one, other] = [old.get(key), next.get(key)];
    const fields = fieldChanges(one, other);
    if (fields.length === 0) return [];
    return [{ key, direction: (other ?? one)!.direction, change: one === undefined ? 'opened' : other === undefined ? 'closed' : 'changed', fields }];
  });
}

function fieldChanges(before: Flow | undefined, after: Flow | undefined): FieldChange[] {
  const [old, next] = [before === undefined ? {} : fieldsOf(before), after === undefined ? {} : fieldsOf(after)] as [Partial<Fields>, Partial<Fields>];
  return FIELDS.flatMap((field): FieldChange[] => {
    const [had, has] = [old[field] ?? [], next[field] ?? []];
    const opened = has.filter((entry) => !had.includes(entry));
    const closed = had.filter((entry) => !has.includes(entry));
    return opened.length + closed.length === 0 ? [] : [{ field, opened, closed }];
  });
}

type Fields = Record<FieldChange['field'], readonly string[]>;
const FIELDS = ['from', 'hosts', 'cidrs', 'ports', 'protocol', 'via', 'network'] as const;

function fieldsOf({ from, to, ports, protocol, via, network }: Flow): Fields {
  return {
    from: from.map(sourceText), hosts: to.hosts.map(String), cidrs: to.cidrs.map(String), ports: ports.map(String), protocol: [protocol],
    via: via === null ? [] : [via], network: [network],
  };
}
