/**
 * The whole template against a file that people read: a permission, a limit or a lifetime can't change unseen. Written anew by
 * `npx vitest run tests/cdk/template.test.ts -u`; what changed is reviewed as what an account would be given.
 */
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';

import { OsteonStack } from '../../cdk/lib/osteon-stack.ts';

/** Of bundles: they follow from the code. */
const DIGEST = /\b[0-9a-f]{32,64}\b/g;

/** Columns and statements: cdk/lib/queries/query-store.json has them, and tests/cdk/queries.test.ts holds the template against it. */
const OF_QUERIES = ['Columns', 'ViewOriginalText', 'QueryString', 'projection.month.values'];

function short(name: string, value: unknown): unknown {
  return OF_QUERIES.includes(name) ? '#' : value;
}

test('the template gives an account what the file says, and nothing else', async () => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const template = Template.fromStack(new OsteonStack(app, 'Osteon', { commit: '7f0a406' }));
  const text = JSON.stringify(template.toJSON(), short, 1).replaceAll(DIGEST, '#');
  await expect(`${text}\n`).toMatchFileSnapshot('template/osteon.json');
});
