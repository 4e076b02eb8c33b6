import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { TargetRow } from '../compile/target';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { Finding } from '../plan';
import { findObject } from './find-object';
import { checkUnique, compiledFor } from './part';
import { CallerLists, EgressAllows, EgressHosts, EgressScopes, MutualTls, NetworkIsolation, VirtualHosts } from './parts';

/** What `CellMesh` takes. */
export interface CellMeshProps {
  /** The cell to render. */
  readonly cell: EdgeIntegrationCell;
}

/**
 * The whole cluster side of a cell, below a cdk8s `Chart`: mutual TLS, caller lists, hosts, Sidecars, NetworkPolicies, additional virtual hosts, egress gateway,
 * and RBAC of the personas that the definition names. Its objects name their namespaces themselves and stand in the order of a safe first apply.
 */
export class CellMesh extends Construct {
  /** How each flow is carried; `targets.cluster` of `plan.json`. */
  public readonly rows: readonly TargetRow[];
  /** What a reviewer should know of the cluster side. */
  public readonly findings: readonly Finding[];

  /** @throws ValidationError with everything the mesh cannot express (`EIC4xx`), and objects that the chart has already (`EIC403`) */
  public constructor(scope: Construct, id: string, { cell }: CellMeshProps) {
    super(scope, id);
    const compilation = compiledFor(this, cell);
    this.rows = compilation.rows;
    this.findings = compilation.findings;
    const gateway = compilation.egressGateway === undefined ? undefined : require('./egress-gateway') as typeof import('./egress-gateway');
    if (gateway !== undefined) new gateway.EgressGatewayPods(this, 'EgressGatewayPods', { cell });
    new EgressHosts(this, 'EgressHosts', { cell });
    if (compilation.access.length > 0) {
      const { PersonaAccess } = require('./persona-access') as typeof import('./persona-access');
      new PersonaAccess(this, 'PersonaAccess', { cell });
    }
    new MutualTls(this, 'MutualTls', { cell });
    new CallerLists(this, 'CallerLists', { cell });
    new EgressAllows(this, 'EgressAllows', { cell });
    if (gateway !== undefined) new gateway.EgressGateway(this, 'EgressGateway', { cell });
    new VirtualHosts(this, 'VirtualHosts', { cell });
    new EgressScopes(this, 'EgressScopes', { cell });
    new NetworkIsolation(this, 'NetworkIsolation', { cell });
    checkUnique(this);
  }

  /**
   * One of the objects, for patches.
   * @param kind Kubernetes kind, such as `ServiceEntry`
   * @param key `<namespace>/<name>` of the object, `<name>` where it belongs to the cluster
   * @throws ValidationError `EIC407` which lists the objects of the kind
   */
  public object(kind: string, key: string): ApiObject {
    return findObject(this, 'CellMesh.object', kind, key);
  }
}
