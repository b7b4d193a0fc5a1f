/** The bundles that a deployment would upload: made once, then started where no node_modules can be reached. */
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';
import { beforeAll, expect, test } from 'vitest';

import { OsteonStack } from '../../cdk/lib/osteon-stack.ts';
import { OWN_FUNCTIONS, STEPS } from '../../cdk/lib/steps.ts';
import { scratchFolder } from '../pipeline/command.ts';

/** Unzipped, bytes: Lambda's limit. */
const LARGEST_BUNDLE = 250 * 2 ** 20;

interface FunctionResource {
  readonly Type: string;
  readonly Properties: {
    readonly Description?: string;
    readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
  };
  readonly Metadata: Readonly<Record<string, string>>;
}

let bundles: Map<string, { folder: string; environment: Readonly<Record<string, string>> }>;

beforeAll(() => {
  const out = scratchFolder();
  const app = new App({ outdir: out, context: { 'aws:cdk:enable-asset-metadata': true } });
  new OsteonStack(app, 'Osteon');
  app.synth();
  const template = JSON.parse(readFileSync(join(out, 'Osteon.template.json'), 'utf8')) as {
    Resources: Record<string, FunctionResource>;
  };
  bundles = new Map(
    Object.values(template.Resources)
      .filter(
        ({ Type, Properties }) =>
          Type === 'AWS::Lambda::Function' && Properties.Description?.startsWith('osteon '),
      )
      .map(({ Properties, Metadata }) => {
        // A bundle lies apart from the project, as in /var/task.
        const folder = scratchFolder();
        cpSync(join(out, Metadata['aws:asset:path']!), folder, { recursive: true });
        const environment = Object.entries(Properties.Environment?.Variables ?? {}).filter(
          ([, value]) => typeof value === 'string',
        );
        const local = environment.map(([name, value]) => [name, String(value).replace('/var/task', folder)]);
        return [
          Properties.Description!.slice('osteon '.length),
          { folder, environment: Object.fromEntries(local) as Record<string, string> },
        ];
      }),
  );
}, 180_000);

test('there is one bundle a step, and each is far below 250 MB', () => {
  expect([...bundles.keys()].sort()).toEqual([...STEPS, ...OWN_FUNCTIONS].map(({ state }) => state).sort());
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

test.each([...STEPS, ...OWN_FUNCTIONS].map(({ state }) => state))(
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
