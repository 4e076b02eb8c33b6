import { Construct } from 'constructs';
import { NetworkConnectivityPolicyBasedRoute, NetworkSecurityGatewaySecurityPolicy, NetworkSecurityGatewaySecurityPolicyRule, NetworkServicesGateway } from './bindings';
import { ComputeSubnetwork } from './network-bindings';
import { GcpSecureWebProxy, ProxyCompilation, ProxyRoute } from '../compile/gcp';
import { escapeTerraform } from '../terraform/escape';

export interface ProxyGatewayProps {
  readonly proxy: ProxyCompilation;
  readonly project: string;
  readonly region: string;
  readonly network: string;
  readonly secureWebProxy: GcpSecureWebProxy;
  readonly labels?: { readonly [key: string]: string };
}

/** A Secure Web Proxy as the next hop of the cell, without TLS inspection. Routes to it are made after the rules and the routes around it. */
export class ProxyGateway extends Construct {
  public constructor(scope: Construct, id: string, private readonly props: ProxyGatewayProps) {
    super(scope, id);
    const { proxy, project, region, network, secureWebProxy: { subnetwork, address, proxySubnetCidr, certificateUrls = [] }, labels } = props;
    const policy = new NetworkSecurityGatewaySecurityPolicy(this, 'Policy', { project, location: region, name: proxy.name });
    const rules = proxy.rules.map(({ name, priority, sessionMatcher }) => new NetworkSecurityGatewaySecurityPolicyRule(this, `rule.${name}`, {
      project, location: region, gatewaySecurityPolicy: policy.name, name, priority, enabled: true, basicProfile: 'ALLOW',
      sessionMatcher: escapeTerraform(sessionMatcher), tlsInspectionEnabled: false,
    }));
    const proxySubnet = proxySubnetCidr === undefined ? [] : [new ComputeSubnetwork(this, 'ProxySubnet', {
      project, region, network, name: `${proxy.name}-proxy`, ipCidrRange: proxySubnetCidr, purpose: 'REGIONAL_MANAGED_PROXY', role: 'ACTIVE',
    })];
    const gateway = new NetworkServicesGateway(this, 'Gateway', {
      project, location: region, name: proxy.name, scope: proxy.name, type: 'SECURE_WEB_GATEWAY', routingMode: 'NEXT_HOP_ROUTING_MODE',
      network, subnetwork, addresses: [address], ports: [443], gatewaySecurityPolicy: policy.id, deleteSwgAutogenRouterOnDestroy: true,
      ...(certificateUrls.length > 0 ? { certificateUrls: [...certificateUrls] } : {}),
      ...(labels === undefined ? {} : { labels: { ...labels } }),
      dependsOn: [...rules, ...proxySubnet],
    });
    const around = proxy.routes.filter((route) => route.around).map((route) => this.addRoute(route, { nextHopOtherRoutes: 'DEFAULT_ROUTING' }));
    for (const route of proxy.routes.filter((one) => !one.around)) this.addRoute(route, { nextHopIlbIp: address, dependsOn: [gateway, ...around] });
  }

  private addRoute({ name, priority, srcRange, destRange }: ProxyRoute, hop: object): NetworkConnectivityPolicyBasedRoute {
    const { project, network } = this.props;
    return new NetworkConnectivityPolicyBasedRoute(this, `route.${name}`, {
      project, network, name, priority, filter: { protocolVersion: 'IPV4', ipProtocol: 'TCP', srcRange, destRange }, ...hop,
    });
  }
}
