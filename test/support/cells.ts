import { Overrides } from '../../src/cell/overrides';
import { EdgeIntegrationCellProps } from '../../src/cell/props';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { Problem, ValidationError } from '../../src/errors';
import { Flow } from '../../src/plan';

/** Plain data that a test may change before it is read. */
export interface Data { [key: string]: unknown }

/** The smallest definition that is valid: SAP's flows only, BTP on AWS, cluster on Azure. A new object each time. */
export function minimalProps(): EdgeIntegrationCellProps {
  return {
    name: 'plant',
    btp: { region: 'eu10' },
    cluster: {
      platform: 'aks',
      nodeCidrs: ['10.10.0.0/22'],
      podCidrs: ['10.244.0.0/16'],
      apiServer: { cidrs: ['10.10.4.4/32'] },
    },
    ingress: { virtualHosts: { default: { host: 'eic.acme.example' }, api: { host: 'eic-api.acme.example' } } },
  };
}

/** The minimal definition as a file has it. */
export function minimalFile(): Data {
  return { apiVersion: 'edge-integration-cell/v1', kind: 'EdgeIntegrationCell', ...minimalProps() };
}

/** The minimal cell, with changes as `extend` takes them. */
export function cellWith(overrides: Overrides = {}): EdgeIntegrationCell {
  return new EdgeIntegrationCell(minimalProps()).extend(overrides);
}

/** The minimal definition as plain data, with values set (or, where undefined, removed) at paths such as `cluster.istio.namespace`. */
export function dataWith(changes: Readonly<Record<string, unknown>> = {}): Data {
  const data = structuredClone(minimalProps()) as unknown as Data;
  for (const [path, value] of Object.entries(changes)) setAt(data, path.split('.'), value);
  return data;
}

/** Sets a value at a path of keys and list indices; maps on the way are made, undefined removes the key. */
export function setAt(data: Data, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) throw new Error('a path has a key at least');
  if (rest.length > 0) {
    data[key] ??= {};
    setAt(data[key] as Data, rest, value);
  } else if (value === undefined) {
    delete data[key];
  } else {
    data[key] = value;
  }
}

/** The problems of the `ValidationError` that the function throws; fails when it throws nothing or something else. */
export function problemsOf(run: () => unknown): readonly Problem[] {
  try {
    run();
  } catch (error) {
    if (ValidationError.isValidationError(error)) return error.problems;
    throw error;
  }
  throw new Error('expected a ValidationError, but nothing was thrown');
}

/** Problems as `CODE path`, which is what tests compare. */
export function codesOf(run: () => unknown): string[] {
  return problemsOf(run).map(({ code, path }) => `${code} ${path}`);
}

/** Problems of plain data as a cell. */
export function problemsOfData(data: unknown): readonly Problem[] {
  return problemsOf(() => EdgeIntegrationCell.fromData(data));
}

/** The only row of a flow id; fails when there are none or several. */
export function onlyFlow(cell: EdgeIntegrationCell, id: string): Flow {
  const [flow, ...others] = cell.plan.flow(id);
  if (flow === undefined || others.length > 0) throw new Error(`expected one row of ${id}, got ${others.length + (flow === undefined ? 0 : 1)}`);
  return flow;
}
