/** The cohort: people, their visits and what befalls them, drawn by seed. Everything here is known before a study is assessed. */
import type { RefusalCode } from '../../contracts/codes/codes.ts';
import type { Order } from '../../contracts/order/order.ts';
import { demoSpine, type LevelSpec, type SpineOptions } from '../../phantoms/index.ts';

import { randomOf } from '../models/random.ts';

export interface DrawnScanner {
  readonly site: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
  readonly kvp: 100 | 120;
  readonly kernel: string;
  readonly spacingMm: number;
  readonly pixelMm: number;
}

/** What is wrong with a study on purpose, and the code that it has to be refused with. */
export const POISONS = {
  'no images': 'NO_DICOM',
  'a cut image': 'TRUNCATED_FILE',
  'three images': 'TOO_FEW_IMAGES',
  'slices too far apart': 'SLICES_TOO_FAR_APART',
  'magnetic resonance': 'NO_CT_SERIES',
} as const satisfies Record<string, RefusalCode>;
export type Poison = keyof typeof POISONS;

export interface DrawnStudy {
  readonly n: number;
  readonly scanner: DrawnScanner;
  readonly patientId: string;
  readonly sex: 'female' | 'male';
  /** ISO. */
  readonly birthDate: string;
  readonly age: number;
  readonly date: string;
  readonly levels: readonly (LevelSpec & { readonly level: DrawnLevel })[];
  readonly contrast: boolean;
  readonly poison: Poison | null;
  /** A step of its assessment ends with an error that nothing mends. */
  readonly faulty: boolean;
  /** It was assessed with the parameters before as well. */
  readonly twice: boolean;
  /** A reader signs, and reads each level as it was drawn. */
  readonly read: boolean;
  readonly order: Order | null;
}

const DRAWN_LEVELS = ['T12', 'L1', 'L2', 'L3'] as const;
export type DrawnLevel = (typeof DRAWN_LEVELS)[number];

/** Slices of 3 mm have a strength; those of 4 mm a density alone. */
const SCANNERS: readonly DrawnScanner[] = [
  scanner('north', 'SIEMENS', 'SOMATOM Force', 120, 'Br40d', 3, 1.2),
  scanner('north', 'GE MEDICAL SYSTEMS', 'Revolution', 120, 'STANDARD', 4, 1.6),
  scanner('south', 'Philips', 'iCT 256', 100, 'B', 3, 1.6),
  scanner('south', 'SIEMENS', 'SOMATOM go.Up', 120, 'Br36f', 4, 1.4),
  scanner('east', 'Canon Medical Systems', 'Aquilion ONE', 120, 'FC08', 4, 1.6),
];
/** Of a study. Design values: enough of each in three hundred. */
const SHARE = { poison: 0.07, faulty: 0.015, twice: 0.1, read: 0.15, ordered: 0.8, contrast: 0.2 } as const;
const SEVERAL_VISITS = 0.25;
const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
const YEAR_DAYS = 365.25;

/** The same seed and number give the same studies, and more of them begin with the same ones. */
export function cohort(seed: number, studies: number): readonly DrawnStudy[] {
  const all: DrawnStudy[] = [];
  for (let person = 0; all.length < studies; person++)
    for (const visit of visitsOf(seed, person, all.length)) if (all.length < studies) all.push(visit);
  return all;
}

