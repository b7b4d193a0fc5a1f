import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Context } from 'aws-lambda';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { handler } from '../../../lambdas/calibrate-density/handler.ts';
import { VOLUME_SCHEMA } from '../../../contracts/volumes.ts';
import { getJson, putJson, putVolume } from '../../../lambdas/shared/artifacts.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { calibrationSchema, type Calibration } from '../../../contracts/calibration/calibration.ts';
import {
  calibrationFileSchema,
  type CalibrationFile,
} from '../../../contracts/calibration/calibration-file.ts';
import { calibrationRegistrySchema } from '../../../contracts/calibration/registry.ts';
import { calibrationSnapshot, registerCalibration } from '../../../lambdas/shared/calibrations/registry.ts';
import { ctSchema } from '../../../contracts/ct.ts';
import type { ArtifactRef, Vec3 } from '../../../contracts/primitives.ts';
import { segmentationSchema, type Frame } from '../../../contracts/segmentation.ts';
import { calibrateDensityOutputSchema } from '../../../contracts/states.ts';
import { studyManifestSchema, type StudyManifest } from '../../../contracts/study.ts';
import { LABEL_VALUE } from '../../../contracts/levels.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { aboutSpine, smallSpine } from '../../spine/calibrate/digital.ts';

const folder = mkdtempSync(join(tmpdir(), 'osteon-calibrate-'));
const store = folderObjectStore(folder);
afterAll(() => rmSync(folder, { recursive: true }));

const spine = smallSpine();
let ct: ArtifactRef;
let segmentation: ArtifactRef;
beforeAll(async () => {
  provideStore(store);
  const volume = await putVolume(store, 'ct.nii.gz', VOLUME_SCHEMA.ct, spine.ct);
  const about = aboutSpine(spine, { manufacturer: 'Maker', scannerModel: 'Model' });
  const study = { ...about.study, date: '2026-11-20' };
  ct = await putJson(store, 'ct.json', ctSchema, { ...about, study, volume });
  segmentation = await putJson(store, 'segmentation.json', segmentationSchema, {
    schema: 'osteon/segmentation/1',
    provider: { id: 'import', version: '1', convention: null, recognisedBy: null },
    bodies: await putVolume(store, 'bodies.nii.gz', VOLUME_SCHEMA.labels, spine.bodies),
    vertebrae: null,
    levels: spine.truth.levels.map(({ level, frame }) => ({
      level,
      labelValue: LABEL_VALUE[level],
      frame: written(frame),
      bodyVolumeMm3: 30_000,
      truncated: false,
      refusal: null,
      qc: { light: 'green' as const, flags: [] },
    })),
    qc: { light: 'green', flags: [] },
  });
});

function written({ origin, left, posterior, superior }: Frame): Frame {
  const copy = ([x, y, z]: Vec3): [number, number, number] => [x, y, z];
  return { origin: copy(origin), left: copy(left), posterior: copy(posterior), superior: copy(superior) };
}

async function calibration(named: Partial<StudyManifest> = {}): Promise<Calibration> {
  const study = await putJson(store, 'studies/complete.json', studyManifestSchema, {
    schema: 'osteon/study/1',
    studyId: '0123456789abcdef',
    files: [],
    labels: null,
    order: null,
    ...named,
  });
  const input = {
    schema: 'osteon/assessment-input/1',
    studyId: '0123456789abcdef',
    assessmentId: 'v1',
    parameterSet: 'osteon-default-1',
    study,
    ct: { artifact: ct },
    segmentation: { artifact: segmentation, levels: ['L1', 'L2', 'L3'] },
  };
  const { artifact } = calibrateDensityOutputSchema.parse(await handler(input, {} as Context));
  return getJson(store, artifact, calibrationSchema);
}

test('a plain study is calibrated by air and blood, with a picture beside it', async () => {
  const { method, picture, provenance } = await calibration();
  expect(method).toBe('air-blood');
  expect(provenance.inputs).toEqual([ct.sha256, segmentation.sha256]);
  const png = PNG.sync.read(readFileSync(join(folder, picture!.key)));
  expect(png.width).toBeGreaterThan(300);
});

