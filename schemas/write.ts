/**
 * Writes the published JSON schemas, the API's description, `docs/codes.md` and `docs/data-dictionary.md` from the contracts, and
 * `queries/README.md` from the queries: `npm run schemas`.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { publishedApi } from './api-description.ts';
import { codesPage } from './codes-page.ts';
import { dictionaryPage } from './dictionary-page.ts';
import { publishedSchemas } from './published.ts';
import { queriesPage } from '../local/query/output/described.ts';
import { catalogue } from '../local/query/catalog.ts';

for (const [name, text] of Object.entries(publishedSchemas())) {
  writeFileSync(fileURLToPath(new URL(name, import.meta.url)), text);
}
writeFileSync(fileURLToPath(new URL('openapi.json', import.meta.url)), publishedApi());
writeFileSync(fileURLToPath(new URL('../docs/codes.md', import.meta.url)), codesPage());
writeFileSync(fileURLToPath(new URL('../docs/data-dictionary.md', import.meta.url)), dictionaryPage());
writeFileSync(fileURLToPath(new URL('../queries/README.md', import.meta.url)), queriesPage(catalogue()));
