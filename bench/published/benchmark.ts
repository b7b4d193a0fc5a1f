/**
 * The published table of 160 finite-element assessments of VerSe 2019 (Walle M et al., GigaScience giaf094, 2025;
 * spineFE-benchmark, data CC BY-SA 2.0). What is in the table is the authors'; only statistics of it are made here.
 */
import { readFileSync } from 'node:fs';

export const PROFILE_LEVELS = [
  'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11', 'T12', 'L1', 'L2', 'L3', 'L4', 'L5', 'L6',
] as const; // prettier-ignore
export type ProfileLevel = (typeof PROFILE_LEVELS)[number];

export interface PublishedCase {
  /** Of the scan. */
  readonly id: string;
  /** Of the person: of some there are two or three scans. */
  readonly subject: number;
  readonly contrast: 'ce-no' | 'ce-pv' | 'ce-art';
  /** Implants or cement somewhere in the scan. */
  readonly foreign: boolean;
  readonly sex: 'M' | 'F';
  readonly target: string;
  /** Whose mean the densities are. */
  readonly densityLevels: readonly string[];
  /** By their internal calibration, which reads 37 mg/cm3 in water; mg/cm3. */
  readonly vbmd: number;
  /** By a phantom in the field, where there was one. */
  readonly phantomVbmd: number | null;
  /** Non-linear, shortened by 2 mm; kN. */
  readonly nonlinear: number;
  /** N/mm */
  readonly stiffness: number;
  /** mm */
  readonly height: number;
  /** 0.0068 K H; kN. */
  readonly linear: number;
  /** Named "0.2 %", and K x 0.2 mm in truth; kN. */
  readonly reaction: number;
  /** The same of every level that was modelled; kN. */
  readonly reactions: ReadonlyMap<ProfileLevel, number>;
}

/** Change against L1 as their table 2 prints it, %. */
export interface PublishedProfile {
  readonly all: ReadonlyMap<ProfileLevel, number>;
  readonly M: ReadonlyMap<ProfileLevel, number>;
  readonly F: ReadonlyMap<ProfileLevel, number>;
}

export type Row = ReadonlyMap<string, string>;

export function readCases(path: string): readonly PublishedCase[] {
  return rowsOf(readFileSync(path, 'utf8')).map((row): PublishedCase => {
    const number = (column: string): number => {
      const value = Number(row.get(column) === '' ? NaN : row.get(column));
      if (Number.isNaN(value)) throw new RangeError(`${path}: saw no number in ${column}`);
      return value;
    };
    const phantom = row.get('Phantom Calibration vBMD [mg/cc]');
    return {
      id: row.get('verse_ID')!,
      subject: number('subject_ID'),
      contrast: row.get('Contrast Enhancement') as PublishedCase['contrast'],
      foreign: row.get('Foreign Material') === 'True',
      sex: row.get('Sex') as 'M' | 'F',
      target: row.get('target_vertebra')!,
      densityLevels: row.get('BMD_assessment')!.split(', '),
      vbmd: number('Phantomless Calibration vBMD [mg/cc]'),
      phantomVbmd: phantom === '' ? null : Number(phantom),
      nonlinear: number('F.Load (nonlinear) [kN]'),
      stiffness: number('Stiffness (linear) [N/mm]'),
      height: number('Model height [mm]'),
      linear: number('F.Load (linear) [kN]'),
      reaction: number('R.Force (0.2%, linear) [kN]'),
      reactions: new Map(
        PROFILE_LEVELS.flatMap((level) => {
          const value = row.get(`R.Force 0.2% ${level} [kN]`) ?? '';
          return value === '' ? [] : [[level, Number(value)] as const];
        }),
      ),
    };
  });
}

export function readProfile(path: string): PublishedProfile {
  const rows = rowsOf(readFileSync(path, 'utf8'));
  const column = (name: string): ReadonlyMap<ProfileLevel, number> =>
    new Map(rows.map((row) => [row.get('Vertebra') as ProfileLevel, Number(row.get(name))]));
  return { all: column('Overall'), M: column('Male'), F: column('Female') };
}

/** Comma-separated text with a header; a field with commas is quoted, and no field holds a quote or a line break. */
export function rowsOf(text: string): readonly Row[] {
  const [header, ...lines] = text
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      [...`,${line}`.matchAll(/,(?:"([^"]*)"|([^,]*))/g)].map((match) => match[1] ?? match[2] ?? ''),
    );
  return lines.map((fields) => new Map(header!.map((name, n) => [name, fields[n] ?? ''])));
}
