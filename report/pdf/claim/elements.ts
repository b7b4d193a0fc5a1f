/** The elements of CPT 0743T, in words of our own, and what of each a report documents. */
import type { Result } from '../../../contracts/result.ts';

import { signatureOf } from '../../words/signature.ts';
import type { ReportData } from '../../report-data.ts';
import { rangesText } from '../../words/level-names.ts';

export interface Element {
  readonly name: string;
  readonly part: 'technical' | 'professional';
  /** What the report holds; null: nothing, for `missing`. */
  readonly documented: string | null;
  readonly missing: string;
  /** Headings of the report under which it stands, beside page 1. */
  readonly headings: readonly string[];
  readonly onFirstPage: boolean;
}

/** In the order of the code's descriptor. */
export function elementsOf(data: ReportData, result: Result): readonly Element[] {
  const missing = result.fault === null ? 'Not evaluated' : 'Not evaluated: technical fault';
  const onFirstPage = result.outcome === 'assessed';
  return [
    scanData(data),
    { ...strength(result), part: 'technical', missing, onFirstPage },
    { ...density(result), part: 'technical', missing, onFirstPage },
    { ...fractures(result), part: 'technical', missing, onFirstPage },
    { ...overall(result), part: 'technical', missing, onFirstPage },
    interpretation(data),
  ];
}

type Measured = Pick<Element, 'name' | 'documented' | 'headings'>;

function scanData({ about }: ReportData): Element {
  const series = about?.series.find(({ chosen }) => chosen);
  const of =
    series === undefined
      ? ''
      : `, series ${series.number} of ${about!.series.length}, ${series.images} images`;
  return {
    name: 'Retrieval and transmission of the CT data',
    part: 'technical',
    documented: about === null ? null : `CT of ${about.study.date ?? 'unknown date'}${of}, received and read`,
    missing: 'No CT was read',
    headings: ['Series of the study'],
    onFirstPage: about !== null,
  };
}

function strength({ levels }: Result): Measured {
  const solved = levels.filter((level) => level.strength !== null).map(({ level }) => level);
  return {
    name: 'Bone strength by finite element analysis',
    documented: solved.length === 0 ? null : `Strength of ${rangesText(solved)}, in N with intervals`,
    headings: ['Results by level', 'Strength and its checks'],
  };
}

function density({ levels }: Result): Measured {
  const measured = levels.filter(({ vbmd }) => vbmd !== null).map(({ level }) => level);
  return {
    name: 'Bone mineral density',
    documented:
      measured.length === 0
        ? null
        : `Trabecular density of ${rangesText(measured)}, in mg/cm3 with intervals`,
    headings: ['Results by level', 'Calibration'],
  };
}

function fractures({ fractures: found }: Result): Measured {
  const graded = found?.graded ?? [];
  const fractured = (found?.fractured ?? []).map(({ level }) => level);
  const which = fractured.length === 0 ? 'none' : rangesText(fractured);
  return {
    name: 'Concurrent vertebral fracture assessment, with classification',
    documented:
      graded.length === 0
        ? null
        : `Levels graded (Genant): ${rangesText(graded)}. Fractured or possibly fractured: ${which}`,
    headings: ['Vertebral fractures'],
  };
}

function overall({ overall: found }: Result): Measured {
  const category = found?.category ?? null;
  return {
    name: 'Overall fracture-risk assessment',
    documented: category === null ? null : 'Category with its probability, criteria and clinical factors',
    headings: ['Overall category and its criteria', 'Fracture probability'],
  };
}

function interpretation(data: ReportData): Element {
  const signed = signatureOf(data.reviewed);
  const role = signed?.reader.role == null ? '' : `, ${signed.reader.role}`;
  return {
    name: 'Interpretation and report',
    part: 'professional',
    documented:
      signed === null
        ? null
        : `Interpreted and signed by ${signed.reader.name}${role}, ${signed.at}: ${signed.meaning!}`,
    missing: 'The report is preliminary and not signed',
    headings: [],
    onFirstPage: true,
  };
}
