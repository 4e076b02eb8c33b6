import { isOwnGroup, isOwnName } from './own-names';
import { lacking } from './settings';
import { ReadOutput, TerraformResource } from '../read';
import { Lack } from './wanted';

/** A resource or data source of a cloud, as expressions and `depends_on` name it. Whatever else an expression holds is not looked at. */
const NAMED = /(?<![\w.-])(?:data\.)?(?:azurerm|aws|google)_[a-z0-9_]+\.[A-Za-z_][A-Za-z0-9_-]*/g;
const CONFIGURATION = /\.tf\.json$/;

/**
 * Resources that name one which is not in the files: Terraform refuses the whole configuration ("Reference to undeclared resource"). Names inside of
 * modules are relative to the module, and plans leave out what they have read, so nothing is said of these.
 */
export function references({ terraform }: ReadOutput, cell: string): Lack[] {
  // What others write may stand in files that were not read; what eic writes is one file.
  const isOurs = ({ values: { name, rule_name: rule } }: TerraformResource) => [name, rule].some((text) => isOwnName(text, cell) || isOwnGroup(text, cell));
  return Object.values(terraform).filter(({ resources }) => resources.some(isOurs)).flatMap(({ resources }) => {
    const declared = new Set(resources.map(({ address }) => withoutIndex(address)));
    return resources.filter(({ mode, file }) => mode === 'managed' && CONFIGURATION.test(file)).flatMap(({ address, values, file }) =>
      [...new Set(namesIn(values))].filter((name) => !declared.has(name))
        .map((name): Lack => (lacking('name resources that are there', `${name} in ${address}, which no file declares`, file))));
  });
}

function namesIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') {
    const expressions = key === 'depends_on' ? [value] : value.match(/\$\{[^}]*\}/g) ?? [];
    return expressions.filter((text) => !isEscaped(value, text)).flatMap((text) => text.match(NAMED) ?? []);
  }
  if (Array.isArray(value)) return (value as readonly unknown[]).flatMap((entry) => namesIn(entry, key));
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([name, inner]) => namesIn(inner, name)) : [];
}

/** `$${` is the text `${`. */
function isEscaped(value: string, expression: string): boolean {
  return value.includes(`$${expression}`);
}

function withoutIndex(address: string): string {
  return address.replace(/\[(?:\d+|"[^"]*")\]$/, '');
}
