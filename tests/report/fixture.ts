/** A made-up assessment in a store of its own: cylinders for bodies, numbers for findings, one of everything. */
import { VOLUME_SCHEMA } from '../../contracts/volumes.ts';
import { putJson, putVolume } from '../../lambdas/shared/artifacts.ts';
import { calibrationSchema } from '../../contracts/calibration/calibration.ts';
import { ctSchema, type Ct } from '../../contracts/ct.ts';
import type { KnownFracture } from '../../contracts/risk/fracture.ts';
import { levelResultSchema } from '../../contracts/level/level-result.ts';
import { orderSchema, type Order } from '../../contracts/order/order.ts';
import type { Quantity, Unit } from '../../contracts/primitives.ts';
import { riskSchema, type Risk } from '../../contracts/risk/risk.ts';
import { segmentationSchema, type Frame } from '../../contracts/segmentation.ts';
import { studyManifestSchema } from '../../contracts/study.ts';
import { LABEL_VALUE, type Level } from '../../contracts/levels.ts';
import { ObjectMissing, type ObjectStore } from '../../lambdas/shared/object-store.ts';
import type { Affine } from '../../spine/grid/volume.ts';

export interface FixtureOptions {
  readonly levels: readonly Level[];
  /** Seen and refused. */
  readonly refused?: readonly Level[];
  readonly patient?: Partial<Ct['patient']>;
  readonly order?: Order;
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

const PROVENANCE = { software: { name: 'osteon', version: '0' }, parameterSet: 'test', inputs: [] };
const SPACING = 4;
const PITCH_MM = 30;
const NAMES = { studyId: '0123456789abcdef', assessmentId: 'test', parameterSet: 'osteon-default-1' };
const UPRIGHT: Omit<Frame, 'origin'> = { left: [1, 0, 0], posterior: [0, 1, 0], superior: [0, 0, 1] };
const REFUSAL = { code: 'LEVEL_TRUNCATED', saw: 'a body at the last slice', wanted: 'a whole body' } as const;

export function memoryStore(): ObjectStore & { readonly objects: Map<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    get: (key) => {
      const found = objects.get(key);
      return found === undefined ? Promise.reject(new ObjectMissing(key)) : Promise.resolve(found);
    },
    put: (key, body) => Promise.resolve(void objects.set(key, body)),
  };
}

function quantity<U extends Unit>(value: number, unit: U): Quantity<U> {
  return {
    value,
    unit,
    uncertainty: { kind: 'interval95', low: 0.85 * value, high: 1.15 * value, basis: 'made up' },
  };
}

const density = (value: number) => ({
  ...quantity(value, 'mg/cm3'),
  mineralBasis: 'K2HPO4' as const,
});

/** Puts the artefacts of an assessment into `store`. @returns the event that PublishReport gets */
export async function putAssessment(
  store: ObjectStore,
  {
    levels,
    refused = [],
    patient = {},
    order,
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
      qc: { light: 'amber' as const, flags: [{ code: 'VOXELS_COARSE' as const, message: 'voxels of 4 mm' }] },
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

function riskOf(levels: readonly Level[], refused: readonly Level[]): Risk {
  return {
    schema: 'osteon/risk/2',
    levels: [
      ...levels.map((level, n) => ({
        status: 'assessed' as const,
        level,
        fracture: {
          grade: n === 0 ? (1 as const) : (0 as const),
          shape: n === 0 ? ('wedge' as const) : null,
          needsReader: n === 0,
          lossPercent: { wedge: n === 0 ? 22 : 3 + n, biconcave: 11 + n, crush: n === 0 ? null : 7 + n },
          reference: 'made up',
        },
        flags: [],
      })),
      ...refused.map((level) => ({ status: 'refused' as const, level, refusal: REFUSAL })),
    ],
    fractures: {
      graded: levels,
      notGraded: [],
      fractured: [],
      deformityIndex: {
        value: 1,
        low: 0,
        high: 2,
        measured: 1,
        complete: true,
        missing: [],
        statement: '1 (0 to 2 as the grades are sure), T4 to L4',
      },
      prompts: [],
      table: { id: 'made-up', statement: 'Made up.' },
      statement: 'A fracture, possible, needs a reader.',
      flags: [],
    },
    density: {
      vbmd: levels.length === 0 ? null : density(103),
      levels: levels.slice(0, 2),
      adjusted: null,
      adjustment: null,
      sides: { osteoporosis: 0.1, lowBoneMass: 0.8, normal: 0.1 },
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
    strength: {
      status: 'informational',
      l1Equivalent: levels.length === 0 ? null : quantity(2890, 'N'),
      levels: levels.slice(0, 1),
      methodId: 'made-up',
      zScore: null,
      statement: 'For information: no category rests on it.',
    },
    absolute: {
      model: {
        status: 'evaluated',
        id: 'made-up',
        title: 'A made-up model with a name longer than a label beside a picture',
        shortTitle: 'United Kingdom, made up here',
        figures: [
          { outcome: 'major-osteoporotic', years: 5, probability: quantity(5.3, '%') },
          { outcome: 'major-osteoporotic', years: 10, probability: quantity(12.7, '%') },
          { outcome: 'hip', years: 5, probability: quantity(1.9, '%') },
          { outcome: 'hip', years: 10, probability: quantity(3.7, '%') },
        ],
        statement: 'Made up.',
        source: 'made up',
        parameters: { id: 'made-up', version: 1, sha256: '0'.repeat(64) },
      },
      handling: [
        {
          factor: 'current smoking',
          state: 'missing',
          statement: 'current smoking: not known; counted as present with a probability of 15 %',
          whatIf: { absent: 11.8, present: 12.9 },
        },
      ],
      crossChecks: [
        {
          estimate: {
            status: 'not-evaluated',
            id: 'made-up-2',
            title: 'Another',
            reason: 'height is missing',
          },
          agreement: null,
          handling: [],
        },
      ],
      populationAverage: { status: 'not-evaluated', id: 'made-up-3', title: 'Average', reason: 'no age' },
      importedFrax: null,
      flags: [],
    },
    thresholds: [
      {
        id: 'qct-trabecular-80-120',
        title: 'QCT density cut-offs',
        use: 'applied',
        methods: ['made-up'],
        methodId: 'made-up',
        population: 'made up',
        values: { osteoporosisBelow: 81, normalAbove: 119 },
        statement: 'QCT density cut-offs: applied.',
        source: 'made up',
      },
      {
        id: 'made-up',
        title: 'Cut-offs of another method',
        use: 'refused',
        methods: ['another'],
        methodId: 'made-up',
        population: 'made up',
        statement: 'Cut-offs of another method: literature only.',
        source: 'made up',
      },
    ],
    subject: { ageYears: null, ageSource: null, sex: null, sexSource: null },
    missing: ['smoking'],
    flags: [],
    provenance: PROVENANCE,
  };
}
