/** StoreResults and StoreFault: an assessment that has ended, whatever its outcome, as rows that analysts query. */
import type { ArtifactRef } from '../../contracts/primitives.ts';
import { resultSchema } from '../../contracts/result.ts';
import { storeResultsInputSchema, storeResultsOutputSchema } from '../../contracts/states.ts';
import { getJson } from '../shared/artifacts.ts';
import { currentRowPorts } from '../shared/aws/row-ports.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { keepSigned } from '../shared/reviews/signed-copies.ts';
import { storedResult, storeRows } from '../shared/rows/store-rows.ts';

/** The states of this function: what they take is not known before they end. */
const OWN_STATES = ['StoreResults', 'StoreFault'];

export const handler = stepHandler({
  name: 'StoreResults',
  input: storeResultsInputSchema,
  output: storeResultsOutputSchema,
  async run({ assessment, executionId, startedAt }, { store, log }) {
    const { pseudonym, stepRuns, priceOf } = currentRowPorts();
    const result = await getJson(store, assessment.report.result, resultSchema);
    const runs = await stepRuns(executionId, assessment.segmentation?.levels ?? []);
    const steps = runs.filter(({ state }) => !OWN_STATES.includes(state));
    const execution = { startedAt, steps, priceOf };
    const standing = () => (result.fault === null ? Promise.resolve(null) : storedResult(store, assessment));
    let rows: readonly ArtifactRef[] = [];
    if ((await standing()) === null) rows = await storeRows(store, result, { pseudonym, execution });
    // A result stands, whatever failed after it or beside it: its rows stay, and are the only ones.
    const stands = await standing();
    if (stands !== null)
      rows = await storeRows(store, stands, { pseudonym, execution: null, onlyMissing: true });
    if (result.fault === null) await keepSigned(store, assessment, result);
    log.info('rows stored', { outcome: result.outcome, files: rows.length });
    return { rows: [...rows] };
  },
});
