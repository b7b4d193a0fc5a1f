/** A digital archive of assessments, drawn by seed: sites, scanners, patients and their visits, all of which the bench knows. */
import type { FlagCode, RefusalCode } from '../../contracts/codes/codes.ts';
import type { Level, NamedLevel } from '../../contracts/levels.ts';
import type { ParameterSetId } from '../../contracts/parameter-set-ids.ts';
import type { KnownFracture } from '../../contracts/risk/fracture.ts';
import { RISK_CATEGORIES, type RiskCategory } from '../../contracts/risk/overall.ts';

import { randomOf } from '../models/random.ts';

export interface Scanner {
  readonly site: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
  readonly kvp: number;
  readonly kernel: string;
  readonly spacingMm: number;
  /** HU a month. */
  readonly fatDrift: number;
}

export interface TrueLevel {
  readonly level: Level;
  readonly likely: { readonly level: NamedLevel; readonly probability: number } | null;
  readonly refusal: RefusalCode | null;
  readonly vbmd: number;
  readonly strength: number;
  readonly height: number;
  readonly grade: 0 | 1 | 2 | 3;
  readonly loss: number;
  readonly read: KnownFracture | null;
  /** The reader's own; null: none was given. */
  readonly readGrade: 1 | 2 | 3 | null;
}

/** One assessment in one revision: what a row of `assessments` tells. */
export interface TrueAssessment {
  readonly studyId: string;
  readonly assessmentId: string;
  readonly revision: number;
  readonly signed: boolean;
  readonly assessedAt: string;
  readonly scanner: Scanner;
  readonly patient: string | null;
  readonly sex: 'female' | 'male';
  readonly age: number;
  readonly date: string;
  readonly outcome: 'assessed' | 'refused' | 'failed';
  readonly refusal: RefusalCode | null;
  readonly fault: { readonly state: string; readonly code: 'FAULT_PLATFORM' | 'FAULT_SOFTWARE' } | null;
  readonly parameterSet: ParameterSetId;
  readonly software: string;
  readonly contrast: 'none' | 'portal';
  readonly method: 'phantom' | 'air-blood' | 'kvp-slope';
  readonly noise: number;
  readonly air: number;
  readonly fat: number;
  readonly blood: number;
  readonly levels: readonly TrueLevel[];
  /** Mean of L1 and L2; its interval is 8 % either side. */
  readonly vbmd: number;
  readonly strengthL1: number;
  readonly strengthZ: number;
  readonly shares: Readonly<Record<RiskCategory, number>>;
  readonly category: RiskCategory;
  readonly missing: string | null;
  readonly dxa: number | null;
  readonly treated: boolean | null;
  readonly ordered: boolean;
  readonly flags: readonly FlagCode[];
  readonly steps: readonly TrueStep[];
}

export interface TrueStep {
  readonly state: string;
  readonly level: Level | null;
  readonly attempts: number;
  readonly seconds: number;
  readonly memoryMb: number;
}

type Random = () => number;

const LEVELS: readonly NamedLevel[] = ['T11', 'T12', 'L1', 'L2', 'L3', 'L4'];
const REFUSALS: readonly RefusalCode[] = [
  'SLICES_TOO_THICK',
  'GANTRY_TILT',
  'SPINE_NOT_FOUND',
  'NO_CT_SERIES',
];
const FLAGS: readonly FlagCode[] = ['KERNEL_SHARP', 'NOISE_HIGH', 'INTERVALS_WIDENED'];
const ITEMS = ['current smoking', 'glucocorticoids', 'prior fracture'];
const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** @returns at least `studies` studies, some of them assessed several times */
export function archiveOf(seed: number, studies: number): readonly TrueAssessment[] {
  const random = randomOf(seed);
  const scanners = Array.from({ length: 6 }, (_, n) => scannerOf(n, random));
  const all: TrueAssessment[] = [];
  for (let made = 0, person = 0; made < studies; person++) {
    const scanner = pick(scanners, random);
    const sex = random() < 0.6 ? 'female' : 'male';
    const age = 45 + Math.floor(50 * random());
    const visits = random() < 0.25 ? 2 + Math.floor(2 * random()) : 1;
    const start = Math.floor(500 * random());
    const level = 160 - 1.4 * (age - 45) + 25 * (random() - 0.5);
    const yearlyLoss = 6 * random();
    const patient = random() < 0.03 ? null : hex(seed, person, 20);
    for (let visit = 0; visit < visits; visit++, made++) {
      const days = start + Math.floor(visit * (300 + 100 * random()));
      const years = (days - start) / 365.25;
      const study = {
        scanner,
        sex,
        age: age + Math.floor(years),
        patient,
        days,
        vbmd: level - yearlyLoss * years,
      } as const;
      for (const one of assessmentsOf(study, hex(seed, made, 16), visit, random)) all.push(one);
    }
  }
  return all;
}

