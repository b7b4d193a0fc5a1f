/** From which loss of height on a vertebra counts as fractured, and what is an intact one to compare it with. */
import { LEVELS, levelIndex, type Level } from '../../contracts/levels.ts';
import type { FractureGrade } from '../../contracts/risk/fracture.ts';

/**
 * Lower bounds of the grades as fractions of height lost: mild 20-25 %, moderate 25-40 %, severe above 40 % (Genant HK et al.,
 * J Bone Miner Res 8:1137, 1993).
 */
export const GENANT_LOSS = { mild: 0.2, moderate: 0.25, severe: 0.4 } as const;
/** Rounding of the arithmetic at a boundary. */
export const LOSS_ROUNDING = 1e-9;
/** A crushed body has lost this in front too, as a fraction. */
export const CRUSH_ANTERIOR = 0.2;

/** 0 below 20 %, 1 below 25 %, 2 to 40 %, 3 above. @param loss fraction of the height */
export function genantGrade(loss: number): FractureGrade['grade'] {
  if (loss > GENANT_LOSS.severe + LOSS_ROUNDING) return 3;
  if (loss >= GENANT_LOSS.moderate - LOSS_ROUNDING) return 2;
  return loss >= GENANT_LOSS.mild - LOSS_ROUNDING ? 1 : 0;
}

/** Levels that the grading was made for: T4 to L5, and the transitional ones between. */
export const GRADABLE_LEVELS: readonly Level[] = LEVELS.slice(levelIndex('T4'), levelIndex('L6') + 1);
/** Those that have to be graded before a spine can be said to have no fracture: T13 is rare and not waited for, nor is L6. */
export const GRADED_SPINE: readonly Level[] = GRADABLE_LEVELS.filter(
  (level) => level !== 'T13' && level !== 'L6',
);

/** Deformed by morphometry: standard deviations from intact bodies of the level (docs/method.md#fracture-grades). */
export const DEFORMED_BELOW_Z = -3;

/** A vertebra whose lowest height is below this share of its highest is no reference ("fracture as ratio < 0.8"). */
export const LEAST_INTACT_RATIO = 0.8;
/** The same against the line through the posterior heights of all levels (design value: half-way to grade 2). */
export const LEAST_OF_LINE = 0.85;
/** A line through fewer levels is no line (design value). */
export const LEAST_LEVELS_OF_LINE = 5;
/** By how much intact ratios of neighbouring levels differ for anatomy's sake, standard deviation (design value). */
export const LEVEL_CHANGE_SD = 0.03;
/** A neighbour further away than this is worth a remark, levels. */
export const FAR_LEVELS = 2;

/**
 * A node is this deep for sure, mm, and no wider than this part of the endplate (design values): in four real CT the one node
 * that is seen, 3 mm deep, reads 2.1 (1.4 to 2.8), and of the 57 other endplates none is deeper than 0.5 for sure.
 */
export const NODE_DEPTH_MM = 1;
export const NODE_PART = 0.25;
/** An endplate is deeper for sure than the median of the patient's by this, mm, where so many are known (design values). */
export const DEEPER_ENDPLATE_MM = 1.5;
export const FEWEST_ENDPLATES = 4;

/** A fracture is recent that is not older than this, months. */
export const RECENT_MONTHS = 12;

/**
 * A height that exceeds what an intact body would have by this fraction was not measured on that body: levels of one person
 * differ by 5 % (standard deviation, the reference table), and no fracture makes a body taller (design value). Below L4 front
 * and back differ more between people.
 */
export const GREATEST_GAIN = { gain: 0.2, lowestLumbar: 0.3 } as const;
/** It counts where its 95 % interval lies above this fraction: wide intervals say so themselves (design value). */
export const LEAST_SURE_GAIN = 0.1;

/**
 * A body that lost this fraction of its height while the discs beside it gained as much, in front, in the middle and behind, lost
 * it to the outline: discs beside a crushed body keep their rims (design values). `wideMm`: what discs differ from their
 * neighbours' trend by anyway; `shareOfLoss`: of the loss, what the discs must have gained.
 */
export const DISC_TOOK_HEIGHT = { loss: 0.15, wideMm: 3.5, shareOfLoss: 0.6 } as const;
/** Surfaces of neighbouring bodies cross by more than their errors: not both are endplates, mm (design value). */
export const ENDPLATES_CROSS_MM = 2;
/** A trend of discs wants so many others, no further than this: from the thoracic to the lumbar ones it is no straight line. */
export const LEAST_DISCS_OF_TREND = 3;
export const TREND_LEVELS = 4;

/**
 * Of all vertebral bodies T4-L5 of those that are assessed, the part that is fractured (assumption: 18 % of people of 80 and more
 * have a fracture, NHANES 2013-14, in about two of 14 bodies: 0.025; twice that, as patients are referred), and the losses of
 * those, each as likely (assumption).
 */
export const FRACTURE_PREVALENCE = 0.05;
export const FRACTURED_LOSSES = [0.2, 0.5] as const;
/** A reading of grade 0 leaves a fracture open from this probability on (design value). */
export const FRACTURE_NOT_EXCLUDED = 0.02;

/**
 * Heights are known well enough where half of their 95 % interval is at most this part of them: the interval of a loss is then
 * half as wide as from an intact body to a moderate fracture (design value).
 */
export const GREATEST_HEIGHT_MARGIN = 0.08;