function visitsOf(seed: number, person: number, first: number): readonly DrawnStudy[] {
  const random = randomOf(seed * 100_003 + person * 7919);
  for (let n = 0; n < 8; n++) random();
  const where = pick(SCANNERS, random);
  const born = { year: 1934 + Math.floor(45 * random()), month: 1 + Math.floor(12 * random()) };
  const birthDate = `${born.year}-${String(born.month).padStart(2, '0')}-15`;
  const sex = random() < 0.6 ? 'female' : 'male';
  const mean = 175 - 1.3 * (2024 - born.year - 45) + 30 * (random() - 0.5);
  const loss = 6 * random();
  const size = 0.88 + 0.14 * random();
  const names = levelsOf(where, random);
  const start = Math.floor(400 * random());
  const count = random() < SEVERAL_VISITS ? 2 : 1;
  let fractured = new Set<string>();
  return Array.from({ length: count }, (_, visit): DrawnStudy => {
    const days = start + visit * (300 + Math.floor(150 * random()));
    const date = dayOf(days);
    fractured = new Set([...fractured, ...names.filter(() => random() < (visit === 0 ? 0.1 : 0.25))]);
    return {
      n: first + visit,
      ...{ scanner: where, patientId: `P-${seed}-${person}`, sex, birthDate, date },
      age: ageAt(birthDate, date),
      levels: names.map((level, at) => ({
        level,
        vbmdMgCc: Math.max(30, mean - (loss * (days - start)) / YEAR_DAYS - 2 * at),
        scale: { heights: size, width: size, depth: size, disc: 1 },
        fracture: fractured.has(level) ? { shape: 'wedge', loss: 0.3 + 0.15 * ((person % 7) / 7) } : null,
      })),
      contrast: random() < SHARE.contrast,
      poison: random() < SHARE.poison ? pick(Object.keys(POISONS) as Poison[], random) : null,
      faulty: random() < SHARE.faulty,
      twice: random() < SHARE.twice,
      read: random() < SHARE.read,
      order: random() < SHARE.ordered ? orderOf(random) : null,
    };
  });
}

/** Spine and scan as they are drawn; what is wrong with the files comes after. */
export function spineOf({ n, scanner: of, levels, contrast, poison }: DrawnStudy): SpineOptions {
  const sliceMm = poison === 'slices too far apart' ? 7 : of.spacingMm;
  return {
    ...demoSpine,
    seed: n,
    levels,
    aortaHu: contrast ? 190 : 42,
    scanner: {
      ...demoSpine.scanner,
      ...{ pixelMm: of.pixelMm, sliceSpacingMm: sliceMm, sliceThicknessMm: sliceMm, kvp: of.kvp },
      noiseHu: 6,
      fieldOfViewMm: [140, 130],
    },
  };
}

/** Attributes of its images, by name. */
export function attributesOf({ n, scanner: of, patientId, sex, birthDate, date, poison }: DrawnStudy) {
  const [day, birth] = [date, birthDate].map((iso) => iso.replaceAll('-', ''));
  return {
    ...{ StudyDate: day!, SeriesDate: day!, AcquisitionDate: day!, ContentDate: day! },
    Manufacturer: of.manufacturer,
    ManufacturerModelName: of.model,
    DeviceSerialNumber: of.serial,
    ConvolutionKernel: of.kernel,
    PatientID: patientId,
    PatientName: `Drawn^${n}`,
    PatientSex: sex === 'female' ? 'F' : 'M',
    PatientBirthDate: birth!,
    PatientAge: '',
    Modality: poison === 'magnetic resonance' ? 'MR' : 'CT',
  };
}

function levelsOf({ spacingMm }: DrawnScanner, random: () => number): readonly DrawnLevel[] {
  // A strength takes seconds of each level.
  return spacingMm > 3 || random() < 0.12 ? ['L1', 'L2'] : [pick(DRAWN_LEVELS, random)];
}

function orderOf(random: () => number): Order {
  return {
    schema: 'osteon/order/1',
    indication: 'drawn',
    ...(random() < 0.5 ? { osteoporosisTreatment: random() < 0.3 } : {}),
    ...(random() < 0.3
      ? { dxa: { site: 'total-hip' as const, tScore: Math.round(-40 * random()) / 10 } }
      : {}),
  };
}

function ageAt(birth: string, date: string): number {
  const years = Number(date.slice(0, 4)) - Number(birth.slice(0, 4));
  return date.slice(4) < birth.slice(4) ? years - 1 : years;
}

function dayOf(days: number): string {
  return new Date(FIRST_DAY + days * DAY_MS).toISOString().slice(0, 10);
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)]!;
}

function scanner(
  site: string,
  manufacturer: string,
  model: string,
  kvp: 100 | 120,
  kernel: string,
  spacingMm: number,
  pixelMm: number,
): DrawnScanner {
  return { site, manufacturer, model, serial: `S-${site}-${model.length}`, kvp, kernel, spacingMm, pixelMm };
}
