// src/cell/props.ts: the interfaces of the definition, from the same fields that check it.
export function propsTypeScript(root) {
  const known = new Map();
  for (const declaration of root.declares) {
    const before = known.get(declaration.name);
    if (before !== undefined && JSON.stringify(before.words) !== JSON.stringify(declaration.words)) throw new Error(`two types ${declaration.name}`);
    known.set(declaration.name, declaration);
  }
  const sorted = [...known.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return ['// Generated from src/cell/definition by `npm run docs`. Change the definition, not this file.', '', ...sorted.map(typeText)].join('\n');
}

function typeText({ name, about, words, fields }) {
  if (words) return `/** One of these words. */\nexport type ${name} = ${words.map((word) => `'${word}'`).join(' | ')};\n`;
  const quote = Object.keys(fields).every((key) => /^[a-z]\w*$/i.test(key)) ? '' : '\'';
  return [`/** ${about} */`, `export interface ${name} {`, ...Object.entries(fields).map((field) => fieldText(field, quote)), '}', ''].join('\n');
}

function fieldText([key, { spec, about, required, default: value, absent }], quote) {
  const property = `${quote}${key}${quote}`;
  const fallback = absent === undefined ? `\`${JSON.stringify(value)}\`` : `- ${absent}`;
  const doc = required ? `  /** ${about} */` : `  /** ${about}\n   * @default ${fallback} */`;
  return `${doc}\n  readonly ${property}${required ? '' : '?'}: ${spec.type};`;
}
