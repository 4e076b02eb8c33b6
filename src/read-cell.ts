import { cellFields, cellSpec, checkDefinition, Definition } from './cell';
import { firewall } from './cell/definition/firewall';
import { freeze, withoutDuplicates } from './cell/freeze';
import { checkFirewall } from './cell/rules/firewall';
import { defaulted, object, required, Read, Spec, word } from './cell/spec';
import { Problem, Problems } from './errors';
import { ConnectivityPlan } from './plan';
import { planOf } from './plan/planner';

/** Targets of a definition file, by key. */
export type FirewallTargets = Read<typeof firewall>;
export type FirewallTarget = FirewallTargets[string];

/** What could be read of a definition: definition and plan are there when nothing is wrong. */
export interface CellReading {
  readonly definition?: Definition;
  readonly plan?: ConnectivityPlan;
  readonly firewall: FirewallTargets;
  readonly problems: readonly Problem[];
}

/** What is wrong with the section is for `eic` to say; others take it where nothing is. */
const lenient: Spec<FirewallTargets> = {
  type: 'unknown', schema: {},
  read: (value, path) => {
    const problems = new Problems();
    const targets = firewall.read(value, path, problems);
    return targets === undefined || problems.size > 0 ? {} : targets;
  },
};

const fileSpecOf = (targets: Spec<FirewallTargets>) => object('DefinitionFile', 'A definition file.', {
  apiVersion: required(word('ApiVersion', 'edge-integration-cell/v1'), 'Version of the format.'),
  kind: required(word('Kind', 'EdgeIntegrationCell'), 'Kind of the document.'),
  ...cellFields,
  firewall: defaulted(targets, {}, 'Firewalls that get the cell\'s rules, by key; only `eic` reads it.', 'cluster side only'),
});

/** A definition file as `eic` reads it. */
export const fileSpec = fileSpecOf(firewall);
const fileSpecWithoutFirewall = fileSpecOf(lenient);

/** Which fields the data has besides those of a cell. */
export type Form = 'props' | 'file' | 'file without firewall';

/** Reads, checks and plans, with all problems at once. */
export function readCell(data: unknown, form: Form): CellReading {
  const problems = new Problems();
  const spec = form === 'props' ? cellSpec : form === 'file' ? fileSpec : fileSpecWithoutFirewall;
  const read = spec.read(data, '', problems) as (Definition & { readonly apiVersion?: string; readonly kind?: string; readonly firewall?: FirewallTargets }) | undefined;
  if (read === undefined) return { firewall: {}, problems: problems.all };
  const { apiVersion, kind, firewall: targets = {}, ...definition } = read;
  checkDefinition(definition, problems);
  if (form === 'file') checkFirewall(targets, problems);
  if (problems.size > 0) return { firewall: targets, problems: problems.all };
  const plan = planOf(definition, problems);
  if (problems.size > 0) return { firewall: targets, problems: problems.all };
  return { definition: freeze(withoutDuplicates(definition)), plan, firewall: targets, problems: [] };
}
