/** Writes the published JSON schemas and `docs/codes.md` from the contracts: `npm run schemas`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { codesPage } from './codes-page.ts';
import { publishedSchemas } from './published.ts';

for (const [name, text] of Object.entries(publishedSchemas())) {
  writeFileSync(fileURLToPath(new URL(name, import.meta.url)), text);
}
writeFileSync(fileURLToPath(new URL('../docs/codes.md', import.meta.url)), codesPage());