interface Study {
  readonly scanner: Scanner;
  readonly sex: 'female' | 'male';
  readonly age: number;
  readonly patient: string | null;
  readonly days: number;
  readonly vbmd: number;
}

/** The first one, and perhaps: by older parameters before it, signed after it, or a fault before it. */
function assessmentsOf(
  study: Study,
  studyId: string,
  visit: number,
  random: Random,
): readonly TrueAssessment[] {
  const now = assessmentOf(study, studyId, visit, random);
  const all = [now];
  if (random() < 0.3) all.push(olderOf(now, random));
  if (now.outcome === 'assessed' && random() < 0.2)
    all.push({ ...now, revision: 1, signed: true, steps: [], levels: now.levels.map(asRead) });
  if (random() < 0.03)
    all.push({
      ...without(now, 'failed'),
      assessmentId: `${studyId.slice(0, 8)}-f`,
      assessedAt: later(now.assessedAt, 2),
      fault: { state: pick(['SegmentVertebrae', 'SolveLevel'], random), code: 'FAULT_PLATFORM' },
    });
  return all;
}

function assessmentOf(study: Study, studyId: string, visit: number, random: Random): TrueAssessment {
  const { scanner, vbmd: mean, days } = study;
  const named = random() < 0.92;
  const levels = LEVELS.map((level, n) => levelOf(level, n, { mean, visit, named }, random));
  const assessed = levels.filter(({ refusal }) => refusal === null);
  const shares = sharesOf(mean);
  const category = RISK_CATEGORIES.reduce((best, one) => (shares[one] > shares[best] ? one : best));
  const ordered = random() < 0.8;
  const full: TrueAssessment = {
    studyId,
    assessmentId: `${studyId.slice(0, 8)}-3`,
    revision: 0,
    signed: false,
    assessedAt: new Date(FIRST_DAY + days * DAY_MS + Math.floor(DAY_MS * random())).toISOString(),
    ...study,
    date: new Date(FIRST_DAY + days * DAY_MS).toISOString().slice(0, 10),
    outcome: 'assessed',
    refusal: null,
    fault: null,
    parameterSet: 'osteon-default-4',
    software: days < 400 ? '0.1.0+aaaaaaa' : '0.1.0+bbbbbbb',
    contrast: random() < 0.3 ? 'portal' : 'none',
    method: random() < 0.1 ? 'phantom' : random() < 0.7 ? 'air-blood' : 'kvp-slope',
    noise: 8 + 10 * random(),
    air: -1000 + 4 * random(),
    fat: -105 + 6 * random() + (scanner.fatDrift * days) / 30,
    blood: 42 + 6 * random(),
    levels,
    vbmd: mean,
    strengthL1: 25 * mean + 500 * random(),
    strengthZ: (mean - 120) / 30 + (random() - 0.5),
    shares,
    category,
    missing: random() < 0.7 ? pick(ITEMS, random) : null,
    dxa: ordered && random() < 0.3 ? Math.round(-40 * random()) / 10 : null,
    treated: ordered && random() < 0.5 ? random() < 0.3 : null,
    ordered,
    flags: FLAGS.filter(() => random() < 0.3),
    steps: stepsOf(assessed, random),
  };
  return random() < 0.08 ? { ...without(full, 'refused'), refusal: pick(REFUSALS, random) } : full;
}

/** A study that was refused or failed has no measurements. */
function without(one: TrueAssessment, outcome: 'refused' | 'failed'): TrueAssessment {
  return { ...one, outcome, levels: [], steps: one.steps.slice(0, 1), signed: false };
}

/** By the set of parameters before, which measures a little less and refuses a little more. */
function olderOf(one: TrueAssessment, random: Random): TrueAssessment {
  const factor = 0.97 + 0.04 * random();
  const vbmd = one.vbmd * factor;
  const shares = sharesOf(vbmd);
  const older: TrueAssessment = {
    ...one,
    assessmentId: `${one.studyId.slice(0, 8)}-2`,
    assessedAt: later(one.assessedAt, -30),
    parameterSet: 'osteon-default-3',
    software: '0.0.9+0000000',
    levels: one.levels.map((level) => ({
      ...level,
      vbmd: level.vbmd * factor,
      strength: level.strength * factor,
    })),
    vbmd,
    strengthL1: one.strengthL1 * factor,
    shares,
    category: RISK_CATEGORIES.reduce((best, category) => (shares[category] > shares[best] ? category : best)),
  };
  return random() < 0.1 ? { ...without(older, 'refused'), refusal: 'SLICES_TOO_THICK' } : older;
}

