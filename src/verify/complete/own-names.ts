/** Has a resource of Terraform the name of what is ours and of this cell: `eic-<cell>`, and behind a hyphen what of it (docs/ids.md)? Cells can begin alike. */
export function isOwnName(name: unknown, cell: string): boolean {
  return name === `eic-${cell}` || (typeof name === 'string' && name.startsWith(`eic-${cell}-`));
}

/** Has a rule collection group of Azure such a name: `eic-<cell>`, `eic-<cell>.aks`, `eic-<cell>.deny`? */
export function isOwnGroup(name: unknown, cell: string): boolean {
  return name === `eic-${cell}` || (typeof name === 'string' && name.startsWith(`eic-${cell}.`));
}
