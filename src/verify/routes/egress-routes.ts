import { Connection } from '../connection';
import { TerraformConfig } from '../read/objects';
import { sourceOf, TerraformValues, Verdicts } from '../rules';
import { LayerVerdict, RuleReference } from '../verdict';
import { AwsRoutes } from './aws-routes';
import { AzureRoutes } from './azure-routes';
import { CODES } from './codes';
import { GcpRoutes } from './gcp-routes';
import { CloudRoutes, RouteProblem, Way, worst } from './way';

/** What the evaluator is to know besides the files. */
export interface EgressRoutesOptions {
  /** Name of the layer in verdicts.
   * @default 'routes' */
  readonly layer?: string;
}

/**
 * Which way connections take out of the network: through the firewall, past it, or none. Says nothing of what the firewall decides; where the way
 * goes past it (`route/around-firewall`), its verdict does not count. Where routes are asymmetric the verdict is `unknown`.
 */
export class EgressRoutes {
  /** What is wrong with the network, whatever the connection. */
  public readonly problems: readonly RouteProblem[];
  private readonly verdicts: Verdicts;
  private readonly known = new Map<string, Way | undefined>();
  private readonly clouds: readonly CloudRoutes[];

  public constructor(config: TerraformConfig, options: EgressRoutesOptions = {}) {
    this.verdicts = new Verdicts(options.layer ?? 'routes', CODES);
    const values = new TerraformValues(config);
    const problem = (code: string, rule: RuleReference): RouteProblem => ({ code: `route/${code}`, text: CODES[`route/${code}`]!, rule });
    this.clouds = [new AzureRoutes(values, problem), new AwsRoutes(values, problem), new GcpRoutes(values, problem)].filter(({ isPresent }) => isPresent);
    this.problems = this.clouds.flatMap(({ problems }) => problems);
  }

  public judge(connection: Connection): LayerVerdict {
    const source = sourceOf(connection);
    const way = this.way(source, connection.to.address);
    return way === undefined ? this.verdicts.of('absent', 'route/absent', null) : this.verdicts.of(way.decision, `route/${way.code}`, way.rule);
  }

  /** Many connections have the same ends. */
  private way(source: string | undefined, destination: string): Way | undefined {
    const key = `${source} ${destination}`;
    const known = this.known.get(key);
    if (known !== undefined || this.known.has(key)) return known;
    const way = worst(this.clouds.flatMap((cloud) => cloud.ways(source, destination)));
    this.known.set(key, way);
    return way;
  }
}
