import { labelSelector, LabelSelector } from './label-selector';
import { PolicyPort, Transport } from './network-policy';
import { Data, fieldsOf, isMap, listOf, NotUnderstoodError, textOf } from './values';

/** A rule to one of Cilium's entities. */
export interface EntityRule {
  readonly path: string;
  readonly entities: readonly ('kube-apiserver' | 'host')[];
  readonly ports: readonly PolicyPort[];
}

/** A CiliumNetworkPolicy of the form that is evaluated: egress to entities, by ports. */
export interface ReadCiliumPolicy {
  readonly pods: LabelSelector;
  readonly egress: readonly EntityRule[];
}

const ENTITIES = ['kube-apiserver', 'host'] as const;

/** Reads a CiliumNetworkPolicy (cilium.io/v2; docs.cilium.io, layer 3 and 4 policies); every other form is not understood. */
export function readCiliumPolicy(value: Data): ReadCiliumPolicy {
  if (value.specs !== undefined || !isMap(value.spec)) throw new NotUnderstoodError('spec must be the only rule');
  const { endpointSelector, egress } = fieldsOf(value.spec, 'spec', ['endpointSelector', 'egress', 'description']);
  if (!isMap(endpointSelector)) throw new NotUnderstoodError('spec.endpointSelector must be a map');
  const rules = listOf(egress, 'spec.egress').map((rule, index) => ruleOf(rule, `spec.egress[${index}]`));
  if (rules.length === 0) throw new NotUnderstoodError('spec.egress has no rules');
  return { pods: endpointLabels(endpointSelector), egress: rules };
}

/** Cilium puts the source of a label before its key; `k8s:` and `any:` are those of pods. Labels that it makes up itself are not known here. */
function endpointLabels(selector: Data): LabelSelector {
  const path = 'spec.endpointSelector';
  const select = labelSelector(selector, path);
  const keys = [...Object.keys(isMap(selector.matchLabels) ? selector.matchLabels : {}), ...listOf(selector.matchExpressions, path).map((expression) => (isMap(expression) ? String(expression.key) : ''))];
  const names = new Map(keys.map((key) => [key, key.replace(/^(?:any|k8s):/, '')]));
  const foreign = [...names].find(([, name]) => /:|^io\.(?:kubernetes\.pod|cilium)\./.test(name));
  if (foreign !== undefined) throw new NotUnderstoodError(`${path} asks for ${JSON.stringify(foreign[0])}, which Cilium makes up`);
  return (read) => select((key) => read(names.get(key) ?? key));
}

function ruleOf(value: unknown, path: string): EntityRule {
  const { toEntities, toPorts } = fieldsOf(value, path, ['toEntities', 'toPorts']);
  const entities = listOf(toEntities, `${path}.toEntities`).map((entity) => {
    const known = ENTITIES.find((name) => name === entity);
    if (known === undefined) throw new NotUnderstoodError(`${path}.toEntities holds ${JSON.stringify(entity)}, which is not evaluated`);
    return known;
  });
  if (entities.length === 0) throw new NotUnderstoodError(`${path} names nobody`);
  const ports = listOf(toPorts, `${path}.toPorts`).flatMap((entry, index) => {
    const { ports: list } = fieldsOf(entry, `${path}.toPorts[${index}]`, ['ports']);
    return listOf(list, `${path}.toPorts[${index}].ports`).map((port, place) => portOf(port, `${path}.toPorts[${index}].ports[${place}]`));
  });
  if (ports.length === 0) throw new NotUnderstoodError(`${path}.toPorts names no ports`);
  return { path, entities, ports };
}

function portOf(value: unknown, path: string): PolicyPort {
  const { port, protocol } = fieldsOf(value, path, ['port', 'protocol']);
  const number = Number(textOf(port, `${path}.port`));
  if (!Number.isInteger(number) || number < 1 || number > 65535) throw new NotUnderstoodError(`${path}.port is not a port`);
  if (protocol !== 'TCP' && protocol !== 'UDP' && protocol !== 'SCTP') throw new NotUnderstoodError(`${path}.protocol is none that is evaluated`);
  return { protocol: protocol satisfies Transport, first: number, last: number };
}
