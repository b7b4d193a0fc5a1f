/** Writes the published JSON schemas from the contracts: `npm run schemas`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { publishedSchemas } from './published.ts';

for (const [name, text] of Object.entries(publishedSchemas())) {
  writeFileSync(fileURLToPath(new URL(name, import.meta.url)), text);
}
