/** Images of two patients, studies or frames of reference are never one volume, and none of them is picked in silence. */
import { expect } from 'vitest';

import { series, SLICES } from '../spine/ct/ct-series.ts';
import type { Elements } from '../spine/ct/writers/dicom-writer.ts';

import { named, type NamedFile, type ZooCase } from './zoo.ts';

type Change = Readonly<Record<string, Elements[string] | undefined>>;

/** The usual series with other elements, and instances and a series of its own. */
function other(serial: number, change: Change): Uint8Array[] {
  return series((n) => ({
    change: { '0020000e UI': `1.2.9.${serial}`, '00080018 UI': `1.2.${serial}.${n + 1}`, ...change },
  }));
}

const SECOND_PATIENT: Change = { '00100010 PN': 'Someone^Else', '00100020 LO': 'P2' };
const FIRST_PATIENT: Change = { '00100020 LO': 'P1' };
const SECOND_STUDY: Change = { '0020000d UI': '1.2.99' };

const both = (first: readonly Uint8Array[], second: readonly Uint8Array[]): NamedFile[] => [
  ...named(first, 'first'),
  ...named(second, 'second'),
];
/** The upper half of the series with other elements. */
const upperHalf = (change: Change): NamedFile[] =>
  named(series((n) => ({ change: n < SLICES / 2 ? FIRST_PATIENT : { ...FIRST_PATIENT, ...change } })));

