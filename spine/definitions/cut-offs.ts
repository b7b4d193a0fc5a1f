/**
 * What densities and strengths are held against, and which levels they are the mean of. The values of published cut-offs stand in
 * `thresholds/threshold-tables-1.json`, each bound to the methods that it was made with.
 */
import type { Level } from '../../contracts/levels.ts';

/** Of the threshold table of trabecular density, 80 and 120 mg/cm3 (conventional QCT, K2HPO4, water 0). */
export const DENSITY_CUT_OFFS = 'qct-trabecular-80-120';
/** Share of a cut-off within which an uncalibrated density gets no category (the worse end of "10-15 %"). */
export const UNCALIBRATED_MARGIN = 0.15;
/** The density cut-offs are those of postmenopausal women and older men; taken as from this age (design value), years. */
export const CUT_OFF_POPULATION_YEARS = 50;
/** Cut-offs and material laws are those of adults, years. */
export const ADULT_YEARS = 18;

/**
 * Levels whose mean density is held against the cut-offs, in order of preference. They are for two lumbar vertebrae, so L3 stands
 * in before T12, whose density is somewhat higher.
 */
export const DENSITY_LEVELS: readonly Level[] = ['L1', 'L2', 'L3', 'T12'];
export const WANTED_DENSITY_LEVELS = 2;
/** Where lumbar ones lack: the three of these that lie lowest. */
export const THORACIC_DENSITY_LEVELS: readonly Level[] = ['T11', 'T10', 'T9', 'T8', 'T7'];
export const WANTED_THORACIC_LEVELS = 3;
/**
 * Mean of L1 to L3 over that of three thoracic levels: the mean of two studies that disagree (Budoff 2010, Radiology 257:434:
 * 1/1.207 in women, 1/1.170 in men; Budoff 2012, Acad Radiol 19(2): 0.904 and 0.916).
 */
export const LUMBAR_PER_THORACIC = { female: 0.866, male: 0.885 } as const;
/**
 * Standard error of a lumbar mean that is told from a thoracic one, mg/cm3: a population's spread of 35 (33 to 36, Budoff
 * 2010) times sqrt(1 - r^2) with r = 0.85 (the same), 18.4, and half of what the two studies' ratios are apart, 6 at 150.
 */
export const THORACIC_SE = 20;

/**
 * A level that differs from its neighbours by more, after the usual course along the spine, is out of line, mg/cm3: one standard deviation
 * between people (40 HU, Jang 2019, at 0.70), as DXA leaves out what differs by a T-score of 1 (ISCD 2019). Neighbours that are
 * asked: those nearest (design value).
 */
export const MOST_LEVEL_DIFFERENCE = 28;
export const NEIGHBOURS_ASKED = 4;

/** Standard deviations from the mean at and below which strength makes the risk moderate (design value). */
export const LOW_STRENGTH_Z = -1;
/** Strength so low beside a density above the cut-off that one of the two may be wrong (design value). */
export const DISCORDANT_STRENGTH_Z = -2;
/** Osteoporosis by DXA, standard deviations (BHOF 2022), and what AACE 2020 calls very low: below this. */
export const OSTEOPOROSIS_T_SCORE = -2.5;
export const VERY_LOW_T_SCORE = -3;
