import { AKS_API_SERVER, AKS_TAG } from '../../catalog';
import { Definition } from '../../cell';
import { KINDS, Problems } from '../../errors';
import { Cidr } from '../../net';
import { TargetRow } from '../target';
import { COLLECTIONS } from './collections';
import { ApplicationRule, AzurePlatformOptions, NetworkRule, RuleGroup } from './rules';
import { splitVersions } from './sources';

/** The group of the platform, and which rule is what of it. */
export interface PlatformRules {
  readonly group: RuleGroup;
  readonly rows: readonly TargetRow[];
}

/**
 * What AKS itself needs, from the nodes only: a group of its own, so that it can be audited and given away apart from the cell's. Pods of
 * `kube-system` have the nodes' addresses, or call the API server by name as the nodes do.
 */
export function platformGroup(definition: Definition, options: AzurePlatformOptions, problems: Problems): PlatformRules | undefined {
  const { cluster } = definition;
  if (options.platform !== 'aks' || cluster.platform !== 'aks') {
    problems.must(KINDS.conflict, options.path, `be none with Azure Firewall and cluster.platform: ${cluster.platform}; there are rules for aks on aks`, options.platform,
      'allow what the platform needs in a group of your own');
    return undefined;
  }
  const given = (options.sources ?? cluster.nodeCidrs).map((text) => Cidr.trusted(text));
  const sourceAddresses = texts(given);
  if (sourceAddresses.length === 0) {
    problems.must(KINDS.cannotExpress, options.path, 'have an IPv4 network to start from: Azure Firewall carries no IPv6', given.join(', '), 'give the IPv4 networks of the nodes');
    return undefined;
  }
  const application: ApplicationRule[] = [{
    name: `aks-${AKS_TAG.key}`, protocols: [{ type: 'Http', port: 80 }, { type: 'Https', port: 443 }], sourceAddresses, destinationFqdns: [], destinationFqdnTags: [AKS_TAG.tag],
  }];
  const network = apiServerRule(definition, sourceAddresses);
  const row = (rule: string, mechanism: string, evidence: TargetRow['evidence']): TargetRow => ({ flow: 'platform/aks', rule, mechanism, evidence, exact: true });
  return {
    group: {
      groupName: `eic-${definition.name}.aks`,
      priority: options.priority,
      networkCollections: network === undefined ? [] : [{ ...COLLECTIONS.allowNetwork, rules: [network] }],
      applicationCollections: [{ ...COLLECTIONS.allowApplication, rules: application }],
    },
    rows: [
      ...application.map(({ name }) => row(`${COLLECTIONS.allowApplication.name}/${name}`, 'application-rule', 'sni')),
      ...(network === undefined ? [] : [row(`${COLLECTIONS.allowNetwork.name}/${network.name}`, 'network-rule', 'ip')]),
    ],
  };
}

/** Pods call the API server by the address behind its Service, without a server name: no application rule can match that. */
function apiServerRule({ cluster }: Definition, nodes: readonly string[]): NetworkRule | undefined {
  const addresses = texts((cluster.apiServer?.cidrs ?? []).map((text) => Cidr.trusted(text)));
  if (cluster.apiServer === undefined || addresses.length === 0) return undefined;
  const pods = (cluster.egressSources ?? []).map((text) => Cidr.trusted(text));
  return {
    name: `aks-${AKS_API_SERVER.key}`,
    protocols: ['TCP'],
    sourceAddresses: texts([...nodes.map((text) => Cidr.trusted(text)), ...pods]),
    destinationAddresses: addresses,
    destinationPorts: [String(cluster.apiServer.port)],
  };
}

function texts(cidrs: readonly Cidr[]): string[] {
  return [...new Set(splitVersions(cidrs)[0].sort((a, b) => a.compare(b)).map(String))];
}