export const IDENTITY: readonly ZooCase[] = [
  {
    name: 'two patients whose images share a series UID',
    why: 'one spine made of two people: every number of it is of nobody',
    make: () => upperHalf(SECOND_PATIENT),
    expected: {
      refused: 'PATIENTS_SEVERAL',
      saw: /^2 patients: series 1 \(6 images\); series 2 \(6 images\)$/,
    },
  },
  {
    name: 'two patients in one folder',
    why: "the report of one patient is filed under the other's order",
    make: () => both(other(1, FIRST_PATIENT), other(2, { ...SECOND_PATIENT, ...SECOND_STUDY })),
    expected: { refused: 'PATIENTS_SEVERAL', saw: /^2 patients/ },
  },
  {
    name: 'two patients without IDs, born on different days',
    why: 'an anonymiser that empties PatientID does not make two people one',
    make: () => both(other(1, {}), other(2, { '00100030 DA': '19610203' })),
    expected: { refused: 'PATIENTS_SEVERAL', saw: /2 patients/ },
  },
  {
    name: 'two patients under one ID, with names that share no word',
    why: 'IDs of two hospitals collide; the names do not',
    make: () => both(other(1, FIRST_PATIENT), other(2, { ...FIRST_PATIENT, '00100010 PN': 'Someone^Else' })),
    expected: { refused: 'PATIENTS_SEVERAL', saw: /2 patients/ },
  },
  ...(
    [
      ['emptied', { '00100020 LO': '', '00100010 PN': '', '00100030 DA': '', '00100040 CS': '' }],
      ['called ANONYMOUS', { '00100020 LO': '', '00100010 PN': 'ANONYMOUS' }],
      ['called NO^NAME', { '00100020 LO': '0000', '00100010 PN': 'NONAME^X' }],
    ] as const
  ).map(([how, change]) => ({
    name: `half of a series is anonymised: ${how}`,
    why: `${how}: nobody is no second patient, and what the other half says of the patient is known`,
    make: () =>
      named(series((n) => ({ change: n % 2 === 0 ? { ...FIRST_PATIENT, ...change } : FIRST_PATIENT }))),
    expected: {
      read: ({ volume, about }) => {
        expect(volume.dims[2]).toBe(SLICES);
        expect(about.patient).toMatchObject({ id: 'P1', name: 'Test, Patient', sex: 'female', ageYears: 76 });
      },
    } satisfies ZooCase['expected'],
  })),
  {
    name: 'half of a series has a pseudonym',
    why: 'ANON001 may be this patient or the one before: it is told apart from ANON002, and from a name',
    make: () => upperHalf({ '00100020 LO': 'ANON001', '00100010 PN': 'ANON001' }),
    expected: { refused: 'PATIENTS_SEVERAL', saw: /2 patients/ },
  },
  {
    name: 'half of a series has another birth date',
    why: 'shifted by an anonymiser or of another patient: nothing says which',
    make: () => upperHalf({ '00100030 DA': '19500101' }),
    expected: { refused: 'PATIENTS_SEVERAL', saw: /2 patients/ },
  },
  {
    name: 'a localizer of another patient beside the CT',
    why: 'a folder that holds two people was put together wrongly: which of them was meant is not known',
    make: () =>
      both(
        other(1, FIRST_PATIENT),
        other(2, { ...SECOND_PATIENT, '00080008 CS': 'ORIGINAL\\PRIMARY\\LOCALIZER' }).slice(0, 1),
      ),
    expected: { refused: 'PATIENTS_SEVERAL', saw: /1 image/ },
  },
  {
    name: 'two patients, and the operator names a series',
    why: 'what is said on the command line is done, whatever else lies in the folder',
    make: () => both(other(1, FIRST_PATIENT), other(2, { ...SECOND_PATIENT, ...SECOND_STUDY })),
    select: { series: '2' },
    expected: {
      read: ({ about }) => {
        expect(about.patient.id).toBe('P2');
        expect(about.series.map(({ chosen }) => chosen)).toEqual([false, true]);
        expect(about.series[0]!.reasons.join()).toContain('not selected');
      },
    },
  },
  {
    name: 'one patient whose name was completed between two series',
    why: 'a title or a second name added at the desk must not stop an assessment',
    make: () =>
      both(other(1, FIRST_PATIENT), other(2, { ...FIRST_PATIENT, '00100010 PN': 'TEST^PATIENT^M^^DR' })),
    expected: { read: ({ about }) => expect(about.series).toHaveLength(2) },
  },
  {
    name: 'two studies of one patient',
    why: 'the scan of years ago would be reported as the one of today',
    make: () => both(other(1, FIRST_PATIENT), other(2, { ...FIRST_PATIENT, ...SECOND_STUDY })),
    expected: {
      refused: 'STUDIES_SEVERAL',
      saw: /^2 studies: study 1: series 1 \(12 images\); study 2: series 2 \(12 images\)$/,
    },
  },
  {
    name: 'two studies of one patient, and the operator names one by its number',
    why: 'both scans can be assessed, one after the other',
    make: () => both(other(1, FIRST_PATIENT), other(2, { ...FIRST_PATIENT, ...SECOND_STUDY })),
    select: { study: '2' },
    expected: { read: ({ about }) => expect(about.study.studyInstanceUid).toBe('1.2.99') },
  },
  {
    name: 'two studies whose images share a series UID',
    why: 'a copied UID joins two visits into one spine',
    make: () => upperHalf(SECOND_STUDY),
    expected: { refused: 'STUDIES_SEVERAL', saw: /6 images.*6 images/ },
  },
  {
    name: 'a dose report of another visit beside the CT',
    why: 'what holds no scan is no second study',
    make: () =>
      both(
        other(1, FIRST_PATIENT),
        other(2, { ...FIRST_PATIENT, ...SECOND_STUDY, '00080008 CS': 'DERIVED\\SECONDARY\\DOSE_INFO' }).slice(
          0,
          1,
        ),
      ),
    expected: { read: ({ about }) => expect(about.study.studyInstanceUid).toBe('1.2.9') },
  },
  {
    name: 'a series named that is not there',
    why: 'a number read off another report must not fall back to some series',
    make: () => named(series()),
    select: { series: '7' },
    expected: { refused: 'SERIES_NOT_FOUND', saw: /among series 1 \(CT, 12 images\)$/ },
  },
  {
    name: 'two frames of reference in one series',
    why: 'the patient was moved between the halves: their positions have nothing to do with each other',
    make: () => named(series((n) => ({ change: { '00200052 UI': n < 6 ? '1.2.5.1' : '1.2.5.2' } }))),
    expected: { refused: 'FRAMES_OF_REFERENCE_MIXED', saw: /2 frames of reference.*6 and 6/ },
  },
  {
    name: 'a frame of reference of its own for each image',
    why: 'anonymisers write that (LIDC-IDRI): it says nothing, and peers read it',
    make: () => named(series((n) => ({ change: { '00200052 UI': `1.2.5.${n}` } }))),
    expected: { read: ({ volume }) => expect(volume.dims[2]).toBe(SLICES) },
  },
];
