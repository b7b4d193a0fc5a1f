/**
 * What the science's steps say in English, in German: names of criteria, of what is missing, and reasons. They are sentences of a
 * closed list, which a test holds against their sources; whatever is not in it stays English, which a reader can see.
 */
import type { Strings } from './english.ts';

const GERMAN: Readonly<Record<string, string>> = {
  'vertebral fracture of grade 3': 'Wirbelkörperfraktur Grad 3',
  'two or more vertebral fractures (measured, read, or in the history)':
    'zwei oder mehr Wirbelkörperfrakturen (gemessen, befundet oder in der Vorgeschichte)',
  'fracture within the last 12 months': 'Fraktur in den letzten 12 Monaten',
  'fracture on treatment for osteoporosis': 'Fraktur unter Osteoporosetherapie',
  'DXA T-score below -3': 'DXA-T-Wert unter -3',
  '10-year risk above 30 % (major) or 4.5 % (hip)':
    '10-Jahres-Risiko über 30 % (osteoporotische Fraktur) oder 4.5 % (Hüfte)',
  'vertebral fracture (measured, read, or in the history)':
    'Wirbelkörperfraktur (gemessen, befundet oder in der Vorgeschichte)',
  'hip fracture in the history': 'Hüftfraktur in der Vorgeschichte',
  'trabecular density below 80 mg/cm3': 'trabekuläre Dichte unter 80 mg/cm3',
  'DXA T-score of -2.5 or lower': 'DXA-T-Wert von -2.5 oder niedriger',
  '10-year risk of at least 20 % (major) or 3 % (hip)':
    '10-Jahres-Risiko von mindestens 20 % (osteoporotische Fraktur) oder 3 % (Hüfte)',
  'trabecular density of 120 mg/cm3 or less': 'trabekuläre Dichte von 120 mg/cm3 oder weniger',
  'strength at least one SD below the reference mean':
    'Festigkeit mindestens eine SD unter dem Mittel der Referenz',
  'density of the lumbar spine': 'Dichte der Lendenwirbelsäule',
  'density calibration with a phantom': 'Kalibrierung der Dichte mit einem Phantom',
  'a second measurement of the density': 'eine zweite Messung der Dichte',
  'density of L1 and L2': 'Dichte von L1 und L2',
  'density without contrast agent': 'Dichte ohne Kontrastmittel',
  'levels not graded': 'nicht beurteilte Höhen',
  'prior fracture': 'frühere Fraktur',
  'prior fracture in the last 12 months': 'Fraktur in den letzten 12 Monaten',
  'prior fracture on treatment': 'Fraktur unter Therapie',
  'parental hip fracture': 'Hüftfraktur der Eltern',
  'current smoking': 'Rauchen',
  'alcohol, 3 or more units/day': 'Alkohol, 3 oder mehr Einheiten am Tag',
  'rheumatoid arthritis': 'rheumatoide Arthritis',
  glucocorticoids: 'Glukokortikoide',
  age: 'Alter',
  sex: 'Geschlecht',
  'sex not provided, female and male assumed equally likely':
    'Geschlecht nicht angegeben, weiblich und männlich als gleich wahrscheinlich angenommen',
  'arterial contrast phase, which raises the density by an unknown amount':
    'arterielle Kontrastmittelphase, die die Dichte um ein unbekanntes Maß erhöht',
  'contrast agent, which raises the density': 'Kontrastmittel, das die Dichte erhöht',
  'contrast agent not known': 'Kontrastmittel nicht bekannt',
  'the tube voltage is not known': 'Röhrenspannung nicht bekannt',
  'a repeated solve with a varied calibration or outline did not converge':
    'eine Rechnung mit veränderter Kalibrierung oder Kontur ist nicht konvergiert',
  yes: 'ja',
  no: 'nein',
  none: 'keine',
  lower: 'niedriger',
  higher: 'höher',
  female: 'weiblich',
  male: 'männlich',
  fractured: 'Fraktur',
  'not fractured': 'keine Fraktur',
  'a fracture': 'eine Fraktur',
  'no fracture': 'keine Fraktur',
  'more than 12 months ago': 'vor mehr als 12 Monaten',
  'in the last 12 months or on treatment': 'in den letzten 12 Monaten oder unter Therapie',
  'age and sex not available': 'Alter und Geschlecht nicht bekannt',
  'strength not computed': 'Festigkeit nicht berechnet',
  'age not available': 'Alter nicht bekannt',
  'sex not available': 'Geschlecht nicht bekannt',
  'density not evaluated': 'Dichte nicht bestimmt',
  'no reference for these levels': 'keine Referenz für diese Höhen',
  'no intact level with a reference': 'keine intakte Höhe mit Referenz',
  'fractured, or possibly so: its density is not what it was': 'gebrochen oder möglicherweise gebrochen',
};
const PATTERNS: readonly (readonly [pattern: RegExp, german: string])[] = [
  [/^reading of (.+)$/, 'Befundung von $1'],
  [/^age not provided, (\d+) to (\d+) years assumed$/, 'Alter nicht angegeben, $1 bis $2 Jahre angenommen'],
  [
    /^10-year risk taken at (\d+) years, the nearest age that the risk model covers$/,
    '10-Jahres-Risiko wie mit $1 Jahren, dem nächsten Alter, für das das Risikomodell gilt',
  ],
  [
    /^(\S+) deviates in shape or size from its neighbours: outline to be verified$/,
    '$1 weicht in Form oder Größe ab: Kontur zu prüfen',
  ],
  [/^age outside (\d+) to (\d+) years$/, 'Alter außerhalb von $1 bis $2 Jahren'],
  [/^(\d+) to (\d+) years$/, '$1 bis $2 Jahre'],
  [/^(\d+) years or more$/, '$1 Jahre oder mehr'],
];

/** In the language of `strings`; what it has no words for as it is. */
export function inLanguage({ language }: Pick<Strings, 'language'>, text: string): string {
  if (language !== 'de') return text;
  const known = GERMAN[text];
  if (known !== undefined) return known;
  const found = PATTERNS.find(([pattern]) => pattern.test(text));
  return found === undefined ? text : text.replace(found[0], found[1]);
}

export function isKnown(text: string): boolean {
  return inLanguage({ language: 'de' }, text) !== text;
}
