import { Connection } from '../connection';
import { TerraformConfig } from '../read/objects';
import { shown, sourceOf, TerraformValues } from '../rules';
import { LayerVerdict, RuleReference } from '../verdict';
import { AwsRoutes } from './aws-routes';
import { AzureRoutes } from './azure-routes';
import { CODES } from './codes';
import { GcpRoutes } from './gcp-routes';
import { CloudRoutes, RouteProblem, worst } from './way';

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
  private readonly layer: string;
  private readonly clouds: readonly CloudRoutes[];

  public constructor(config: TerraformConfig, options: EgressRoutesOptions = {}) {
    this.layer = options.layer ?? 'routes';
    const values = new TerraformValues(config);
    const problem = (code: string, rule: RuleReference): RouteProblem => ({ code: `route/${code}`, text: CODES[`route/${code}`]!, rule });
    this.clouds = [new AzureRoutes(values, problem), new AwsRoutes(values, problem), new GcpRoutes(values, problem)].filter(({ isPresent }) => isPresent);
    this.problems = this.clouds.flatMap(({ problems }) => problems);
  }

  public judge(connection: Connection): LayerVerdict {
    const source = sourceOf(connection);
    const way = worst(this.clouds.flatMap((cloud) => cloud.ways(source, connection.to.address)));
    const code = way === undefined ? 'route/absent' : `route/${way.code}`;
    return { layer: this.layer, verdict: way?.decision ?? 'absent', code, text: `${CODES[code]!.replace(/\.$/, '')} (${shown(connection)}).`, rule: way?.rule ?? null };
  }
}
