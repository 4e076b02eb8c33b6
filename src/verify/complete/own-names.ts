/** Has a resource of Terraform the name of what is ours and of this cell: `eic-<cell>`, and behind a dot or hyphen what of it (docs/ids.md)? */
export function isOwnName(name: unknown, cell: string): boolean {
  return typeof name === 'string' && (name === `eic-${cell}` || name.startsWith(`eic-${cell}.`) || name.startsWith(`eic-${cell}-`));
}
