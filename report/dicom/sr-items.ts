/** Content items of a structured report (PS3.3 C.17.3). */
import type { Code } from './codes.ts';

export type Item = Readonly<Record<string, unknown>>;
type Relationship = 'CONTAINS' | 'HAS CONCEPT MOD' | 'HAS OBS CONTEXT' | 'HAS PROPERTIES';

function item(
  relationship: Relationship,
  type: string,
  name: Code,
  value: Item,
  content: readonly Item[] = [],
): Item {
  return {
    RelationshipType: relationship,
    ValueType: type,
    ConceptNameCodeSequence: [coded(name)],
    ...value,
    ...(content.length === 0 ? {} : { ContentSequence: content }),
  };
}

/** Of a Code Value (VR SH); a longer one is a Long Code Value (PS3.3, table 8.8-1). */
const LONGEST_CODE = 16;

function coded({ CodeValue: value, ...rest }: Code): Item {
  return value.length > LONGEST_CODE ? { LongCodeValue: value, ...rest } : { CodeValue: value, ...rest };
}

/** @param template of DCMR; none where the container follows its parent's */
export function container(
  relationship: Relationship,
  name: Code,
  content: readonly Item[],
  template?: string,
): Item {
  const of =
    template === undefined
      ? {}
      : { ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: template }] };
  return item(relationship, 'CONTAINER', name, { ContinuityOfContent: 'SEPARATE', ...of }, content);
}

export function code(relationship: Relationship, name: Code, value: Code): Item {
  return item(relationship, 'CODE', name, { ConceptCodeSequence: [coded(value)] });
}

export function text(relationship: Relationship, name: Code, value: string): Item {
  return item(relationship, 'TEXT', name, { TextValue: value });
}

export function uidref(relationship: Relationship, name: Code, value: string): Item {
  return item(relationship, 'UIDREF', name, { UID: value });
}

export function image(relationship: Relationship, name: Code, reference: Item): Item {
  return item(relationship, 'IMAGE', name, { ReferencedSOPSequence: [reference] });
}

/** @param value in `units`; ten digits, as many as a decimal string has room for */
export function number(
  relationship: Relationship,
  name: Code,
  value: number,
  units: Code,
  content: readonly Item[] = [],
): Item {
  return item(
    relationship,
    'NUM',
    name,
    {
      MeasuredValueSequence: [
        { NumericValue: String(Number(value.toPrecision(10))), MeasurementUnitsCodeSequence: [units] },
      ],
    },
    content,
  );
}
