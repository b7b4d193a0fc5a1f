/** The API's door: a token on every route, limits, logs that name nobody, and identities that an operator makes. */
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, test } from 'vitest';

import { ROLES } from '../../contracts/api/roles.ts';
import { OsteonStack } from '../../cdk/lib/osteon-stack.ts';
import type { GivenParameters } from '../../cdk/lib/parameters.ts';
import { OWN_FUNCTIONS, STEPS } from '../../cdk/lib/steps.ts';

type Properties = Readonly<Record<string, unknown>>;
let template: Template;

function templateOf(parameters: GivenParameters): Template {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  return Template.fromStack(new OsteonStack(app, 'Osteon', { parameters }));
}

function propertiesOf(type: string, of = template): Properties[] {
  return Object.values(of.findResources(type)).map(
    ({ Properties }: Record<string, Properties>) => Properties!,
  );
}

beforeAll(() => {
  template = templateOf({});
});

test('every route wants a token, but those that tell everyone the same: what the API is, and that it answers', () => {
  const open: unknown[] = [];
  for (const { AuthorizationType, AuthorizerId, RouteKey } of propertiesOf('AWS::ApiGatewayV2::Route'))
    if (AuthorizationType === 'NONE') open.push(RouteKey);
    else expect([AuthorizationType, AuthorizerId]).toEqual(['JWT', expect.anything()]);
  expect(open.sort()).toEqual(['GET /health', 'GET /openapi.json']);
  expect(propertiesOf('AWS::ApiGatewayV2::Route').length).toBeGreaterThan(open.length);
});

test('the stage is throttled, and its log has neither path nor address: they name a study, a site, a person', () => {
  const [stage] = propertiesOf('AWS::ApiGatewayV2::Stage');
  expect(stage!.DefaultRouteSettings).toEqual({ ThrottlingBurstLimit: 100, ThrottlingRateLimit: 50 });
  const { Format: format, DestinationArn } = stage!.AccessLogSettings as Record<string, string>;
  expect(DestinationArn).toBeDefined();
  expect(Object.keys(JSON.parse(format!) as object)).toContain('status');
  expect(format).not.toMatch(/context\.(path|identity)|claims/);
});

test('users are made by an operator, with a site that they cannot change and a second factor', () => {
  const [pool] = propertiesOf('AWS::Cognito::UserPool');
  expect(pool).toMatchObject({
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    MfaConfiguration: 'ON',
    EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    DeletionProtection: 'ACTIVE',
  });
  expect(pool!.Schema).toContainEqual({
    AttributeDataType: 'String',
    Mutable: false,
    Name: 'site',
    StringAttributeConstraints: { MinLength: '1', MaxLength: '32' },
  });
});

test('the groups are the roles of the API', () => {
  const groups = propertiesOf('AWS::Cognito::UserPoolGroup').map(({ GroupName }) => GroupName);
  expect(groups.sort()).toEqual([...ROLES].sort());
});

test('an issuer of the deployer’s own takes the place of the pool', () => {
  const issuer = 'https://login.example.org/realms/hospital';
  const own = templateOf({ identity: { kind: 'issuer', issuer, audience: 'osteon' } });
  own.resourceCountIs('AWS::Cognito::UserPool', 0);
  expect(propertiesOf('AWS::ApiGatewayV2::Authorizer', own)).toMatchObject([
    { AuthorizerType: 'JWT', JwtConfiguration: { Issuer: issuer, Audience: ['osteon'] } },
  ]);
});

test('without an identity there is no API', () => {
  const none = templateOf({ identity: null });
  none.resourceCountIs('AWS::ApiGatewayV2::Api', 0);
  none.resourceCountIs('AWS::Lambda::Function', STEPS.length + OWN_FUNCTIONS.length);
});
