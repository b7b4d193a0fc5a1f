/** Patient and readers, as far as the CT's headers and the reviews name them. */
import type { HumanName, Patient, Practitioner } from 'fhir/r4.js';

import { practitionerThing, type Context } from './context.ts';

/** Family, given, middle, prefix and suffix of the alphabetic group (PS3.5, PN), or of the first one that holds something. */
export function nameParts(personName: string): readonly string[] {
  const groups = personName.split('=');
  return (groups.find((group) => group.replaceAll('^', '').trim() !== '') ?? '').split('^');
}

/** No system stands beside the identifier: the header does not say who gave it. */
export function patientOf({ data, result, id }: Context): readonly Patient[] {
  const { about } = data;
  if (about === null) return [];
  const { patient, dicom } = about;
  const sex = result.subject?.sex ?? patient.sex;
  const name = humanName(dicom?.patientName ?? null, patient.name);
  return [
    {
      resourceType: 'Patient',
      id: id('patient'),
      ...(patient.id === null ? {} : { identifier: [{ value: patient.id }] }),
      ...(name === null ? {} : { name: [name] }),
      ...(sex === null ? {} : { gender: sex }),
      ...(patient.birthDate === null ? {} : { birthDate: patient.birthDate }),
    },
  ];
}

function humanName(personName: string | null, text: string | null): HumanName | null {
  const [family, given, middle, prefix, suffix] = personName === null ? [] : nameParts(personName);
  const names = [given, middle].flatMap((part) => (part ? [part] : []));
  const name: HumanName = {
    ...(text ? { text } : {}),
    ...(family ? { family } : {}),
    ...(names.length === 0 ? {} : { given: names }),
    ...(prefix ? { prefix: [prefix] } : {}),
    ...(suffix ? { suffix: [suffix] } : {}),
  };
  return Object.keys(name).length === 0 ? null : name;
}

/** Everyone who has reviewed, once each. */
export function practitionersOf({ data, id }: Context): readonly Practitioner[] {
  const byThing = new Map(
    (data.reviewed?.history ?? []).map((review) => [practitionerThing(review), review.reader]),
  );
  return [...byThing].map(([thing, { name, role }]) => ({
    resourceType: 'Practitioner',
    id: id(thing),
    name: [{ text: name }],
    ...(role === null ? {} : { qualification: [{ code: { text: role } }] }),
  }));
}
