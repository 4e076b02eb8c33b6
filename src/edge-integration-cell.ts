import { Definition } from './cell';
import { readDefinitionFile } from './cell/file';
import { Overrides } from './cell/overrides';
import { EdgeIntegrationCellProps } from './cell/props';
import { isMap } from './cell/spec';
import { show, ValidationError } from './errors';
import { ConnectivityPlan } from './plan';
import { CellReading, FirewallTargets, readCell } from './read-cell';

/**
 * One SAP Edge Integration Cell: what it is, what it may reach and who may reach it. Immutable; a plain object that knows neither
 * cdk8s nor cdktf, so the same cell is rendered in both trees.
 */
export class EdgeIntegrationCell {
  /**
   * A cell of plain data, such as parsed YAML: the fields of the props, and `apiVersion` and `kind` if they are there.
   * @throws ValidationError with all problems
   */
  public static fromData(data: unknown): EdgeIntegrationCell {
    if (!isMap(data) || (data.apiVersion === undefined && data.kind === undefined)) return new EdgeIntegrationCell(data as EdgeIntegrationCellProps);
    return new EdgeIntegrationCell(data as unknown as EdgeIntegrationCellProps, readCell(data, 'file without firewall'));
  }

  /**
   * A cell of a YAML or JSON file. Of the `firewall` section `verify`, `explain` and `allows` take what the targets are and need; it renders nothing here.
   * @throws ValidationError with all problems, each with line and column
   */
  public static fromFile(file: string): EdgeIntegrationCell {
    const source = readDefinitionFile(file);
    if (source.problems.length > 0) throw new ValidationError(file, source.problems);
    const reading = readCell(source.data, 'file without firewall');
    if (reading.problems.length > 0) throw new ValidationError(file, source.located(reading.problems));
    return new EdgeIntegrationCell(source.data as EdgeIntegrationCellProps, reading);
  }

  /** True for cells, also of another copy of the package. */
  public static isEdgeIntegrationCell(value: unknown): value is EdgeIntegrationCell {
    return typeof value === 'object' && value !== null && MARK in value;
  }

  /** Name of the cell; part of every name that is written. */
  public readonly name: string;
  /** What may be reached and who may reach it, and what a reviewer should know. */
  public readonly plan: ConnectivityPlan;
  /** @internal */
  public readonly definition: Definition;
  /**
   * Targets of the definition file; none without a file, or with a section that is not valid.
   * @internal
   */
  public readonly firewall: FirewallTargets;
  private readonly props: Readonly<Record<string, unknown>>;

  /** @throws ValidationError with all problems */
  public constructor(props: EdgeIntegrationCellProps);
  /** @internal */
  public constructor(props: EdgeIntegrationCellProps, reading: CellReading);
  public constructor(props: EdgeIntegrationCellProps, reading: CellReading = readCell(props, 'props')) {
    const { definition, plan, problems } = reading;
    if (definition === undefined || plan === undefined) throw new ValidationError(`edge integration cell ${nameOf(props)}`, problems);
    const { apiVersion, kind, firewall: _, ...own } = props as unknown as Record<string, unknown>;
    this.props = copy(own) as Record<string, unknown>;
    this.definition = definition;
    this.firewall = reading.firewall;
    this.name = definition.name;
    this.plan = plan;
    Object.defineProperty(this, MARK, { value: true });
    Object.freeze(this);
  }

  /**
   * A new cell with some fields changed: maps are merged key by key, lists and single values replaced, and a key set to
   * `undefined` is taken away. This cell stays as it is.
   * @throws ValidationError with all problems
   */
  public extend(overrides: Overrides): EdgeIntegrationCell {
    const props = merge(this.props, overrides) as unknown as EdgeIntegrationCellProps;
    return new EdgeIntegrationCell(props, { ...readCell(props, 'props'), firewall: this.firewall });
  }
}

const MARK = Symbol.for('edge-integration-cell/EdgeIntegrationCell');

function nameOf(props: unknown): string {
  return isMap(props) && typeof props.name === 'string' ? show(props.name) : '(without name)';
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copy(entry)])) : value;
}

function merge(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return copy(over);
  const merged = copy(base) as Record<string, unknown>;
  for (const key of Object.keys(over)) {
    if (over[key] === undefined) {
      delete merged[key];
    } else {
      const value = merge(Object.hasOwn(merged, key) ? merged[key] : undefined, over[key]);
      Object.defineProperty(merged, key, { value, enumerable: true, configurable: true, writable: true });
    }
  }
  return merged;
}
