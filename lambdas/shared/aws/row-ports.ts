/**
 * What StoreResults, and PublishReport where it looks for earlier assessments, ask beside the object store: KMS, S3's lists and Step Functions by
 * environment, or whatever the host provided first.
 */
import type { StepPrice, StepRun } from '../../../contracts/steps/step-run.ts';
import type { PatientPorts } from '../priors/found-priors.ts';
import { pseudonyms, type Pseudonyms } from '../rows/pseudonym.ts';

import { executionHistory } from './execution-history.ts';
import { kmsMac } from './kms-mac.ts';
import { currentList } from './ports.ts';
import { stepPrices } from './step-prices.ts';

export interface RowPorts {
  readonly pseudonym: Pseudonyms;
  /** @param levels items of the execution's Map, in its order */
  readonly stepRuns: (executionId: string, levels: readonly string[]) => Promise<readonly StepRun[]>;
  readonly priceOf: (state: string) => StepPrice | null;
}

let provided: RowPorts | undefined;
let patients: PatientPorts | undefined;

/** For a host that is not Lambda (`local/`). */
export function provideRowPorts(ports: RowPorts): void {
  provided = ports;
}

/** For a host that is not Lambda (`local/`). */
export function providePatientPorts(ports: PatientPorts): void {
  patients = ports;
}

/** @throws Error where neither were provided nor the environment says them */
export function currentPatientPorts(): PatientPorts {
  patients ??= { pseudonym: byKms(), list: currentList() };
  return patients;
}

/** @throws Error where neither were provided nor the environment says them */
export function currentRowPorts(): RowPorts {
  provided ??= {
    pseudonym: byKms(),
    stepRuns: executionHistory,
    priceOf: stepPrices(required('OSTEON_STEP_MEMORY_MB'), required('OSTEON_GB_SECOND_USD')),
  };
  return provided;
}

function byKms(): Pseudonyms {
  return pseudonyms(kmsMac(required('OSTEON_PSEUDONYM_KEY_ARN')));
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`${name} is not set; required by StoreResults and PublishReport`);
  return value;
}
