import { Construct } from 'constructs';
import {
  AllowNothing, AllowPrincipal, ConfigMap, DestinationAllow, DisruptionBudget, EgressGatewayServers, GatewayRoute, GatewaySubsets, MeshRoute, Namespace, Service,
  ServiceAccount, Workload,
} from './objects';
import { CellPart, CellPartProps } from './part';
import { EgressGatewayRow, SniProxyRow } from '../compile/cluster';

const PART = 'egress-gateway';

/** Pods of the egress gateway and of the SNI proxy, in a namespace of their own. They forward nothing yet, so they come first. */
export class EgressGatewayPods extends CellPart {
  public constructor(scope: Construct, id: string, props: CellPartProps) {
    super(scope, id, props);
    const gateway = this.rows.egressGateway;
    if (gateway === undefined) return;
    new Namespace(this, 'Namespace', { name: gateway.namespace, cell: this.cell.name, part: PART, reason: 'the egress gateway', labels: { ...gateway.injection, ...gateway.podSecurity } });
    this.gatewayPods(gateway);
    if (gateway.sniProxy !== undefined) this.proxyPods(gateway.sniProxy);
  }

  private gatewayPods({ name, namespace, labels, serviceAccount, replicas, ports }: EgressGatewayRow): void {
    const identity = { name, namespace, cell: this.cell.name, part: PART, reason: 'the way out for exact hosts' };
    new ServiceAccount(this, 'ServiceAccount', { ...identity, name: serviceAccount });
    new Workload(this, 'Deployment', {
      ...identity, replicas, podLabels: labels, podAnnotations: { 'inject.istio.io/templates': 'gateway' }, serviceAccount,
      container: { name: 'istio-proxy', image: 'auto', resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '1Gi' } } },
    });
    new Service(this, 'Service', { ...identity, selector: labels, protocol: 'tls', ports });
    new DisruptionBudget(this, 'DisruptionBudget', { ...identity, selector: labels });
  }

  private proxyPods({ name, namespace, labels, replicas, image, user, listeners, config, configFile, command, checksum }: SniProxyRow): void {
    const identity = { name, namespace, cell: this.cell.name, part: PART, reason: 'wildcard hosts by server name, behind the egress gateway' };
    const ports = listeners.map(({ listen }) => listen).sort((a, b) => a - b);
    const [folder, file] = [configFile.slice(0, configFile.lastIndexOf('/')), configFile.slice(configFile.lastIndexOf('/') + 1)];
    new ServiceAccount(this, 'ProxyServiceAccount', identity);
    new ConfigMap(this, 'ProxyConfigMap', { ...identity, data: { [file]: config } });
    new Workload(this, 'ProxyDeployment', {
      ...identity, replicas, podLabels: labels, podAnnotations: { 'edge-integration-cell/config-checksum': checksum }, serviceAccount: name, ...(user === undefined ? {} : { user }),
      container: {
        name: 'sni-proxy', image, command,
        readinessProbe: { tcpSocket: { port: ports[0] }, periodSeconds: 5 },
        resources: { requests: { cpu: '50m', memory: '32Mi' }, limits: { memory: '256Mi' } },
        volumeMounts: [{ name: 'config', mountPath: folder, readOnly: true }, { name: 'tmp', mountPath: '/tmp' }],
      },
      volumes: [{ name: 'config', configMap: { name } }, { name: 'tmp', emptyDir: { sizeLimit: '16Mi' } }],
    });
    new Service(this, 'ProxyService', { ...identity, selector: labels, protocol: 'tcp', ports });
    new DisruptionBudget(this, 'ProxyDisruptionBudget', { ...identity, selector: labels });
  }
}

/** What leaves by the egress gateway, who may ask it for what, and the routes to it and from it. None in observe. */
export class EgressGateway extends CellPart {
  public constructor(scope: Construct, id: string, props: CellPartProps) {
    super(scope, id, props);
    const gateway = this.rows.egressGateway;
    if (gateway === undefined || !gateway.routed) return;
    this.policies(gateway);
    if (gateway.destinations.length > 0) this.routes(gateway);
  }

  private policies({ namespace, labels, allows, sniProxy }: EgressGatewayRow): void {
    const identity = { namespace, cell: this.cell.name, part: PART };
    new AllowNothing(this, 'AllowNothing', { ...identity, name: `eic-${this.cell.name}-nothing`, reason: 'nobody may call what is not allowed one by one' });
    for (const row of allows) new DestinationAllow(this, `${this.short(row.name)}.allow`, { ...identity, ...row, labels });
    if (sniProxy !== undefined) {
      new AllowPrincipal(this, 'ProxyAllow', { ...identity, name: sniProxy.name, labels: sniProxy.labels, principal: sniProxy.principal, reason: 'the egress gateway alone calls the SNI proxy' });
    }
  }

  private routes({ name, namespace, labels, service, clients, destinations, gatewayRoutes, meshRoutes }: EgressGatewayRow): void {
    const identity = { name, namespace, cell: this.cell.name, part: PART };
    const flows = [...new Set(destinations.flatMap((one) => one.flows.map((flow) => flow.id)))].sort();
    new GatewaySubsets(this, 'Subsets', {
      ...identity, flows, host: service, exportTo: clients, subsets: destinations.map(({ subset, gatewayPort, sni }) => ({ name: subset, port: gatewayPort, sni })),
    });
    new EgressGatewayServers(this, 'Servers', {
      ...identity, flows, selector: labels, servers: destinations.map(({ subset, gatewayPort, sni }) => ({ name: subset, port: gatewayPort, host: sni })),
    });
    for (const row of gatewayRoutes) new GatewayRoute(this, `${this.short(row.name)}.out`, { ...identity, ...row, gateway: `${namespace}/${name}` });
    for (const row of meshRoutes) new MeshRoute(this, `${this.short(row.name)}.in`, { ...identity, ...row, gateway: service });
  }

  private short(name: string): string {
    return name.slice(`eic-${this.cell.name}-`.length);
  }
}
