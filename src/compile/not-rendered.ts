import type { Definition } from '../cell';
import { KINDS } from '../errors';
import { Finding, findingOf } from '../plan/finding';

/**
 * A field that is accepted and valid, and for which nothing is written yet. Restrictions on what the cell may reach are never here: to leave
 * one out would be wider than asked.
 */
export interface NotRendered {
  readonly path: string;
  /** Does the definition ask for it? */
  readonly asksFor: (definition: Definition) => boolean;
  /** What is missing. */
  readonly message: string;
  /** What to do until it is rendered. */
  readonly remedy: string;
}

const additionalPorts = (field: 'additionalPorts' | 'additionalTlsPorts', kind: string): NotRendered => ({
  path: `ingress.${field}`,
  asksFor: ({ ingress }) => ingress[field].length > 0,
  message: `no Gateway is written for additional ${kind}ports`,
  remedy: 'enable them in SAP\'s Edge Lifecycle Management as documented',
});

/** What this version does not render of a cell, in the order of the definition. */
export const NOT_RENDERED: readonly NotRendered[] = [
  {
    path: 'cluster.istio.revision',
    asksFor: ({ cluster }) => cluster.istio.revision !== undefined,
    message: 'objects carry no revision; every control plane of the cluster reads them',
    remedy: 'with several control planes, scope yours by discovery selectors',
  },
  {
    path: 'cluster.istio.distribution',
    asksFor: ({ cluster }) => cluster.istio.distribution === 'ossm',
    message: 'nothing is written that only OpenShift Service Mesh knows',
    remedy: 'label the namespaces for the mesh yourself',
  },
  additionalPorts('additionalPorts', 'TCP '),
  additionalPorts('additionalTlsPorts', 'TLS '),
];

/** Findings for the fields of a cell that are not rendered. */
export function notRenderedOf(definition: Definition): Finding[] {
  return NOT_RENDERED.filter(({ asksFor }) => asksFor(definition))
    .map(({ path, message, remedy }) => notRendered(path, message, remedy));
}

/** A finding for a part of a firewall target that is not rendered. */
export function notRendered(path: string, message: string, remedy: string): Finding {
  return findingOf(KINDS.notRenderedYet, null, path, message, remedy);
}
