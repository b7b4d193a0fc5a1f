/** The API that sites speak to: HTTP over TLS, a token at the door, and a function that reads and writes documents. */
import { CfnOutput } from 'aws-cdk-lib';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
  type CfnStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

import type { Identity } from '../parameters.ts';
import type { Queries } from '../queries/queries.ts';
import { SitesIdentities } from './sites-identities.ts';
import { executionsOf } from '../start.ts';
import { logGroup, StepFunction, type Platform } from '../step-function.ts';
import { API } from '../steps.ts';

/** Requests a second, and at once, of all callers together: opening an upload of 20,000 files is one request. */
const RATE = 50;
const BURST = 100;

/** Without a token, as on one machine (lambdas/api/app.ts). */
const OPEN_PATHS = ['/openapi.json', '/health'];

/** What it starts, stops and asks. */
export interface ApiUses {
  readonly assessment: StateMachine;
  readonly campaigns: StateMachine;
  readonly finalisation: StateMachine;
  readonly queries: Queries;
}

export class Api extends Construct {
  constructor(scope: Construct, id: string, platform: Platform, uses: ApiUses, identity: Identity) {
    super(scope, id);
    const { issuer, audience } =
      identity.kind === 'issuer' ? identity : new SitesIdentities(this, 'Identities', platform.parameters);
    // Outside of the network: it fetches the issuer's keys.
    const api = new StepFunction(this, API.state, {
      step: API,
      platform: { ...platform, network: null },
      environment: {
        OSTEON_STATE_MACHINE_ARN: uses.assessment.stateMachineArn,
        OSTEON_CAMPAIGN_MACHINE_ARN: uses.campaigns.stateMachineArn,
        OSTEON_FINALISATION_MACHINE_ARN: uses.finalisation.stateMachineArn,
        OSTEON_OIDC_ISSUER: issuer,
        OSTEON_OIDC_AUDIENCE: audience,
        ...uses.queries.environment,
      },
      statements: [
        new PolicyStatement({
          actions: ['states:DescribeExecution', 'states:StopExecution'],
          resources: [executionsOf(uses.assessment)],
        }),
        new PolicyStatement({
          actions: ['states:StartExecution', 'states:ListExecutions'],
          resources: [uses.campaigns.stateMachineArn],
        }),
        new PolicyStatement({
          actions: ['states:StartExecution'],
          resources: [uses.finalisation.stateMachineArn],
        }),
        new PolicyStatement({
          actions: ['states:DescribeExecution'],
          resources: [executionsOf(uses.campaigns), executionsOf(uses.finalisation)],
        }),
        ...uses.queries.statements,
      ],
    });
    const http = new HttpApi(this, 'Http', {
      description: 'osteon: uploads, studies and reports of imaging sites',
      createDefaultStage: false,
      defaultAuthorizer: new HttpJwtAuthorizer('Token', issuer, { jwtAudience: [audience] }),
    });
    const integration = new HttpLambdaIntegration('Function', api.function);
    for (const path of ['/', '/{proxy+}'])
      http.addRoutes({
        path,
        methods: [HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE],
        integration,
      });
    // Published, and the same for everyone: what the API is, and that it answers.
    for (const path of OPEN_PATHS)
      http.addRoutes({
        path,
        methods: [HttpMethod.GET],
        integration,
        authorizer: new HttpNoneAuthorizer(),
      });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: http,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: RATE, burstLimit: BURST },
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup(this, 'AccessLog', platform)) },
    });
    // Who, what, how it ended: no path, as that names a study and a site, and no address.
    (stage.node.defaultChild as CfnStage).accessLogSettings = {
      ...((stage.node.defaultChild as CfnStage).accessLogSettings as CfnStage.AccessLogSettingsProperty),
      format: JSON.stringify({
        requestId: '$context.requestId',
        at: '$context.requestTime',
        method: '$context.httpMethod',
        route: '$context.routeKey',
        status: '$context.status',
        milliseconds: '$context.responseLatency',
        refused: '$context.authorizer.error',
      }),
    };
    new CfnOutput(this, 'Address', { value: http.apiEndpoint, description: 'of the API' });
    new CfnOutput(this, 'Issuer', { value: issuer, description: 'whose tokens it takes' });
    new CfnOutput(this, 'Audience', { value: audience, description: 'for whom they are' });
  }
}