interface LevelFacts {
  readonly mean: number;
  readonly visit: number;
  readonly named: boolean;
}

function levelOf(
  level: NamedLevel,
  n: number,
  { mean, visit, named }: LevelFacts,
  random: Random,
): TrueLevel {
  const vbmd = mean + 3 * (2.5 - n) + 4 * (random() - 0.5);
  const fractured = random() < (0.02 + 0.03 * visit) * (mean < 110 ? 3 : 1);
  const grade = fractured ? ((1 + Math.floor(3 * random())) as 1 | 2 | 3) : 0;
  return {
    level: named ? level : (`V${LEVELS.length - n}` as Level),
    likely: named ? null : { level, probability: 0.4 + 0.25 * random() },
    refusal: random() < 0.06 ? (random() < 0.5 ? 'LEVEL_TRUNCATED' : 'METAL') : null,
    vbmd,
    strength: 22 * vbmd + 120 * n + 300 * random(),
    height: 24 + 0.6 * n + random(),
    grade,
    loss: grade === 0 ? 5 * random() : 20 + 8 * (grade - 1) + 5 * random(),
    read: historyOf(n, visit, vbmd),
    readGrade: null,
  };
}

/** What some orders say of some levels: no number is drawn for it, so that all others stay the same. */
function historyOf(n: number, visit: number, vbmd: number): KnownFracture | null {
  if (n !== 1 || visit !== 0) return null;
  const digits = Math.floor(1000 * vbmd) % 40;
  return digits === 0 ? 'in-history' : digits === 1 ? 'by-accident' : null;
}

/** A reader who signs has read what was to be read: some grades are confirmed without one, some are put one higher. */
function asRead(level: TrueLevel): TrueLevel {
  const { grade, loss, read } = level;
  if (grade === 0 || read !== null) return level;
  if (loss < 22) return { ...level, read: 'read-intact' };
  const higher = Math.min(3, grade + 1) as 1 | 2 | 3;
  return {
    ...level,
    read: 'read-fractured',
    readGrade: loss % 1 < 0.4 ? null : loss % 1 < 0.7 ? grade : higher,
  };
}

/** The grade that counts of a level that was measured. */
export function countedGrade({ read, readGrade, grade }: TrueLevel): number {
  if (read === 'read-intact' || read === 'by-accident') return 0;
  return read === null ? grade : (readGrade ?? Math.max(1, grade));
}

/** By density alone: the digital patients have no other risk. */
function sharesOf(vbmd: number): Readonly<Record<RiskCategory, number>> {
  const weights = [75, 95, 115, 135].map((centre) => Math.exp(-(((vbmd - centre) / 15) ** 2) / 2) + 1e-6);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const [veryHigh, high, moderate, low] = weights.map((weight) => weight / sum) as [
    number,
    number,
    number,
    number,
  ];
  return { 'very-high': veryHigh, high, moderate, low };
}

function stepsOf(levels: readonly TrueLevel[], random: Random): readonly TrueStep[] {
  const step = (state: string, level: Level | null, seconds: number, memoryMb: number): TrueStep => ({
    state,
    level,
    attempts: random() < 0.05 ? 2 : 1,
    seconds: seconds * (0.7 + 0.6 * random()),
    memoryMb,
  });
  return [
    step('LoadCt', null, 4, 4096),
    step('SegmentVertebrae', null, 14, 4096),
    ...levels.map(({ level }) => step('SolveLevel', level, 7, 1769)),
    step('PublishReport', null, 3, 4096),
  ];
}

function scannerOf(n: number, random: Random): Scanner {
  return {
    site: `site-${n % 3}`,
    manufacturer: n % 2 === 0 ? 'Siemens' : 'GE MEDICAL SYSTEMS',
    model: n % 2 === 0 ? 'SOMATOM Force' : 'Revolution',
    serial: `S${1000 + n}`,
    kvp: n % 3 === 2 ? 100 : 120,
    kernel: n % 2 === 0 ? 'Br40' : 'STANDARD',
    spacingMm: 1 + (n % 3) * 0.5,
    fatDrift: n === 1 ? 0.8 : 0.02 * random(),
  };
}

function pick<T>(all: readonly T[], random: Random): T {
  return all[Math.floor(random() * all.length)]!;
}

function hex(seed: number, n: number, digits: number): string {
  return (BigInt(seed) * 1_000_003n + BigInt(n) * 2_654_435_761n)
    .toString(16)
    .padStart(digits, '0')
    .slice(-digits);
}

function later(time: string, days: number): string {
  return new Date(Date.parse(time) + days * DAY_MS).toISOString();
}
