/** The bundles that a deployment would upload, made by the same synthesis, each in a folder apart from the project as in /var/task. */
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';

import { OsteonStack } from '../../cdk/lib/osteon-stack.ts';

export interface Bundle {
  readonly folder: string;
  /** What its function is given and that is known before a deployment. */
  readonly environment: Readonly<Record<string, string>>;
}

interface FunctionResource {
  readonly Type: string;
  readonly Properties: {
    readonly Description?: string;
    readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
  };
  readonly Metadata: Readonly<Record<string, string>>;
}

const DESCRIBED = 'osteon ';

/** @returns bundles by the name of the step */
export function makeBundles(scratch: string): ReadonlyMap<string, Bundle> {
  const out = mkdtempSync(join(scratch, 'synth-'));
  const app = new App({ outdir: out, context: { 'aws:cdk:enable-asset-metadata': true } });
  new OsteonStack(app, 'Osteon');
  app.synth();
  const { Resources: resources } = JSON.parse(readFileSync(join(out, 'Osteon.template.json'), 'utf8')) as {
    readonly Resources: Readonly<Record<string, FunctionResource>>;
  };
  const functions = Object.values(resources).filter(
    ({ Type, Properties }) =>
      Type === 'AWS::Lambda::Function' && Properties.Description?.startsWith(DESCRIBED),
  );
  return new Map(
    functions.map(({ Properties, Metadata }) => {
      const folder = mkdtempSync(join(scratch, 'bundle-'));
      cpSync(join(out, Metadata['aws:asset:path']!), folder, { recursive: true });
      const known = Object.entries(Properties.Environment?.Variables ?? {}).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value.replace('/var/task', folder)] as const] : [],
      );
      return [
        Properties.Description!.slice(DESCRIBED.length),
        { folder, environment: Object.fromEntries(known) },
      ];
    }),
  );
}
