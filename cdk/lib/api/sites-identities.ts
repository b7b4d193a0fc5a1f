/** Users of sites in a Cognito pool: who they are, whose site, and what they may do by group. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';

import type { Parameters } from '../parameters.ts';

/** The roles of the API (contracts/api/roles.ts). */
const GROUPS = ['uploader', 'reader', 'analyst', 'operator'];
const PASSWORD_LETTERS = 14;
/** As `siteSchema` has it. */
const SITE_LETTERS = 32;

export class SitesIdentities extends Construct {
  readonly issuer: string;
  readonly audience: string;

  constructor(scope: Construct, id: string, { removable }: Parameters) {
    super(scope, id);
    const pool = new UserPool(this, 'Users', {
      // An operator makes them, with the site that they may speak for; they cannot change it.
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      customAttributes: { site: new StringAttribute({ minLen: 1, maxLen: SITE_LETTERS, mutable: false }) },
      passwordPolicy: {
        minLength: PASSWORD_LETTERS,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
      },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.NONE,
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: !removable,
      removalPolicy: removable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    for (const groupName of GROUPS)
      new CfnUserPoolGroup(this, groupName, { userPoolId: pool.userPoolId, groupName });
    const client = pool.addClient('Sites', {
      generateSecret: false,
      authFlows: { userSrp: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
    });
    this.audience = client.userPoolClientId;
    this.issuer = `https://cognito-idp.${Stack.of(this).region}.amazonaws.com/${pool.userPoolId}`;
  }
}
