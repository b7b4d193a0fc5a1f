/** `npm run synth`, `npx cdk deploy`: osteon in an account of your own. */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

import { AssessmentStack } from '../lib/assessment-stack.ts';

const app = new App();
new AssessmentStack(app, 'Osteon');
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