const CALIBRATION_FILE = {
  schema: 'osteon/calibration-file/1',
  scanner: { manufacturer: 'Maker', model: 'Model', deviceSerial: null },
  kvp: 120,
  kernel: 'B30f',
  scannedOn: '2026-11-01',
  tableHeightMm: null,
  phantom: { type: 'qrm-bdc6', serial: null },
  measured: { kind: 'line', slope: 0.71, slopeSe: 0.01, intercept: 2, interceptSe: 1, correlation: 0 },
} as const;

test('a calibration file goes before air and blood, and its digest is kept', async () => {
  const file = await putJson(store, 'studies/file.json', calibrationFileSchema, CALIBRATION_FILE);
  const { method, slope, alternatives, provenance } = await calibration({ calibrationFile: file });
  expect({ method, slope }).toEqual({ method: 'asynchronous-phantom', slope: 0.71 });
  expect(alternatives.map((other) => other.method)).toEqual(['air-blood', 'air-fat', 'kvp-slope']);
  expect(provenance.inputs).toContain(file.sha256);
});

async function registry(...files: readonly CalibrationFile[]): Promise<ArtifactRef> {
  for (const file of files) await registerCalibration(store, 'north', file);
  return (await calibrationSnapshot(store, 'north'))!;
}

test('a registered calibration of this scanner is used by itself, told by its id, and its digest kept', async () => {
  const calibrations = await registry(
    { ...CALIBRATION_FILE, kvp: 100, measured: { ...CALIBRATION_FILE.measured, slope: 0.6 } },
    CALIBRATION_FILE,
  );
  const { method, slope, source, registered, provenance } = await calibration({ calibrations });
  expect({ method, slope }).toEqual({ method: 'asynchronous-phantom', slope: 0.71 });
  expect(registered!.scannedOn).toBe('2026-11-01');
  expect(registered!.id).toMatch(/^[0-9a-f]{12}$/);
  expect(source).toContain(`registered calibration ${registered!.id}: `);
  expect(provenance.inputs).toContain(calibrations.sha256);
  const file = await putJson(store, 'studies/named.json', calibrationFileSchema, {
    ...CALIBRATION_FILE,
    measured: { ...CALIBRATION_FILE.measured, slope: 0.74 },
  });
  const named = await calibration({ calibrations, calibrationFile: file });
  expect(named.slope).toBe(0.74);
  expect(named.registered).toBeUndefined();
});

test('a registry without one of this scanner leaves air and blood, and says so', async () => {
  const calibrations = await putJson(store, 'calibrations/south/one.json', calibrationRegistrySchema, {
    schema: 'osteon/calibration-registry/1',
    site: 'south',
    calibrations: [
      {
        schema: 'osteon/registered-calibration/1',
        id: '0123456789ab',
        file: { ...CALIBRATION_FILE, kvp: 140 },
      },
    ],
  });
  const { method, flags, registered } = await calibration({ calibrations });
  expect(method).toBe('air-blood');
  expect(registered).toBeUndefined();
  expect(flags.find(({ code }) => code === 'CALIBRATION_NOT_REGISTERED')!.message).toContain('tube voltage');
});

test('a study of a site leaves a point for its scanner’s chart; one of nobody leaves none', async () => {
  await calibration();
  expect(await store.list('calibrations/east/')).toEqual([]);
  const { regions, slope } = await calibration({ site: 'east' });
  const [key] = await store.list('calibrations/east/');
  expect(key).toBe('calibrations/east/points/0123456789abcdef/v1.json');
  const point = JSON.parse(new TextDecoder().decode(await store.get(key!))) as unknown;
  expect(point).toMatchObject({
    kvp: 120,
    slope,
    airHu: regions.find(({ tissue }) => tissue === 'air')!.meanHu,
    bloodHu: regions.find(({ tissue }) => tissue === 'blood')!.meanHu,
  });
});

test('a phantom that is named and not there is refused, not passed over', async () => {
  await expect(calibration({ phantom: { type: 'qrm-bdc3', certificate: null } })).rejects.toThrow(
    'PHANTOM_NOT_FOUND',
  );
});

test('a Mindways phantom without its certificate is refused', async () => {
  await expect(calibration({ phantom: { type: 'mindways', certificate: null } })).rejects.toThrow(
    'PHANTOM_CERTIFICATE_MISSING',
  );
});
