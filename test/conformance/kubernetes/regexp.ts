const compiled = new Map<string, RegExp>();

/** Patterns in Kubernetes are RE2: flags may stand inside, as in `^(?i)[a-z]+$`. */
export function re2(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const [, anchor = '', flags = '', rest = ''] = /^(\^?)(?:\(\?([ims]+)\))?(.*)$/s.exec(pattern) ?? [];
    expression = new RegExp(anchor + rest, flags);
    compiled.set(pattern, expression);
  }
  return expression;
}
