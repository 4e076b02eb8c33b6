import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterCompilation, compileCluster } from '../compile/cluster';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { KINDS, Problem, problemOf, ValidationError } from '../errors';
import { watchChart } from './checks/watch-chart';

/** What every part of the cluster side takes. */
export interface CellPartProps {
  /** The cell to render. */
  readonly cell: EdgeIntegrationCell;
}

/** The rows of a cell, or all problems of the cluster at once. From then on the chart is checked when its app is synthesized. */
export function compiledFor(scope: Construct, cell: EdgeIntegrationCell): ClusterCompilation {
  const compilation = compileCluster(cell.definition, cell.plan);
  if (compilation.problems.length > 0) {
    throw new ValidationError(`cluster side of ${cell.name}`, compilation.problems.map((problem) => ({ ...problem, construct: scope.node.path })));
  }
  watchChart(scope, cell.definition);
  return compilation;
}

/** One part of the cluster side. Objects are reached by kind and key. */
export abstract class CellPart extends Construct {
  /** Cell that is rendered. */
  protected readonly cell: EdgeIntegrationCell;
  protected readonly rows: ClusterCompilation;

  public constructor(scope: Construct, id: string, { cell }: CellPartProps) {
    super(scope, id);
    this.cell = cell;
    this.rows = compiledFor(this, cell);
  }
}

/** Refuses two objects that would be one in the cluster: the later would replace the earlier. */
export function checkUnique(scope: Construct): void {
  const seen = new Map<string, ApiObject>();
  const problems: Problem[] = [];
  for (const node of Chart.of(scope).node.findAll()) {
    if (!ApiObject.isApiObject(node)) continue;
    const identity = `${node.apiGroup}/${node.kind} ${node.metadata.namespace ?? ''}/${node.metadata.name ?? node.node.path}`;
    const other = seen.get(identity);
    if (other === undefined) seen.set(identity, node);
    else problems.push({ ...problemOf(KINDS.nameClash, '', `must be one object in the chart, got: ${identity} also at ${other.node.path}; give each cell a name of its own`), construct: node.node.path });
  }
  if (problems.length > 0) throw new ValidationError(`chart ${Chart.of(scope).node.path || '(root)'}`, problems);
}
