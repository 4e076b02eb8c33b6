import { Construct } from 'constructs';
import { BuiltObject } from './built-object';
import { CellPart, CellPartProps } from './part';
import { AccessRow } from '../compile/cluster';

const RBAC = 'rbac.authorization.k8s.io';

/**
 * RBAC of the personas: a Role and its binding in each namespace, and what belongs to the cluster.
 * Binds nobody that the definition does not name.
 */
export class PersonaAccess extends CellPart {
  public constructor(scope: Construct, id: string, props: CellPartProps) {
    super(scope, id, props);
    for (const row of this.rows.access) this.role(row);
  }

  private role({ name, namespace, persona, groups, rules, reason }: AccessRow): void {
    const identity = { name, ...(namespace === undefined ? {} : { namespace }), cell: this.cell.name, reason };
    const id = `${namespace ?? 'cluster'}.${persona}`;
    const kind = namespace === undefined ? 'ClusterRole' : 'Role';
    const role = { rules: rules.map(({ group, resources, verbs }) => ({ apiGroups: [group], resources: [...resources], verbs: [...verbs] })) };
    const binding = { roleRef: { apiGroup: RBAC, kind, name }, subjects: groups.map((group) => ({ apiGroup: RBAC, kind: 'Group', name: group })) };
    new BuiltObject(this, id, identity, ({ k8s }, chart) => (kind === 'Role' ? new k8s.KubeRole(chart, 'Role', role) : new k8s.KubeClusterRole(chart, 'Role', role)));
    new BuiltObject(this, `${id}.binding`, identity, ({ k8s }, chart) =>
      (kind === 'Role' ? new k8s.KubeRoleBinding(chart, 'Binding', binding) : new k8s.KubeClusterRoleBinding(chart, 'Binding', binding)));
  }
}
