/** Absolute risk of a study: the model, what it is compared with, and the clinic's own FRAX kept apart. */
import type { AbsoluteRisk } from '../../../contracts/risk/absolute-risk.ts';
import type { Order } from '../../../contracts/order/order.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import type { Level } from '../../../contracts/levels.ts';

import type { GradedLevel } from '../fractures/genant-grade.ts';
import type { Subject } from '../subject/subject.ts';

import { qfractureFacts, tableFacts } from './clinical-facts.ts';
import { fractureEvidence } from './fracture-evidence.ts';
import { populationAverage } from './population-average.ts';
import { qfractureCheck } from './qfracture/qfracture-check.ts';
import { tScoreCheck } from './table/t-score-check.ts';
import type { StrengthZ } from './table/table-anchor.ts';
import { tableEstimate } from './table/table-estimate.ts';

export interface AbsoluteRiskInput {
  readonly subject: Subject;
  readonly order: Order | null;
  readonly grades: ReadonlyMap<Level, Pick<GradedLevel, 'fracture' | 'gradeRange'>>;
  /** Levels read as fractured. */
  readonly confirmed: ReadonlySet<Level>;
  /** Their grades by a reader. Left out: none. */
  readonly byReader?: ReadonlyMap<Level, { readonly grade: number }>;
  /** Null as long as there is no reference population for the strength of this method. */
  readonly strengthZ: StrengthZ | null;
  /** The share of the verdict's draws with a vertebral fracture; absent without draws. */
  readonly drawnFracture?: number;
  /** A vertebral fracture of the last 12 months is known. */
  readonly recentFracture: boolean;
}

export function absoluteRisk(input: AbsoluteRiskInput): AbsoluteRisk {
  const { subject, order, grades, confirmed, strengthZ } = input;
  const { ageYears, sex } = subject;
  const facts = tableFacts(order);
  const bodyMassIndex = bodyMassIndexOf(order);
  const { estimate, handling, flags } = tableEstimate({
    ageYears,
    sex,
    facts,
    fracture: {
      ...fractureEvidence(grades, confirmed, input.byReader),
      ...(input.drawnFracture === undefined ? {} : { drawn: input.drawnFracture }),
    },
    strengthZ,
    bodyMassGiven: bodyMassIndex !== null,
    tScoreGiven: order?.dxa !== undefined,
  });
  const byTScore = tScoreCheck(order, ageYears, sex, facts);
  return {
    model: estimate,
    handling,
    crossChecks: [
      qfractureCheck({
        ageYears,
        sex,
        bodyMassIndex,
        factsOf: (known) => qfractureFacts(order, known),
        model: estimate,
      }),
      ...(byTScore === null ? [] : [byTScore]),
    ],
    populationAverage: populationAverage(ageYears, sex),
    importedFrax: importedFrax(order),
    flags: [...flags, ...recencyFlags(input, estimate.status)],
  };
}

/** kg/m2 */
function bodyMassIndexOf(order: Order | null): number | null {
  const { heightCm, weightKg } = order?.patient ?? {};
  return heightCm === undefined || weightKg === undefined ? null : weightKg / (heightCm / 100) ** 2;
}

function importedFrax(order: Order | null): AbsoluteRisk['importedFrax'] {
  if (order?.frax === undefined) return null;
  const { majorOsteoporoticPercent, hipPercent, withBmd, country } = order.frax;
  return {
    majorOsteoporoticPercent,
    hipPercent,
    withBmd: withBmd ?? null,
    country: country ?? null,
    statement: 'FRAX as supplied in the order; not verified and not used in the overall category.',
  };
}

function recencyFlags({ recentFracture }: AbsoluteRiskInput, status: string): readonly Flag[] {
  if (!recentFracture || status !== 'evaluated') return [];
  return [
    {
      code: 'RISK_RECENCY_NOT_COUNTED',
      message:
        'the probabilities do not account for the recency of a fracture: relative risk of a second fracture 2.7 after one year, 1.4 after ten years (Johansson 2017)',
    },
  ];
}
