/** The template's resources by readable names. */
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

import { OsteonStack } from '../../cdk/lib/osteon-stack.ts';
import type { GivenParameters } from '../../cdk/lib/parameters.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

export function resourcesOf(parameters: GivenParameters): Readonly<Record<string, Resource>> {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new OsteonStack(app, 'Osteon', { parameters });
  const text = JSON.stringify(Template.fromStack(stack).toJSON());
  // Logical ids without the hash at their end, which names nothing.
  const json = JSON.parse(text.replaceAll(/"(\w+?)[0-9A-F]{8}"/g, '"$1"')) as {
    Resources: Record<string, Resource>;
  };
  return json.Resources;
}

export const ARN = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
