import { PRIVATE_VIP } from '../../catalog';
import { KINDS } from '../../errors';
import { Cidr } from '../../net';
import { Flow } from '../../plan';
import { findingOf } from '../../plan/finding';
import { TargetRow } from '../target';
import { Carriers } from './carriers';
import { byVersion, GcpContext, pieces, RuleDraft, ruleOf } from './context';
import { GcpProtocol, GcpRule } from './rules';

/** Names in one rule; source: google provider, `dest_fqdns`. */
const MOST_NAMES = 100;
/** Networks in one rule; source: google provider, `dest_ip_ranges`. */
export const MOST_RANGES = 5000;

export interface FlowRules {
  readonly rules: readonly GcpRule[];
  readonly rows: readonly TargetRow[];
}

/** What a rule for a flow says besides its destination. */
type Base = Pick<RuleDraft, 'protocols' | 'path'>;

/** The rules for the names and addresses of a flow. `sources`: where the packets come from; undefined: from the targets, whatever their address. */
export function flowRules(flow: Flow, carriers: Carriers, sources: readonly Cidr[] | undefined, context: GcpContext): FlowRules {
  const base = { protocols: [protocolOf(flow)], path: flow.path };
  const row = (rule: GcpRule, mechanism: string, evidence: TargetRow['evidence'], exact: boolean): TargetRow => ({ flow: flow.id, rule: rule.name, mechanism, evidence, exact });
  const names = nameRules(flow.key, carriers.names.map(String), base, sources, context);
  const addresses = addressRules(flow.key, carriers.addresses, base, sources, context);
  const vip = carriers.privateApis.length === 0 ? [] : addressRules(`apis/${flow.key}`, [Cidr.trusted(PRIVATE_VIP.cidr)], base, sources, context);
  return {
    rules: [...names, ...addresses, ...vip],
    rows: [
      ...names.map((rule) => row(rule, 'fqdn-rule', 'dns', true)),
      ...addresses.map((rule) => row(rule, 'address-rule', 'ip', true)),
      ...vip.map((rule) => row(rule, 'private-google-access', 'ip', false)),
    ],
  };
}

/** One rule for up to 100 names, which Google resolves; with sources one for each of their versions. */
export function nameRules(key: string, names: readonly string[], base: Base, sources: readonly Cidr[] | undefined, context: GcpContext): GcpRule[] {
  const from = sources === undefined ? [undefined] : byVersion(sources);
  return pieces(names, MOST_NAMES).flatMap((destFqdns, index) => from.map((source) => ruleOf({
    band: 'allow', action: 'allow', key: `fqdn${numbered(index)}${source?.version === 6 ? '-v6' : ''}/${key}`, ...base, destFqdns, ...srcRanges(source?.ranges),
  }, context)));
}

/** One rule for each version of addresses. Addresses of a version that no source has get none, and a finding. */
export function addressRules(key: string, cidrs: readonly Cidr[], base: Base, sources: readonly Cidr[] | undefined, context: GcpContext): GcpRule[] {
  return byVersion(cidrs).flatMap(({ version, ranges }) => {
    const from = sources === undefined ? undefined : byVersion(sources).find((source) => source.version === version);
    if (sources !== undefined && from === undefined) {
      context.findings.push(findingOf(KINDS.noIpv6, null, base.path, `no source of the cell has IPv${version}: ${ranges.join(', ')} ${ranges.length > 1 ? 'have' : 'has'} no rule`,
        `give IPv${version} networks in cluster.egressSources, or targets`));
      return [];
    }
    return pieces(ranges, MOST_RANGES).map((destRanges, index) => ruleOf({
      band: 'allow', action: 'allow', key: `v${version}${numbered(index)}/${key}`, ...base, destRanges, ...srcRanges(from?.ranges),
    }, context));
  });
}

function protocolOf({ transport, ports }: Flow): GcpProtocol {
  return { protocol: transport === 'udp' ? 'udp' : 'tcp', ports: ports.map(String) };
}

/** Nothing for the first piece of a list, the number for the others. */
export function numbered(index: number): string {
  return index === 0 ? '' : `-part${index + 1}`;
}

export function srcRanges(ranges: readonly string[] | undefined): Pick<GcpRule, 'srcRanges'> {
  return ranges === undefined ? {} : { srcRanges: ranges };
}
