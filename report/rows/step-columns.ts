/** One row a state of an assessment, or a level that it solved. */
import { column, type Column } from './column.ts';
import { KEY_COLUMNS } from './key-columns.ts';
import type { StepSource } from './row-source.ts';

type C = Column<StepSource>;

const MB_A_GB = 1024;

export const STEP_COLUMNS: readonly C[] = [
  ...KEY_COLUMNS,
  column('state', 'text', 'State of the state machine', ({ step }) => step.state),
  column('level', 'text', 'The level that was solved; null in other states', ({ step }) => step.level),
  column('attempts', 'integer', 'Calls of its function, retries among them', ({ step }) => step.attempts),
  column('started_at', 'time', 'Start of the first call', ({ step }) => step.startedAt),
  column('ended_at', 'time', 'End of the last call', ({ step }) => step.endedAt),
  column(
    'running_seconds',
    'number',
    'Time of all calls, without the waits between them: as Step Functions or the machine itself has counted it',
    ({ step }) => step.seconds,
    's',
  ),
  column(
    'error',
    'text',
    'Name of the error of the last call; null where it ended well',
    ({ step }) => step.error,
  ),
  column(
    'memory_mb',
    'integer',
    'Memory of the function in MB; null on one machine',
    ({ price }) => price?.memoryMb,
  ),
  column(
    'gb_seconds',
    'number',
    'Time by memory, which Lambda bills; null on one machine',
    gbSeconds,
    'GB s',
  ),
  column(
    'cost_usd',
    'number',
    'The same at the price of a GB-second that is known to the deployment (cdk/lib/prices.ts); null on one machine',
    (source) => {
      const used = gbSeconds(source);
      return used === null ? null : used * source.price!.gbSecondUsd;
    },
    'US$',
  ),
];

function gbSeconds({ step, price }: StepSource): number | null {
  return price === null ? null : (step.seconds * price.memoryMb) / MB_A_GB;
}
