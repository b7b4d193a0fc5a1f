/** `openapi.json`: the API as its own routes and schemas describe it. */
import { apiApp, apiDescription } from '../lambdas/api/app.ts';

export function publishedApi(): string {
  return `${JSON.stringify(apiDescription(apiApp(UNUSED)), null, 2)}\n`;
}

const unused = (): never => {
  throw new Error('an application that is only described was called');
};
/** A description calls nobody. */
const UNUSED: Parameters<typeof apiApp>[0] = {
  store: { get: unused, put: unused, list: unused, listed: unused },
  uploads: { target: unused, list: unused, folders: unused, has: unused, digestOf: unused, readLink: unused },
  executions: { stateOf: unused, cancel: unused },
  campaigns: { stateOf: unused, start: unused, runs: unused },
  finalisations: { start: unused, stateOf: unused },
  queries: { named: [], runs: { start: unused, read: unused } },
  callerOf: unused,
  log: { request: unused, failed: unused },
};
