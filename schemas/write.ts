/**
 * Writes the published JSON schemas, the API's description, `docs/codes.md` and `docs/data-dictionary.md` from the contracts, and
 * `queries/README.md` and what Athena is given (`cdk/lib/queries/query-store.json`) from the queries: `npm run schemas`.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { publishedApi } from './api-description.ts';
import { codesPage } from './codes-page.ts';
import { dictionaryPage } from './dictionary-page.ts';
import { queryStoreFile } from './query-store.ts';
import { publishedSchemas } from './published.ts';
import { scriptArguments } from '../local/command/parsed.ts';
import { queriesPage } from '../local/query/output/described.ts';
import { catalogue } from '../lambdas/shared/queries/catalog.ts';

scriptArguments(
  `Usage: npm run schemas

Writes the published schemas, docs/codes.md, docs/data-dictionary.md, queries/README.md and what Athena is given.

  --help  show this text`,
  { options: {} },
);
for (const [name, text] of Object.entries(publishedSchemas())) {
  writeFileSync(fileURLToPath(new URL(name, import.meta.url)), text);
}
writeFileSync(fileURLToPath(new URL('openapi.json', import.meta.url)), publishedApi());
writeFileSync(fileURLToPath(new URL('../docs/codes.md', import.meta.url)), codesPage());
writeFileSync(fileURLToPath(new URL('../docs/data-dictionary.md', import.meta.url)), dictionaryPage());
writeFileSync(fileURLToPath(new URL('../queries/README.md', import.meta.url)), queriesPage(catalogue()));
writeFileSync(fileURLToPath(new URL('../cdk/lib/queries/query-store.json', import.meta.url)), queryStoreFile());
