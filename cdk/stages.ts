/**
 * The stages of a deployment: `npx cdk deploy -c stage=production`. What a stage leaves out is as in `lib/parameters.ts`, where
 * each parameter is described.
 */
import type { GivenParameters } from './lib/parameters.ts';

export const STAGES: Readonly<Record<string, GivenParameters>> = {
  /** To try it out: small, and removed with all that it holds. */
  trial: {
    assessmentsAtATime: 4,
    removable: true,
    retention: {
      uploads: 14,
      volumes: 7,
      results: 90,
      signedReports: 90,
      oldVersions: 1,
      logs: 30,
      accessLogs: 90,
    },
  },
  production: {
    network: { cidr: '10.40.0.0/20', zones: 2 },
    signedReportsLock: { mode: 'governance', days: 3653 },
  },
};

export const DEFAULT_STAGE = 'trial';
