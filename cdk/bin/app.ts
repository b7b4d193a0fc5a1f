/** `npm run synth`, `npx cdk deploy -c stage=production`: osteon in an account of your own. */
import { fileURLToPath } from 'node:url';

import { App, Validations } from 'aws-cdk-lib';

import { commitOf } from '../../local/commit.ts';
import { acknowledgementsFor } from '../lib/nag/acknowledgements.ts';
import { NagGate } from '../lib/nag/gate.ts';
import { OsteonStack } from '../lib/osteon-stack.ts';
import { DEFAULT_STAGE, STAGES } from '../stages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const app = new App();
const stage = String(app.node.tryGetContext('stage') ?? DEFAULT_STAGE);
const parameters = STAGES[stage];
if (parameters === undefined)
  throw new Error(`stage: found ${stage}; required: one of cdk/stages.ts: ${Object.keys(STAGES).join(', ')}`);
const stack = new OsteonStack(app, `Osteon-${stage}`, { parameters, commit: commitOf(ROOT) });
Validations.of(app).addPlugins(new NagGate(acknowledgementsFor(stack)));
