/** `npm run synth`, `npx cdk deploy`: osteon in an account of your own. */
import { fileURLToPath } from 'node:url';

import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

import { commitOf } from '../../local/commit.ts';
import { AssessmentStack } from '../lib/assessment-stack.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const app = new App();
new AssessmentStack(app, 'Osteon', { commit: commitOf(ROOT) });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
