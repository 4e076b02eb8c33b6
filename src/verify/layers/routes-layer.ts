import { kept } from '../kept';
import { absent, Layer, LayerAnswer } from '../layer';
import { Probe } from '../probes/probe';
import { EgressRoutes, RouteProblem } from '../routes';
import { sourceOf } from '../rules';
import { LayerKind } from '../sight';
import { LayerVerdict } from '../verdict';
import { InsideNetworks } from './inside-networks';

/** The way out of the network. It never stops what a firewall must stop; it only must lead there, and for what is permitted it must lead on. */
export class RoutesLayer implements Layer {
  public readonly kind: LayerKind = 'routes';
  private readonly notOnTheWay: LayerAnswer;
  private readonly undecided = new Map<LayerVerdict, LayerAnswer>();

  public constructor(public readonly name: string, private readonly routes: EgressRoutes, private readonly inside: InsideNetworks) {
    this.notOnTheWay = absent(name, 'firewall/not-on-the-way');
  }

  public judge({ direction, flow, connection, expected }: Probe): LayerAnswer {
    const isOnTheWay = direction === 'egress' && !flow.startsWith('cluster/') && !this.inside.has(connection.to.address) && sourceOf(connection) !== undefined;
    if (!isOnTheWay) return this.notOnTheWay;
    const verdict = this.routes.judge(connection);
    // A way past the firewall opens a neighbour; a way through it decides nothing.
    if (expected === 'deny' && verdict.verdict === 'allow' && !/around-firewall$/.test(verdict.code)) return kept(this.undecided, verdict, () => ({ ...verdict, verdict: 'cannot-see' }));
    return verdict;
  }

  /** What is wrong with the network, whatever the connection. */
  public get problems(): readonly RouteProblem[] {
    return this.routes.problems;
  }
}
