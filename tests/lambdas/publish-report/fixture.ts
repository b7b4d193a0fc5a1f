/** A made-up assessment in a store of its own: cylinders for bodies, numbers for findings, one of everything. */
import { putJson, putVolume, VOLUME_SCHEMA } from '../../../lambdas/shared/artifacts.ts';
import { calibrationSchema } from '../../../lambdas/shared/contracts/calibration.ts';
import { ctSchema, type Ct } from '../../../lambdas/shared/contracts/ct.ts';
import { levelResultSchema } from '../../../lambdas/shared/contracts/level-result.ts';
import { orderSchema, type Order } from '../../../lambdas/shared/contracts/order.ts';
import type { Quantity } from '../../../lambdas/shared/contracts/primitives.ts';
import { riskSchema, type Risk } from '../../../lambdas/shared/contracts/risk.ts';
import { segmentationSchema, type Frame } from '../../../lambdas/shared/contracts/segmentation.ts';
import { studyManifestSchema } from '../../../lambdas/shared/contracts/study.ts';
import { LABEL_VALUE, type Level } from '../../../lambdas/shared/levels.ts';
import { ObjectMissing, type ObjectStore } from '../../../lambdas/shared/object-store.ts';
import type { Affine } from '../../../lambdas/shared/volume.ts';

export interface FixtureOptions {
  readonly levels: readonly Level[];
  /** Seen and refused. */
  readonly refused?: readonly Level[];
  readonly patient?: Partial<Ct['patient']>;
  readonly order?: Order;
  readonly source?: Ct['source'];
}

const PROVENANCE = { software: { name: 'osteon', version: '0' }, parameterSet: 'test', inputs: [] };
const SPACING = 4;
const PITCH_MM = 30;
const NAMES = { studyId: '0123456789abcdef', assessmentId: 'test', parameterSet: 'osteon-default-1' };
const UPRIGHT: Omit<Frame, 'origin'> = { left: [1, 0, 0], posterior: [0, 1, 0], superior: [0, 0, 1] };
const REFUSAL = { code: 'LEVEL_TRUNCATED', saw: 'a body at the last slice', wanted: 'a whole body' };

export function memoryStore(): ObjectStore & { readonly objects: Map<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    get: (key) => {
      const found = objects.get(key);
      return found === undefined ? Promise.reject(new ObjectMissing(key)) : Promise.resolve(found);
    },
    put: (key, body) => Promise.resolve(void objects.set(key, body)),
    putIfAbsent: (key, body) => Promise.resolve(!objects.has(key) && objects.set(key, body).has(key)),
    list: () => Promise.resolve([]),
    presign: (key) => Promise.resolve(`memory:${key}`),
  };
}

function quantity(value: number, unit: Quantity['unit']): Quantity {
  return {
    value,
    unit,
    uncertainty: { kind: 'interval95', low: 0.85 * value, high: 1.15 * value, basis: 'made up' },
  };
}

const density = (value: number) => ({
  ...quantity(value, 'mg/cm3'),
  unit: 'mg/cm3' as const,
  mineralBasis: 'K2HPO4' as const,
});

