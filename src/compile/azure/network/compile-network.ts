import { Definition } from '../../../cell';
import { child } from '../../../cell/spec';
import { KINDS, Problems } from '../../../errors';
import { Cidr } from '../../../net';
import { ConnectivityPlan, Finding } from '../../../plan';
import { compareFindings, findingOf } from '../../../plan/finding';
import { OutgoingAddress } from '../../target';
import { compileAzure } from '../compile-azure';
import { AzurePlatformOptions } from '../rules';
import { checkNetwork } from './check-network';
import { AzureNetworkCompilation, AzureNetworkSettings, NetworkPlan, NetworkRoute } from './network-plan';

/** Name of the Terraform output of `eic` with the outgoing addresses. */
export const NAT_OUTPUT = 'nat_addresses';

/** A cell as an Azure Firewall of its own, with the network around it. Pure; `path` is where the settings are. */
export function compileNetwork(
  definition: Definition, plan: ConnectivityPlan, settings: AzureNetworkSettings, path: string, platform: AzurePlatformOptions | undefined,
): AzureNetworkCompilation {
  const problems = new Problems();
  checkNetwork(settings, path, problems);
  const compiled = compileAzure(definition, plan, {
    target: path,
    priority: settings.priority,
    tier: settings.tier,
    dnsProxy: settings.dnsProxy,
    defaultDeny: 'none',
    finalDeny: { priority: settings.denyPriority, otherWebPorts: settings.otherWebPorts },
    ...(platform === undefined ? {} : { platform }),
  });
  const network = networkPlan(definition, settings);
  return {
    ...compiled,
    network,
    addresses: addressesOf(settings),
    problems: [...problems.all, ...compiled.problems],
    findings: [...compiled.findings, ...findingsOf(definition, network, path)].sort(compareFindings),
  };
}

function networkPlan(definition: Definition, settings: AzureNetworkSettings): NetworkPlan {
  const observing = definition.enforcement === 'observe';
  const zones = [...settings.zones].sort();
  const one = zones.length === 1 ? zones : [];
  // A public address is in one zone or in all three.
  const all = zones.length > 1 ? ['1', '2', '3'] : zones;
  return {
    settings,
    name: settings.name ?? `eic-${definition.name}`,
    threatIntelligence: observing && settings.threatIntelligence === 'Deny' ? 'Alert' : settings.threatIntelligence,
    zones: { firewall: zones, publicIp: all, nat: one, natPrefix: all },
    routes: routesOf(definition),
  };
}

/** Everything to the firewall; IPv6, which it does not carry, nowhere. */
function routesOf({ cluster }: Definition): NetworkRoute[] {
  const ours = [...cluster.nodeCidrs, ...cluster.podCidrs, ...cluster.egressSources ?? []];
  const hasVersion6 = ours.some((text) => Cidr.trusted(text).version === 6);
  return [{ name: 'default', prefix: '0.0.0.0/0', to: 'firewall' }, ...(hasVersion6 ? [{ name: 'no-ipv6', prefix: '::/0', to: 'none' } as const] : [])];
}

function addressesOf({ natGatewayId, natPrefixId, natAddresses }: AzureNetworkSettings): OutgoingAddress[] {
  const owner = natGatewayId !== undefined ? 'existing NAT gateway' : natPrefixId !== undefined ? 'existing public IP prefix' : 'public IP prefix of the NAT gateway';
  if (natAddresses.length > 0) return [...natAddresses].sort().map((address) => ({ owner, address }));
  return natGatewayId !== undefined ? [] : [{ owner, output: NAT_OUTPUT }];
}

/** What a reviewer should know of the network. */
function findingsOf(definition: Definition, { settings, zones }: NetworkPlan, path: string): Finding[] {
  const { enforcement } = definition;
  const findings: Finding[] = [];
  const note = (kind: Parameters<typeof findingOf>[0], name: string, message: string, remedy: string) =>
    findings.push(findingOf(kind, null, name === '' ? path : child(path, name), message, remedy));
  if (zones.firewall.length > 1 && settings.natGatewayId === undefined) {
    note(KINDS.oneZone, 'zones', `the firewall is in zones ${zones.firewall.join(', ')}, its NAT gateway in the one that Azure chooses`,
      'name one zone, or give a zone-redundant NAT gateway (StandardV2) by natGatewayId');
  }
  if (enforcement === 'observe') {
    note(KINDS.builtInDeny, '', 'the firewall denies what no rule allows, also while observing', 'leave subnets with traffic that you do not know yet out of clusterSubnetIds until the logs are quiet');
  } else {
    note(KINDS.finalDeny, 'otherWebPorts', `the final deny stops TCP for everybody behind this firewall, except on 80, 443, the web ports of the cell${settings.otherWebPorts.length > 0 ? ` and ${settings.otherWebPorts.join(', ')}` : ''}`,
      'list the ports of application rules of other cells and teams in otherWebPorts');
  }
  note(KINDS.replies, 'clusterSubnetIds', 'replies to callers that come in by a public load balancer would leave by the firewall, which drops them',
    'let callers in by a load balancer with a private address (behind the firewall\'s DNAT or a gateway)');
  if (settings.dnsProxy && (settings.virtualNetworkId !== undefined || Object.keys(settings.clusterSubnetIds).length > 0)) {
    note(KINDS.foreignDns, 'dnsProxy', 'existing networks keep their DNS servers', 'make the private address of the firewall the DNS server of the cluster\'s network, or set dnsProxy: false and give addresses');
  }
  return findings;
}
