/** A made-up assessment in a store of its own: cylinders for bodies, numbers for findings, one of everything. */
import { VOLUME_SCHEMA } from '../../contracts/volumes.ts';
import type { SurfaceRef } from '../../contracts/surfaces.ts';
import { surfaceOfMask } from '../../spine/outline/index.ts';
import { putJson, putSurface, putVolume } from '../../lambdas/shared/artifacts.ts';
import { calibrationSchema } from '../../contracts/calibration/calibration.ts';
import { ctSchema, type Ct } from '../../contracts/ct.ts';
import type { KnownFracture } from '../../contracts/risk/fracture.ts';
import { levelResultSchema } from '../../contracts/level/level-result.ts';
import type { ReportOptions } from '../../contracts/order/report-options.ts';
import { orderSchema, type Order } from '../../contracts/order/order.ts';
import { riskSchema, type Risk } from '../../contracts/risk/risk.ts';
import { segmentationSchema, type Frame } from '../../contracts/segmentation.ts';
import { studyManifestSchema } from '../../contracts/study.ts';
import { LABEL_VALUE, type Level } from '../../contracts/levels.ts';
import { ObjectMissing, type ListedStore, type ObjectStore } from '../../lambdas/shared/object-store.ts';
import type { Affine } from '../../spine/grid/volume.ts';

import { density, PROVENANCE, quantity, REFUSAL, riskOf } from './fixture-risk.ts';
import { BY_VOLTAGE } from '../spine/calibrate/by-voltage-line.ts';

export interface FixtureOptions {
  readonly levels: readonly Level[];
  /** Seen and refused. */
  readonly refused?: readonly Level[];
  readonly patient?: Partial<Ct['patient']>;
  readonly order?: Order;
  readonly report?: ReportOptions;
  readonly source?: Ct['source'];
  /** From the centre of the first body to the end of the CT. */
  readonly aboveMm?: number;
  /** Of the study, by the risk step. */
  readonly flags?: Risk['flags'];
  readonly category?: Risk['density']['category'];
  /** The study's density less what a contrast agent adds, mg/cm3; there is none without it. */
  readonly adjusted?: number;
  /** What people know of a level. */
  readonly known?: Partial<Record<Level, KnownFracture>>;
}

const SPACING = 4;
const PITCH_MM = 30;
const NAMES = { studyId: '0123456789abcdef', assessmentId: 'test', parameterSet: 'osteon-default-1' };
const UPRIGHT: Omit<Frame, 'origin'> = { left: [1, 0, 0], posterior: [0, 1, 0], superior: [0, 0, 1] };

export function memoryStore(): ListedStore & { readonly objects: Map<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    get: (key) => {
      const found = objects.get(key);
      return found === undefined ? Promise.reject(new ObjectMissing(key)) : Promise.resolve(found);
    },
    put: (key, body) => Promise.resolve(void objects.set(key, body)),
    list: (prefix) => Promise.resolve([...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted()),
    listed: () => Promise.reject(new Error('a list of keys alone')),
  };
}

