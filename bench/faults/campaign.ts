/** Many small studies through the local runner while faults befall them: how each ended, and whether that is how it had to. */
import { join } from 'node:path';

import { z } from 'zod';

import { resultSchema } from '../../contracts/result.ts';
import { publishReportOutputSchema, type AssessmentInput } from '../../contracts/states.ts';
import { getBytes, getJson } from '../../lambdas/shared/artifacts.ts';
import type { ObjectStore } from '../../lambdas/shared/object-store.ts';
import { folderObjectStore } from '../../local/folder-object-store.ts';
import { FunctionPool } from '../../local/functions/function-pool.ts';
import { foreseenHandlers } from '../../local/local-definition.ts';
import { ExecutionFailed, runAssessment } from '../../local/state-machine.ts';

import { codeAfter } from './expected.ts';
import { faultyPool, type FaultyPool } from './faulty-pool.ts';
import type { StepFault } from './injected.ts';
import { faultOfCall, planOf, type Plan, type StudyPlan } from './plan.ts';
import { REFUSED_AS, smallStudies } from './small-study.ts';

export interface CampaignSettings {
  readonly studies: number;
  readonly atATime: number;
  readonly plan: Plan;
  /** Of the store; empty. */
  readonly root: string;
  /** What befalls a study, in the place of what is drawn. */
  readonly planFor?: (study: number) => StudyPlan;
  readonly onEnd?: (ended: EndedRun) => void;
}

export interface EndedRun {
  readonly study: number;
  readonly plan: StudyPlan;
  /**
   * `done`, the code of the refusal or of the fault; `lost`: not even the fault could be reported; `rows-missing`: the report is
   * there, its rows are not.
   */
  readonly outcome: string;
  readonly kind: 'done' | 'refused' | 'failed' | 'lost';
  /** What had to become of it. */
  readonly expected: string;
  readonly met: readonly StepFault[];
  readonly seconds: number;
  /** Key of its report; null: it has none. */
  readonly report: string | null;
}

const outputSchema = z.object({ report: publishReportOutputSchema });
const SILENT = { started: () => undefined, logged: () => undefined, ended: () => undefined };
const RETRY_WAIT_MS = 20;
const LOST = 'lost';
const ROWS_MISSING = 'rows-missing';

/** @returns a run for each event: a study that is told twice has two */
export async function runCampaign(settings: CampaignSettings): Promise<readonly EndedRun[]> {
  const { studies, atATime, plan, root, onEnd } = settings;
  const store = folderObjectStore(root);
  const maker = smallStudies(join(root, 'sent'), ['L3']);
  const pool = new FunctionPool(root, atATime);
  const ended: EndedRun[] = [];
  let next = 0;
  try {
    const { inTurn, sideBySide } = await foreseenHandlers();
    // Any process may be handed any step here.
    pool.prepare({ inTurn, sideBySide: [...inTurn, ...sideBySide] });
    const worker = async (): Promise<void> => {
      for (let study = next++; study < studies; study = next++) {
        const own = (settings.planFor ?? ((n) => planOf(plan, n)))(study);
        const input = await maker.put(store, study, own.poison ?? undefined);
        const events = own.twice ? ['first', 'second'] : ['only'];
        const runs = events.map((event) =>
          runOne({
            study,
            own,
            input,
            store,
            faulty: faultyPool({
              pool,
              root,
              faultOf: (call) => faultOfCall(plan, study, `${event} ${call}`),
              halfWritten: own.halfWritten,
            }),
          }),
        );
        for (const run of await Promise.all(runs)) {
          ended.push(run);
          onEnd?.(run);
        }
      }
    };
    await Promise.all(Array.from({ length: atATime }, worker));
  } finally {
    pool.close();
  }
  return ended;
}

interface OneRun {
  readonly study: number;
  readonly own: StudyPlan;
  readonly input: AssessmentInput;
  readonly store: ObjectStore;
  readonly faulty: FaultyPool;
}

async function runOne({ study, own, input, store, faulty }: OneRun): Promise<EndedRun> {
  const began = performance.now();
  const how = await endOf(input, store, faulty);
  return {
    study,
    plan: own,
    ...how,
    expected: expectedOf(own, faulty.met),
    met: [...faulty.met.values()].flat(),
    seconds: (performance.now() - began) / 1000,
  };
}

async function endOf(
  input: AssessmentInput,
  store: ObjectStore,
  faulty: FaultyPool,
): Promise<Pick<EndedRun, 'kind' | 'outcome' | 'report'>> {
  try {
    const { report } = await runAssessment(input, faulty, SILENT, outputSchema, {
      retryWaitMs: RETRY_WAIT_MS,
    });
    const result = await getJson(store, report.result, resultSchema);
    await getBytes(store, report.report);
    const { key } = report.report;
    if (report.outcome === 'assessed') return { kind: 'done', outcome: 'done', report: key };
    return { kind: 'refused', outcome: result.refusal?.code ?? 'without a code', report: key };
  } catch (error) {
    if (!(error instanceof ExecutionFailed)) throw error;
    const published = publishReportOutputSchema.safeParse(error.published);
    if (!published.success) return { kind: 'lost', outcome: LOST, report: null };
    await getBytes(store, published.data.report);
    const { fault } = await getJson(store, published.data.result, resultSchema);
    return { kind: 'failed', outcome: fault?.code ?? ROWS_MISSING, report: published.data.report.key };
  }
}

/** The first step that must fail decides; a poisoned study meets no step beyond the one that refuses it. */
function expectedOf({ poison, halfWritten }: StudyPlan, met: FaultyPool['met']): string {
  if (codeAfter(met.get('ReportFault') ?? []) !== null) return LOST;
  const stored = codeAfter(met.get('StoreResults') ?? []) === null;
  const before = [...met].filter(([step]) => step !== 'StoreResults' && step !== 'StoreFault');
  const codes = before.map(([, faults]) => codeAfter(faults)).filter((code) => code !== null);
  if (codes[0] !== undefined) return codes[0];
  if (!stored) return ROWS_MISSING;
  if (poison !== null) return REFUSED_AS[poison];
  return halfWritten === null ? 'done' : 'FAULT_PLATFORM';
}
