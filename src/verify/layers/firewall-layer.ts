import { Definition } from '../../cell';
import { Cidr } from '../../net';
import { NetworkIndex } from '../addresses';
import { Layer, LayerAnswer } from '../layer';
import { nameOnWire } from '../permissions';
import { AddressBook } from '../probes/address-book';
import { Probe } from '../probes/probe';
import { RESIDUALS } from '../residuals';
import { AllowedTraffic, CloudEvaluator } from '../rules';
import { LayerKind } from '../sight';
import { RuleReference } from '../verdict';
import { CODES } from './codes';

/** Networks that no router forwards: what is dialled there never comes to a firewall. */
const NEVER_ROUTED = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '168.63.129.16/32', '224.0.0.0/4', '240.0.0.0/4', 'fe80::/10', 'ff00::/8'];
/** The evaluator saw no rule, and not the whole policy either. */
const REST_NOT_READ = /\/(?:rest-of-policy-not-read|infrastructure-names)$/;
/** The firewall matched a name and dials what it resolved itself. */
const BY_NAME = 'azure-firewall/application-rule-allow';

/** A cloud firewall between the cluster and the rest of the world. */
export class FirewallLayer implements Layer {
  private readonly inside = new NetworkIndex<true>();

  public constructor(
    public readonly name: string, public readonly kind: LayerKind, private readonly evaluator: CloudEvaluator, private readonly book: AddressBook, { cluster }: Definition,
  ) {
    for (const text of [...NEVER_ROUTED, ...cluster.podCidrs, ...cluster.serviceCidrs]) this.inside.add(Cidr.trusted(text), true);
  }

  public judge({ direction, flow, connection, expected }: Probe): LayerAnswer {
    const { from, to } = connection;
    if (direction !== 'egress' || flow.startsWith('cluster/') || this.inside.has(to.address)) return this.said('absent', 'firewall/not-on-the-way');
    const isV6 = to.address.includes(':');
    if (!from.egressAddresses.some((address) => address.includes(':') === isV6)) return this.said('absent', 'firewall/no-source');
    const verdict = { ...this.evaluator.judge(connection), layer: this.name };
    const name = nameOnWire(connection);
    if (verdict.code === BY_NAME && name !== null && expected === 'deny' && !this.book.has(name, to.address)) {
      return { ...verdict, verdict: 'deny', code: 'firewall/resolves-itself', text: CODES['firewall/resolves-itself']! };
    }
    return REST_NOT_READ.test(verdict.code) ? { ...verdict, verdict: 'deny', unproven: RESIDUALS.rulesOfOthers.code } : verdict;
  }

  public deadRules(): readonly RuleReference[] {
    return this.evaluator.deadRules();
  }

  /** What its allow rules let through from the cell's addresses. */
  public allowedFrom(sources: readonly string[]): readonly AllowedTraffic[] {
    return this.evaluator.allowedFrom(sources);
  }

  private said(verdict: LayerAnswer['verdict'], code: string): LayerAnswer {
    return { layer: this.name, verdict, code, text: CODES[code]!, rule: null };
  }
}
