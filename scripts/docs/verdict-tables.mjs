// The tables of codes that the built package has: lib/verify/<layer>/codes.js.
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const verify = fileURLToPath(new URL('../../lib/verify/', import.meta.url));

export function verdictTables() {
  const folders = readdirSync(verify, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  return folders.filter((folder) => existsSync(`${verify}${folder}/codes.js`)).map((folder) => ({ folder, codes: require(`${verify}${folder}/codes.js`).CODES }));
}
