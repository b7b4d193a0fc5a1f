/**
 * The structure of our objects against public samples of another house (highdicom): every attribute and template item that a sample
 * has and ours lack is listed here with the reason.
 */
import { data as dcmjs } from 'dcmjs';
import { beforeAll, describe, expect, test } from 'vitest';

import { lacks } from '../../peers/lacks.ts';
import { lacksSharedData, sharedData } from '../../shared-data.ts';

import { dataOf, run, written } from './written.ts';

const SAMPLES = 'highdicom-samples';

/** As the DICOM JSON model has it. */
interface Attribute {
  readonly vr: string;
  readonly Value?: readonly unknown[];
}
type Attributes = Readonly<Record<string, Attribute>>;

const read = (path: string): Attributes => JSON.parse(run('dcm2json', [path])) as Attributes;

const CONTENT = '0040A730';
const CONCEPT_NAME = '0040A043';
const MEANING = '00080104';
const RELATIONSHIP = '0040A010';
const VALUE_TYPE = '0040A040';

const { dictionary } = dcmjs.DicomMetaDictionary as unknown as {
  readonly dictionary: Readonly<Record<string, { readonly name: string } | undefined>>;
};
const nameOf = (tag: string): string => dictionary[`(${tag.slice(0, 4)},${tag.slice(4)})`]?.name ?? tag;
const itemsOf = ({ vr, Value = [] }: Attribute): readonly Attributes[] =>
  vr === 'SQ' ? (Value as readonly Attributes[]) : [];
const joined = (before: string, name: string): string => (before === '' ? name : `${before} > ${name}`);

/** Names of all attributes, those in sequences behind the sequence's; content items by their value type. */
function attributesOf(dataset: Attributes, before = ''): Set<string> {
  const found = new Set<string>();
  for (const [tag, attribute] of Object.entries(dataset)) {
    const path = joined(before, nameOf(tag));
    if (tag !== CONTENT) found.add(path);
    for (const item of itemsOf(attribute)) {
      const within = tag === CONTENT ? String(item[VALUE_TYPE]!.Value![0]) : path;
      for (const name of attributesOf(item, within)) found.add(name);
    }
  }
  return found;
}

/** Content items by relationship, value type and name, below their parents; a measurement by its type alone. */
function templateItemsOf(dataset: Attributes, before = ''): Set<string> {
  const found = new Set<string>();
  for (const item of itemsOf(dataset[CONTENT] ?? { vr: 'SQ' })) {
    const [relationship, type] = [RELATIONSHIP, VALUE_TYPE].map((tag) => String(item[tag]!.Value![0]));
    const concept = (item[CONCEPT_NAME]?.Value?.[0] as Attributes | undefined)?.[MEANING]?.Value?.[0];
    const path = joined(before, `${relationship} ${type}${type === 'NUM' ? '' : ` ${String(concept)}`}`);
    found.add(path);
    for (const name of templateItemsOf(item, path)) found.add(name);
  }
  return found;
}

interface Pair {
  readonly samples: readonly string[];
  readonly ours: string;
  /** What the samples have and ours lack, with all below it, and why. */
  readonly accepted: Readonly<Record<string, string>>;
}

const GROUP = 'CONTAINS CONTAINER Imaging Measurements > CONTAINS CONTAINER Measurement Group';
const OF_A_REGION = 'the sample measures a region drawn by hand; ours refers to a segment (TID 1411)';
const OPTIONAL_PATIENT = 'optional; the patient is identified as the CT has it, and carries no history here';
const READER = 'the observer is a device; who has signed is in VerifyingObserverSequence';

