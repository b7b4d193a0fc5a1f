/** A label map on a grid that leans, and a CT around it, as the DICOM objects get them. */
import type { Ct, DicomSource } from '../../../contracts/ct.ts';
import type { Segmentation } from '../../../contracts/segmentation.ts';
import type { ObjectsOf } from '../../../report/dicom/study.ts';
import { toCanonical } from '../../../spine/grid/orientation.ts';
import { affineFrom, type Volume } from '../../../spine/grid/volume.ts';
import { LABEL_VALUE, type Level } from '../../../contracts/levels.ts';

export const LEVELS: readonly Level[] = ['L1', 'L2'];

/** How a scanner may lay its images: rows of an affine without the origin, and which axis of the canonical volume they lie across. */
export const LAYS = {
  axial: { columns: [[0.8, 0, 0], [0, 0.8, 0], [0, 0, 2]], planeAxis: 2 },
  'axial from the feet': { columns: [[0.8, 0, 0], [0, 0.8, 0], [0, 0, -2]], planeAxis: 2 },
  'prone, turned': { columns: [[-0.8, 0, 0], [0, -0.8, 0], [0, 0, 2]], planeAxis: 2 },
  sagittal: { columns: [[0, 0.8, 0], [0, 0, -0.8], [2, 0, 0]], planeAxis: 0 },
  coronal: { columns: [[0.8, 0, 0], [0, 0, -0.8], [0, 2, 0]], planeAxis: 1 },
  oblique: {
    columns: [[0.8, 0, 0], [0, 0.8 * Math.cos(0.3), 0.8 * Math.sin(0.3)], [0, -2 * Math.sin(0.3), 2 * Math.cos(0.3)]],
    planeAxis: 2,
  },
  tilted: {
    columns: [[0.8, 0, 0], [0, 0.8 * Math.cos(0.3), -0.8 * Math.sin(0.3)], [0, 0, 2]],
    planeAxis: 2,
  },
  'tilted from the feet': {
    columns: [[0.8, 0, 0], [0, 0.8 * Math.cos(0.2), 0.8 * Math.sin(0.2)], [0, 0, -2]],
    planeAxis: 2,
  },
} as const; // prettier-ignore
export type Lay = keyof typeof LAYS;

/** Two blocks of other shapes, none of it symmetrical. */
export function bodiesOf(lay: Lay): Volume<Uint8Array> {
  const dims = [14, 11, 9] as const;
  const [x, y, z] = LAYS[lay].columns;
  const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let k = 0, at = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, at++) {
        if (k >= 5 && k < 8 && i + j > 6 && i < 9) data[at] = LABEL_VALUE.L1;
        if (k >= 1 && k < 4 && j > 2 && i + k < 11 && (i * j) % 7 !== 3) data[at] = LABEL_VALUE.L2;
      }
  const affine = affineFrom(
    [0, 1, 2].flatMap((axis) => [x[axis]!, y[axis]!, z[axis]!, [-20, 31, 400][axis]!]),
  );
  return toCanonical({ dims: [...dims], affine, data });
}

export function segmentationOf(bodies: Volume<Uint8Array>): Segmentation {
  const level = (name: Level) => ({
    level: name,
    labelValue: LABEL_VALUE[name],
    frame: null,
    bodyVolumeMm3: 1000,
    truncated: false,
    refusal:
      name === 'L1' ? null : { code: 'LEVEL_TRUNCATED' as const, saw: 'a part', wanted: 'a whole body' },
    qc: { light: 'green' as const, flags: [] },
  });
  return {
    schema: 'osteon/segmentation/1',
    provider: { id: 'automatic', version: '1', convention: null, recognisedBy: null },
    bodies: { key: 'k', schema: 'osteon/volume/labels/1', sha256: '0'.repeat(64), bytes: bodies.data.length },
    vertebrae: null,
    levels: LEVELS.map(level),
    qc: { light: 'green', flags: [] },
  } as unknown as Segmentation; // the reference to the volume is not read
}

export function objectsOf(bodies: Volume, planeAxis: DicomSource['planeAxis']): ObjectsOf {
  const about: Ct & { readonly dicom: DicomSource } = {
    schema: 'osteon/ct/1',
    source: 'dicom',
    volume: { key: 'k', schema: 'osteon/volume/ct-hu/1', sha256: '0'.repeat(64) },
    dims: [...bodies.dims],
    spacingMm: [1, 1, 1],
    sliceThicknessMm: 2,
    kvp: 120,
    kernel: null,
    manufacturer: null,
    scannerModel: null,
    contrastAgent: null,
    patient: { name: 'Müller, Jürgen', id: 'ID 7', birthDate: '1950-02-03', sex: 'male', ageYears: 74 },
    study: {
      studyInstanceUid: '1.2.3.4',
      seriesInstanceUid: '1.2.3.4.5',
      frameOfReferenceUid: '1.2.3.4.6',
      date: '2024-05-06',
      description: 'Chest',
      accessionNumber: 'A1',
      referringPhysician: null,
      institution: null,
    },
    dicom: {
      patientName: 'Müller^Jürgen',
      referringPhysician: null,
      studyTime: '101112',
      studyId: '1',
      sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
      images: Array.from({ length: bodies.dims[planeAxis] }, (_, n) => `1.2.3.4.5.${n + 1}`),
      planeAxis,
    },
    series: [],
    flags: [],
  };
  return {
    about,
    software: { name: 'osteon', version: '0.1.0+test' },
    studyId: 'study',
    assessmentId: 'one',
    reviewed: null,
  };
}
