/** The bundles that a deployment would upload: made once, then started where no node_modules can be reached. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, expect, test } from 'vitest';

import { makeBundles, type Bundle } from '../../bench/walls/bundles.ts';
import { API, OWN_FUNCTIONS, STEPS } from '../../cdk/lib/steps.ts';
import { scratchFolder } from '../pipeline/command.ts';

/** Unzipped, bytes: Lambda's limit. */
const LARGEST_BUNDLE = 250 * 2 ** 20;

let bundles: ReadonlyMap<string, Bundle>;

beforeAll(() => {
  bundles = makeBundles(scratchFolder());
}, 180_000);

test('there is one bundle a step, and each is far below 250 MB', () => {
  expect([...bundles.keys()].sort()).toEqual(
    [...STEPS, ...OWN_FUNCTIONS, API].map(({ state }) => state).sort(),
  );
  for (const [state, { folder }] of bundles) {
    const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(bytes, state).toBeLessThan(LARGEST_BUNDLE);
  }
});

/** Runs a line of JavaScript in the bundle's folder. */
function inBundle(state: string, code: string): string {
  const { folder, environment } = bundles.get(state)!;
  const script = join(folder, 'start.mjs');
  writeFileSync(script, code);
  return execFileSync(process.execPath, [script], {
    cwd: folder,
    env: { ...environment, PATH: '' },
    encoding: 'utf8',
  });
}

test.each([...STEPS, ...OWN_FUNCTIONS, API].map(({ state }) => state))(
  '%s loads on its own and exports its handler',
  (state) => {
    expect(
      inBundle(state, "import { handler } from './index.mjs'; console.log(typeof handler);").trim(),
    ).toBe('function');
  },
);

test('a bundle refuses an event that breaks the contract by name, and does not repeat the event', () => {
  const code = `
    import { handler } from './index.mjs';
    process.env.OSTEON_BUCKETS = 'assessments=none';
    const context = { functionName: 'x', memoryLimitInMB: '1', invokedFunctionArn: 'x', awsRequestId: 'x' };
    await handler({ name: 'Müller' }, context).catch((error) => console.log(error.name + ': ' + error.message));`;
  const said = inBundle('AggregateRisk', code);
  expect(said).toContain('ContractBroken');
  expect(said).not.toContain('Müller');
});

test.each([
  // PDFKit reads the profile from `data` beside its own file, which is the bundle.
  ['PublishReport', ['data/sRGB_IEC61966_2_1.icc', 'DejaVuSans.ttf', 'DejaVuSansCondensed-Bold.ttf']],
  ['SegmentVertebrae', ['index_bg.wasm', 'DejaVuSans.ttf', 'DejaVuSans-Bold.ttf']],
  ['CalibrateDensity', ['index_bg.wasm', 'DejaVuSans.ttf', 'DejaVuSans-Bold.ttf']],
])('%s has the files that it draws with', (state, files) => {
  for (const file of files) expect(existsSync(join(bundles.get(state)!.folder, file)), file).toBe(true);
});

test('the API finds its named queries in its bundle, and answers from it', () => {
  const code = `
    import { readdirSync } from 'node:fs';
    import { handler } from './index.mjs';
    Object.assign(process.env, {
      AWS_REGION: 'us-east-1', OSTEON_BUCKETS: 'studies=none', OSTEON_STATE_MACHINE_ARN: 'x',
      OSTEON_CAMPAIGN_MACHINE_ARN: 'x', OSTEON_FINALISATION_MACHINE_ARN: 'x', OSTEON_ATHENA_WORKGROUP: 'x',
      OSTEON_ATHENA_DATABASE: 'x', OSTEON_OIDC_ISSUER: 'https://issuer.example', OSTEON_OIDC_AUDIENCE: 'x',
    });
    const requestContext = { http: { method: 'GET', path: '/health' }, domainName: 'api.example' };
    const event = { version: '2.0', rawPath: '/health', rawQueryString: '', headers: {}, requestContext };
    const { statusCode } = await handler(event, {});
    console.log(statusCode, readdirSync(process.env.OSTEON_QUERIES).join());`;
  expect(inBundle('Api', code).trim().split('\n').at(-1)).toMatch(/^200 .*cohort.*views/);
});