const PAIRS: readonly Pair[] = [
  {
    samples: ['sr_document.dcm', 'sr_document_with_multiple_groups.dcm'],
    ours: 'measurements.dcm',
    accepted: {
      PatientAge: OPTIONAL_PATIENT,
      PatientWeight: OPTIONAL_PATIENT,
      AdditionalPatientHistory: OPTIONAL_PATIENT,
      InstitutionName: 'of the equipment: the computer stands at no institution that is known',
      InstitutionalDepartmentName: 'as InstitutionName',
      PertinentOtherEvidenceSequence:
        'the evidence is of the same study: CurrentRequestedProcedureEvidenceSequence',
      'NUM > MeasuredValueSequence > FloatingPointValue':
        'required only where a decimal string does not suffice; ten digits do',
      SCOORD: OF_A_REGION,
      SCOORD3D: OF_A_REGION,
      PNAME: READER,
      'HAS OBS CONTEXT TEXT Person Observer Name': READER,
      'HAS OBS CONTEXT PNAME Person Observer Name': READER,
      'CONTAINS CONTAINER Image Library':
        'empty in one sample, absent from the other; the images are in the evidence',
      [`${GROUP} > CONTAINS SCOORD Image Region`]: OF_A_REGION,
      [`${GROUP} > CONTAINS SCOORD3D Volume Surface`]: OF_A_REGION,
      [`${GROUP} > CONTAINS IMAGE Source`]: OF_A_REGION,
      [`${GROUP} > CONTAINS IMAGE Source Image for Segmentation`]:
        'TID 1411 takes images or the series: ours names the source series for segmentation',
      [`${GROUP} > CONTAINS NUM > HAS OBS CONTEXT UIDREF Tracking Unique Identifier`]:
        'the group has it: a measurement is of one vertebra',
      [`${GROUP} > CONTAINS NUM > HAS PROPERTIES CODE Normality`]:
        'optional; what is normal is judged by age, in the report',
      [`${GROUP} > CONTAINS NUM > HAS PROPERTIES CODE Level of Significance`]:
        'optional; nobody has judged it',
      [`${GROUP} > CONTAINS CODE Level of Significance`]: 'optional; nobody has judged it',
      [`${GROUP} > HAS CONCEPT MOD CODE Finding Site > HAS CONCEPT MOD CODE Topographical Modifier`]:
        'a vertebra has none',
      [`${GROUP} > CONTAINS CODE Anatomical position (finding)`]:
        "a qualitative evaluation of the sample's own",
      [`${GROUP} > CONTAINS CODE Finding category`]: 'optional; a vertebra is an anatomical structure',
    },
  },
  {
    samples: ['seg_image_ct_binary.dcm', 'seg_image_ct_binary_overlap.dcm'],
    ours: 'segmentation.dcm',
    accepted: {
      PatientAge: OPTIONAL_PATIENT,
      RequestingService: 'of the CT of the sample',
      PatientIdentityRemoved: 'ours is not de-identified',
      DeidentificationMethod: 'ours is not de-identified',
      SourceImageSequence: 'each frame names its image, and ReferencedSeriesSequence all of them',
      'PerFrameFunctionalGroupsSequence > DerivationImageSequence > SourceImageSequence > SpatialLocationsPreserved':
        'optional; YES of most series, but frames lie turned against images of a prone patient, and ct.json does not hold how',
      'SegmentSequence > SegmentationAlgorithmIdentificationSequence':
        'asks for a family of CID 7162, and none fits what finds, names and outlines; name and version are in SegmentAlgorithmName',
    },
  },
];

describe.skipIf(lacksSharedData(SAMPLES) || lacks('dcm2json'))('beside samples of highdicom', () => {
  let files: ReadonlyMap<string, string>;
  beforeAll(async () => {
    files = written(await dataOf({ levels: ['L1', 'L2'], refused: ['L3'] }));
  });

  test.each(PAIRS)(
    '$ours lacks only what is accepted, and nothing is accepted in vain',
    ({ samples, ours, accepted }) => {
      const structure = (path: string): readonly string[] => {
        const dataset = read(path);
        return [...attributesOf(dataset), ...templateItemsOf(dataset)];
      };
      const have = new Set(structure(files.get(ours)!));
      const theirs = new Set(samples.flatMap((name) => structure(sharedData(`${SAMPLES}/${name}`))));
      const lacking = [...theirs].filter((path) => !have.has(path));
      const covers = (key: string, path: string): boolean => path === key || path.startsWith(`${key} > `);
      const keys = Object.keys(accepted);
      expect(lacking.filter((path) => !keys.some((key) => covers(key, path)))).toEqual([]);
      expect(keys.filter((key) => !lacking.some((path) => covers(key, path)))).toEqual([]);
    },
  );
});