/** Puts the artefacts of an assessment into `store`. @returns the event that PublishReport gets */
export async function putAssessment(
  store: ObjectStore,
  { levels, refused = [], patient = {}, order, source = 'dicom' }: FixtureOptions,
) {
  const all = [...levels, ...refused];
  const height = PITCH_MM * (all.length + 1);
  const dims = [30, 40, Math.ceil(height / SPACING)] as const;
  const affine: Affine = [SPACING, 0, 0, -60, 0, SPACING, 0, -80, 0, 0, SPACING, 0];
  const ct = new Int16Array(dims[0] * dims[1] * dims[2]);
  const bodies = new Uint8Array(ct.length);
  const centreOf = (n: number): [number, number, number] => [0, 0, height - PITCH_MM * (n + 1)];
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
    series: [
      {
        number: 1,
        description: 'Abdomen',
        modality: 'CT',
        images: 100,
        chosen: true,
        reasons: ['chosen: made up'],
      },
    ],
    flags: [],
  });
  if (all.length === 0) return { input, ct: { artifact: about } };

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
      truncated: refused.includes(level),
      refusal: refused.includes(level) ? REFUSAL : null,
      qc: { light: 'amber' as const, flags: [{ code: 'VOXELS_COARSE', message: 'voxels of 4 mm' }] },
    })),
    qc: { light: 'amber', flags: [] },
  });
  const calibration = await putJson(store, 'calibration.json', calibrationSchema, {
    schema: 'osteon/calibration/2',
    method: 'kvp-slope',
    mineralBasis: 'K2HPO4',
    slope: 0.7,
    intercept: 0,
    error: { slopeSe: (0.15 * 0.7) / 1.96, interceptSe: 0, correlation: 0, basis: 'made up for the test' },
    fit: null,
    regions: [],
    alternatives: [],
    contrast: { phase: 'none', aortaHu: 40, correctionMgCc: 0, basis: 'made up for the test' },
    noiseHu: 12,
    picture: null,
    statement: 'uncalibrated, ±10-15 %',
    source: 'made up',
    flags: [],
    provenance: PROVENANCE,
  });
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
      schema: 'osteon/level/1',
      level,
      trabecular: {
        vbmd: density(100 + n),
        standardDeviation: 20,
        meanHu: quantity(140, 'HU'),
        volume: quantity(4, 'cm3'),
      },
      heights: {
        anterior: quantity(22, 'mm'),
        middle: quantity(21, 'mm'),
        posterior: quantity(23, 'mm'),
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
        stiffness: quantity(15_000, 'N/mm'),
        linearStrength: quantity(3000 + 10 * n, 'N'),
        height: quantity(25, 'mm'),
        law: 'made up',
        elements: 1,
        nodes: 8,
        solver: { converged: true, iterations: 1, relativeResidual: 1e-7, tolerance: 1e-6 },
        strain: strainRef,
      },
      flags: [],
      provenance: PROVENANCE,
    });
    solved.push({ level, artifact });
  }
  const risk = await putJson(store, 'risk.json', riskSchema, riskOf(levels, refused));
  return {
    input,
    ct: { artifact: about },
    segmentation: { artifact: segmentation, levels: [...levels] },
    calibration: { artifact: calibration },
    levels: solved,
    risk: { artifact: risk },
  };
}

function riskOf(levels: readonly Level[], refused: readonly Level[]): Risk {
  const none = { wedge: 2, biconcave: 1, crush: null };
  return {
    schema: 'osteon/risk/1',
    levels: [
      ...levels.map((level, n) => ({
        status: 'assessed' as const,
        level,
        fracture: {
          grade: n === 0 ? (1 as const) : (0 as const),
          shape: n === 0 ? ('wedge' as const) : null,
          needsReader: n === 0,
          lossPercent: n === 0 ? { ...none, wedge: 22 } : none,
          reference: 'made up',
        },
        flags: [],
      })),
      ...refused.map((level) => ({ status: 'refused' as const, level, refusal: REFUSAL })),
    ],
    density: {
      vbmd: levels.length === 0 ? null : density(101),
      levels: levels.slice(0, 2),
      category: null,
      statement: 'No category: made up.',
      leftOut: [],
    },
    overall: {
      category: 'moderate',
      atLeast: true,
      statement: 'Moderate at least.',
      rules: [
        {
          category: 'moderate',
          rule: 'vBMD of 120 and less',
          state: 'fired',
          detail: '101',
          source: 'made up',
        },
        {
          category: 'high',
          rule: 'another rule',
          state: 'not-evaluated',
          detail: 'the order does not say',
          source: 'made up elsewhere',
        },
      ],
    },
    subject: { ageYears: null, ageSource: null, sex: null, sexSource: null },
    missing: ['smoking'],
    flags: [],
    provenance: PROVENANCE,
  };
}
