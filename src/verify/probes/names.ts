import { ProbeKind } from './probe';
import { HostPattern } from '../../net';
import { isSharedTenant } from '../../plan/findings';

/** A name, and what it is to the pattern that it was made from. */
export interface NameSample {
  readonly kind: ProbeKind;
  readonly name: string;
}

const LONGEST = 253;

/** Names that the pattern allows: itself, or names of one and of two labels below it, which say whose samples they are. */
export function namesOf({ name, wildcard }: HostPattern, owner: string): readonly string[] {
  const label = `eic-probe-${owner.replace(/[^a-z0-9]+/g, '-')}`.slice(0, 60).replace(/-+$/, '');
  return wildcard ? [`${label}.${name}`, `a.${label}.${name}`].filter(isName) : [name];
}

/** Names that look like allowed ones and are not: what a wrong wildcard, a missing dot or a missing anchor would let through. */
export function neighboursOf({ name, wildcard }: HostPattern): readonly NameSample[] {
  const parent = name.slice(name.indexOf('.') + 1);
  const rows: NameSample[] = wildcard
    ? [
      { kind: 'apex', name },
      { kind: 'look-alike', name: `evil${name}` },
      { kind: 'suffix-attack', name: `a.${name}.evil.example` },
      ...(parent.includes('.') ? [{ kind: 'sibling' as const, name: `eic-probe-sibling.${parent}` }] : []),
    ]
    : [
      { kind: 'subdomain', name: `eic-probe.${name}` },
      { kind: 'look-alike', name: `evil${name}` },
      { kind: 'suffix-attack', name: `${name}.evil.example` },
      ...(parent.includes('.') ? [{ kind: 'sibling' as const, name: `eic-probe-sibling.${parent}` }, { kind: 'apex' as const, name: parent }] : []),
    ];
  return rows.filter((row) => isName(row.name));
}

/** A name that another customer of a shared platform could have, under a wildcard over it. */
export function otherTenantOf(pattern: HostPattern): string | undefined {
  const name = `eic-probe-other-tenant.${pattern.name}`;
  return isSharedTenant(pattern) && isName(name) ? name : undefined;
}


function isName(name: string): boolean {
  return name.length <= LONGEST && name.split('.').every((label) => label.length > 0 && label.length <= 63);
}
