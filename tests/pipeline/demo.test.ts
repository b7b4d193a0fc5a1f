/** README's first command: the digital spine through the whole chain, compared with what is true of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { beforeAll, expect, test } from 'vitest';

import { levelResultSchema, type LevelResult } from '../../contracts/level/level-result.ts';
import { resultSchema } from '../../contracts/result.ts';
import { riskSchema, type Risk } from '../../contracts/risk/risk.ts';
import { readNifti } from '../../spine/grid/nifti.ts';
import { indexToWorld, invertAffine, sameGrid } from '../../spine/grid/volume.ts';
import type { SpineTruth } from '../../phantoms/index.ts';

import { runCommand, scratchFolder, type Finished } from './command.ts';
import { reviewTests } from './review-tests.ts';

/** Issue's bars: heights within 0.5 mm, vBMD within 3 mg/cm3 under noise. */
const HEIGHT_TOLERANCE_MM = 0.5;
const DENSITY_TOLERANCE_MG_CC = 3;

let run: Finished;
let assessment: string;
let truth: SpineTruth;
let levels: Map<string, LevelResult>;
let risk: Risk;

function json(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

beforeAll(async () => {
  const out = scratchFolder();
  run = await runCommand(['--out', out]);
  const report = /^report: (.+)$/m.exec(run.stdout)?.[1];
  if (report === undefined) throw new Error(`no report:\n${run.stderr}`);
  assessment = dirname(report);
  truth = json(join(out, 'demo-truth.json')) as SpineTruth;
  risk = riskSchema.parse(json(join(assessment, 'risk.json')));
  levels = new Map(
    readdirSync(join(assessment, 'levels')).map((level) => [
      level,
      levelResultSchema.parse(json(join(assessment, 'levels', level, 'level.json'))),
    ]),
  );
}, 240_000);

test('the command ends well with a PDF and a result', () => {
  expect(run.code).toBe(0);
  expect(readFileSync(join(assessment, 'report.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  expect(existsSync(join(assessment, 'result.json'))).toBe(true);
});

test('every step names the version that the command says, with its commit', () => {
  const version = /^osteon (\d+\.\d+\.\d+\+(?:[0-9a-f]{7}(?:\.dirty)?|unknown)) /m.exec(run.stderr)?.[1];
  expect(version).toBeDefined();
  const result = resultSchema.parse(json(join(assessment, 'result.json')));
  for (const { provenance } of [...levels.values(), risk, result])
    expect(provenance.software).toEqual({ name: 'osteon', version });
});

test('progress is shown for every state and every level', () => {
  for (const state of [
    'LoadCt',
    'CheckOrder',
    'SegmentVertebrae',
    'CalibrateDensity',
    'AggregateRisk',
    'PublishReport',
  ]) {
    expect(run.stderr).toContain(state);
  }
  for (const { level } of truth.levels) expect(run.stderr).toContain(`SolveLevel ${level}`);
});

test('every level of the spine is found and assessed, under its own name', () => {
  expect([...levels.keys()].sort()).toEqual(truth.levels.map(({ level }) => level).sort());
  expect(risk.levels.map(({ status }) => status)).toEqual(truth.levels.map(() => 'assessed'));
});

test('trabecular density is recovered at every level', () => {
  for (const { level, trabecularVbmdMgCc } of truth.levels) {
    const measured = levels.get(level)!.trabecular!.vbmd.value;
    expect(Math.abs(measured - trabecularVbmdMgCc), level).toBeLessThan(DENSITY_TOLERANCE_MG_CC);
  }
});

test('the three heights are recovered at every level', () => {
  for (const { level, heightsMm } of truth.levels) {
    const { anterior, middle, posterior } = levels.get(level)!.heights!;
    expect(Math.abs(anterior.value - heightsMm.anterior), `${level} anterior`).toBeLessThan(
      HEIGHT_TOLERANCE_MM,
    );
    expect(Math.abs(middle.value - heightsMm.middle), `${level} middle`).toBeLessThan(HEIGHT_TOLERANCE_MM);
    expect(Math.abs(posterior.value - heightsMm.posterior), `${level} posterior`).toBeLessThan(
      HEIGHT_TOLERANCE_MM,
    );
  }
});

test('the wedge fracture is graded, and nothing else is', () => {
  for (const { level, fracture } of truth.levels) {
    const outcome = risk.levels.find((candidate) => candidate.level === level);
    if (outcome?.status !== 'assessed') throw new Error(`${level} was not assessed`);
    expect(outcome.fracture?.grade, level).toBe(fracture.genantGrade);
    expect(outcome.fracture?.shape ?? 'none', level).toBe(fracture.shape);
  }
});

test('the verdict has a probability, and waits for a reader of the wedge', () => {
  const { category, probability, shares, withoutOtherModels, wouldChangeMost } = risk.overall;
  // A woman of 72: the 10-year hip risk after a fracture lies above the threshold of very high, which is FRAX's.
  expect(category).toBe('very-high');
  expect(probability).toBeGreaterThan(0.65);
  expect(shares!.low).toBeLessThan(0.01);
  expect(['high', 'moderate']).toContain(withoutOtherModels!.category);
  expect(wouldChangeMost[0]).toMatchObject({ item: 'reading of L1', kind: 'reader' });
  const l1 = risk.levels.find(({ level }) => level === 'L1');
  expect(l1).toMatchObject({ status: 'assessed', fracture: { grade: 2, shape: 'wedge', needsReader: true } });
});

test('the fractured level is left out of the study density, with its reason', () => {
  expect(risk.density.levels).not.toContain('L1');
  expect(risk.density.leftOut.map(({ level }) => level)).toContain('L1');
});

test('no strength and no density stands without an interval around it', () => {
  for (const { strength: solved, trabecular } of levels.values()) {
    const strength = solved!;
    const plastic = strength.plastic!;
    for (const { value, uncertainty } of [
      strength.stiffness,
      strength.linearStrength,
      plastic.strength,
      plastic.offsetStrength!,
      trabecular!.vbmd,
    ]) {
      if (uncertainty.kind !== 'interval95') throw new Error(uncertainty.reason);
      expect(uncertainty.low).toBeLessThan(value);
      expect(uncertainty.high).toBeGreaterThan(value);
    }
  }
});

test('every strength says what its error comes from, and its region lies on the grid of the CT', () => {
  const ct = readNifti(readFileSync(join(assessment, 'ct.nii.gz'))).volume;
  const toCt = invertAffine(ct.affine);
  for (const [level, { strength, trabecular }] of levels) {
    expect(strength!.errors.parts.map(({ cause }) => cause)).toEqual([
      'calibration',
      'outline',
      'sagittal-tilt',
      'frontal-tilt',
      'discretisation',
    ]);
    const region = readNifti(readFileSync(join(assessment, 'levels', level, 'region.nii.gz'))).volume;
    const first = indexToWorld(toCt, ...indexToWorld(region.affine, 0, 0, 0)).map(Math.round);
    let [sum, count] = [0, 0];
    region.data.forEach((inside, at) => {
      if (inside === 0) return;
      const [nx, ny] = region.dims;
      const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
      sum += ct.data[first[0]! + i + ct.dims[0] * (first[1]! + j + ct.dims[1] * (first[2]! + k))]!;
      count++;
    });
    // A few outliers are in the region and not in the mean.
    expect(Math.abs(sum / count - trabecular!.meanHu.value)).toBeLessThan(2);
  }
});

test('the label map lies on the grid of the CT', () => {
  const [ct, bodies] = ['ct.nii.gz', 'bodies.nii.gz'].map(
    (name) => readNifti(readFileSync(join(assessment, name))).volume,
  );
  expect(sameGrid(ct!, bodies!)).toBe(true);
});

reviewTests(() => assessment);