/** Puts the artefacts of an assessment into `store`. @returns the event that PublishReport gets */
export async function putAssessment(
  store: ObjectStore,
  {
    levels,
    refused = [],
    patient = {},
    order,
    report,
    source = 'dicom',
    aboveMm = PITCH_MM,
    flags = [],
    category = null,
    known = {},
    adjusted,
  }: FixtureOptions,
) {
  const all = [...levels, ...refused];
  const height = PITCH_MM * all.length + aboveMm;
  const dims = [30, 40, Math.ceil(height / SPACING)] as const;
  const affine: Affine = [SPACING, 0, 0, -60, 0, SPACING, 0, -80, 0, 0, SPACING, 0];
  const ct = new Int16Array(dims[0] * dims[1] * dims[2]);
  const bodies = new Uint8Array(ct.length);
  const centreOf = (n: number): [number, number, number] => [0, 0, height - aboveMm - PITCH_MM * n];
  for (let at = 0; at < ct.length; at++) {
    const [i, j, k] = [
      at % dims[0],
      Math.floor(at / dims[0]) % dims[1],
      Math.floor(at / (dims[0] * dims[1])),
    ];
    const [x, y, z] = [SPACING * i - 60, SPACING * j - 80, SPACING * k];
    const n = all.findIndex((_, index) => Math.abs(z - centreOf(index)[2]) < 11);
    if (n < 0 || Math.hypot(x, y) > 18) continue;
    ct[at] = 250;
    bodies[at] = LABEL_VALUE[all[n]!];
  }
  const manifest = {
    schema: 'osteon/study/1',
    studyId: NAMES.studyId,
    files: [],
    labels: null,
    order: order === undefined ? null : await putJson(store, 'order.json', orderSchema, order),
    ...(report === undefined ? {} : { report }),
  } as const;
  const input = {
    schema: 'osteon/assessment-input/1',
    ...NAMES,
    study: await putJson(store, 'complete.json', studyManifestSchema, manifest),
  } as const;
  const about = await putJson(store, 'ct.json', ctSchema, {
    schema: 'osteon/ct/1',
    source,
    volume: await putVolume(store, 'ct.nii.gz', VOLUME_SCHEMA.ct, { dims, affine, data: ct }),
    dims: [...dims],
    spacingMm: [SPACING, SPACING, SPACING],
    sliceThicknessMm: null,
    kvp: source === 'dicom' ? 120 : null,
    kernel: null,
    manufacturer: null,
    scannerModel: null,
    contrastAgent: null,
    patient: { name: null, id: null, birthDate: null, sex: null, ageYears: null, ...patient },
    study: {
      studyInstanceUid: null,
      seriesInstanceUid: null,
      frameOfReferenceUid: null,
      date: source === 'dicom' ? '2026-03-01' : null,
      description: null,
      accessionNumber: null,
      referringPhysician: null,
      institution: null,
    },
    // A NIfTI has none.
    series:
      source === 'nifti'
        ? []
        : [
            {
              number: 1,
              description: 'Abdomen',
              modality: 'CT',
              images: 100,
              chosen: true,
              reasons: ['chosen: made up'],
            },
            {
              number: 7,
              description: 'Lung',
              modality: 'CT',
              images: 90,
              chosen: false,
              reasons: ['sharper kernel: made up'],
            },
          ],
    flags: [],
  });
  if (all.length === 0) return { input, ct: { artifact: about } };

  const surfaceRefs = new Map<Level, SurfaceRef>();
  for (const level of all) {
    const mesh = surfaceOfMask({ dims, affine, data: bodies }, LABEL_VALUE[level]);
    if (mesh !== null) surfaceRefs.set(level, await putSurface(store, `${level}.ply`, mesh));
  }
  const segmentation = await putJson(store, 'segmentation.json', segmentationSchema, {
    schema: 'osteon/segmentation/1',
    provider: { id: 'import', version: '1', convention: 'verse', recognisedBy: 'detection' },
    bodies: await putVolume(store, 'bodies.nii.gz', VOLUME_SCHEMA.labels, { dims, affine, data: bodies }),
    vertebrae: null,
    levels: all.map((level, n) => ({
      level,
      labelValue: LABEL_VALUE[level],
      frame: { origin: centreOf(n), ...UPRIGHT },
      bodyVolumeMm3: 22_000,
      surface: surfaceRefs.get(level),
      truncated: refused.includes(level),
      refusal: refused.includes(level) ? REFUSAL : null,
      qc: { light: 'amber' as const, flags: [{ code: 'VOXELS_COARSE' as const, message: 'voxels of 4 mm' }] },
    })),
    qc: { light: 'amber', flags: [] },
  });
  const calibration = await putJson(store, 'calibration.json', calibrationSchema, BY_VOLTAGE);
  const strain = {
    dims: [10, 8, 6] as const,
    affine,
    data: Float32Array.from({ length: 480 }, (_, n) => (n % 10) / 1000),
  };
  const strainRef = await putVolume(store, 'strain.nii.gz', VOLUME_SCHEMA.strain, strain);
  const solved = [];
  for (const [n, level] of levels.entries()) {
    const [x, y, z] = centreOf(n);
    const artifact = await putJson(store, `${level}.json`, levelResultSchema, {
      schema: 'osteon/level/2',
      level,
      trabecular: {
        vbmd: density(101 + 4 * n),
        lineSe: 7,
        samplingSe: 2,
        standardDeviation: 29 + n,
        meanHu: quantity(140, 'HU'),
        volume: quantity(4.3 + 0.2 * n, 'cm3'),
        method: 'made up',
        trimmedPercent: 0.5,
      },
      heights: {
        anterior: quantity(22.1 + 0.3 * n, 'mm'),
        middle: quantity(20.6 + 0.3 * n, 'mm'),
        posterior: quantity(23.9 + 0.3 * n, 'mm'),
        points: {
          anteriorSuperior: [x, y - 14, z + 11],
          anteriorInferior: [x, y - 14, z - 11],
          middleSuperior: [x, y, z + 10],
          middleInferior: [x, y, z - 10],
          posteriorSuperior: [x, y + 14, z + 11],
          posteriorInferior: [x, y + 14, z - 11],
        },
        method: 'made up',
      },
      strength: {
        stiffness: quantity(15_130 + 170 * n, 'N/mm'),
        linearStrength: quantity(3070 + 130 * n, 'N'),
        height: quantity(25, 'mm'),
        law: 'made up',
        elements: 1,
        nodes: 8,
        solver: { converged: true, iterations: 1, relativeResidual: 1e-7, tolerance: 1e-6 },
        plastic: {
          strength: quantity(2710 + 110 * n, 'N'),
          readOutPercent: 1.9,
          offsetStrength: quantity(2330 + 90 * n, 'N'),
          curve: [0.4, 0.8, 1.9].map((strainPercent) => ({
            strainPercent,
            forceN: 2700 * (1 - Math.exp(-2 * strainPercent)),
          })),
          yieldedPercent: 60,
          law: 'made up',
        },
        bending: { moment: quantity(31.3 + 1.1 * n, 'N m'), rotationDegrees: 1.8, edgeStrainPercent: 1.9 },
        sanity: {
          axialRigidityN: 3190 + 50 * n,
          axialRigidityLeastN: 2600,
          sliceCollapseN: 2230 + 70 * n,
          linearToPlastic: 1.1,
          plasticToCollapse: 1.2,
        },
        errors: {
          stiffness: { calibrationSe: 1100, ownSe: 300 },
          linearStrength: { calibrationSe: 220, ownSe: 60 },
          plasticStrength: { calibrationSe: 200, ownSe: 60 },
          offsetStrength: { calibrationSe: 170, ownSe: 50 },
          parts: [],
          basis: 'made up',
        },
        strain: strainRef,
      },
      flags: [],
      provenance: PROVENANCE,
    });
    solved.push({ level, artifact });
  }
  const found = riskOf(levels, refused);
  const risk = await putJson(store, 'risk.json', riskSchema, {
    ...found,
    levels: found.levels.map((outcome) => {
      const word = known[outcome.level];
      return word === undefined ? outcome : { ...outcome, known: word };
    }),
    density: {
      ...found.density,
      category,
      adjusted: adjusted === undefined ? null : density(adjusted),
    },
    flags,
  });
  return {
    input,
    ct: { artifact: about },
    segmentation: { artifact: segmentation, levels: [...levels] },
    calibration: { artifact: calibration },
    levels: solved,
    risk: { artifact: risk },
  };
}
