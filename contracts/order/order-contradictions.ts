/** Contradictions within an order. Messages state what is required, and never repeat what was given. */
import type { Order } from './order-fields.ts';
import { NOT_SMOKING, THREE_UNITS } from './risk-factors.ts';

export interface Contradiction {
  /** The field that is named. */
  readonly path: (string | number)[];
  readonly message: string;
}

/** kg/m2; no adult outside is known to walk into a clinic (design values). */
const LEAST_BODY_MASS_INDEX = 10;
const GREATEST_BODY_MASS_INDEX = 80;
/** The oldest age that an order may name, years. */
const OLDEST_YEARS = 120;
/** Years of the dates of an order: nobody who is alive has earlier ones, no order of this version later ones (design values). */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2049;

export function contradictions(order: Order): readonly Contradiction[] {
  return [...bodyMass(order), ...amounts(order), ...fractures(order), ...dates(order), ...readings(order)];
}

function bodyMass({ patient }: Order): readonly Contradiction[] {
  const { heightCm, weightKg } = patient ?? {};
  if (heightCm === undefined || weightKg === undefined) return [];
  const index = weightKg / (heightCm / 100) ** 2;
  if (index >= LEAST_BODY_MASS_INDEX && index <= GREATEST_BODY_MASS_INDEX) return [];
  const message = `a weight that gives a body mass index of ${LEAST_BODY_MASS_INDEX} to ${GREATEST_BODY_MASS_INDEX} kg/m2 with heightCm`;
  return [{ path: ['patient', 'weightKg'], message }];
}

function amounts({ patient, riskFactors = {} }: Order): readonly Contradiction[] {
  const { smoking, currentSmoking, alcoholUnitsADay, alcohol3UnitsADay } = riskFactors;
  const found: Contradiction[] = [];
  const named = (field: string, message: string): void =>
    void found.push({ path: ['riskFactors', field], message });
  if (smoking !== undefined && currentSmoking === NOT_SMOKING.includes(smoking))
    named('smoking', 'a value consistent with currentSmoking');
  if (alcoholUnitsADay !== undefined && alcohol3UnitsADay === !THREE_UNITS.includes(alcoholUnitsADay))
    named('alcoholUnitsADay', 'a value consistent with alcohol3UnitsADay');
  if (riskFactors.menopausalSymptoms === true && patient?.sex === 'male')
    named('menopausalSymptoms', 'false or omitted for male patients');
  if (riskFactors.parentalHipFracture === true && riskFactors.parentalOsteoporosis === false)
    named('parentalOsteoporosis', 'true or omitted if parentalHipFracture is true');
  return found;
}

function fractures({ riskFactors }: Order): readonly Contradiction[] {
  const told = riskFactors?.priorFractures ?? [];
  const found: Contradiction[] = [];
  told.forEach(({ site, level, date, traumatic }, n) => {
    const at = (field: string): (string | number)[] => ['riskFactors', 'priorFractures', n, field];
    if (level === undefined) {
      const sameDay = told
        .slice(0, n)
        .filter((other) => other.level === undefined && other.site === site && other.date === date);
      if (date !== undefined && sameDay.some((other) => differ(traumatic, other.traumatic)))
        found.push({
          path: at('traumatic'),
          message: 'one answer per fracture; this site and date are listed above',
        });
      return;
    }
    if (site !== 'vertebra') found.push({ path: at('level'), message: 'a level only with site "vertebra"' });
    for (const other of told.slice(0, n)) {
      if (other.level !== level) continue;
      if (differ(date, other.date))
        found.push({
          path: at('date'),
          message: 'one date per fracture; this level is listed above with another date',
        });
      else if (differ(traumatic, other.traumatic))
        found.push({
          path: at('traumatic'),
          message: 'one answer per fracture; this level is listed above',
        });
    }
  });
  return found;
}

/** Two answers; an answer not given differs from none. */
function differ<Answer>(one: Answer | undefined, other: Answer | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

/** Dates as YYYY-MM-DD sort as text. */
function dates({ date: ordered, patient, riskFactors, dxa }: Order): readonly Contradiction[] {
  const all: { path: (string | number)[]; date: string | undefined; isFracture: boolean }[] = [
    { path: ['date'], date: ordered, isFracture: false },
    ...(riskFactors?.priorFractures ?? []).map(({ date }, n) => ({
      path: ['riskFactors', 'priorFractures', n, 'date'],
      date,
      isFracture: true,
    })),
    { path: ['dxa', 'date'], date: dxa?.date, isFracture: false },
  ];
  const oldest =
    ordered === undefined ? null : Number(ordered.slice(0, 4)) - (patient?.ageYears ?? OLDEST_YEARS) - 1;
  return all.flatMap(({ path, date, isFracture }): Contradiction[] => {
    if (date === undefined) return [];
    const year = Number(date.slice(0, 4));
    if (year < FIRST_YEAR || year > LAST_YEAR)
      return [{ path, message: `a date from ${FIRST_YEAR} to ${LAST_YEAR}` }];
    if (ordered !== undefined && date > ordered)
      return [{ path, message: 'a date not later than the date of the order' }];
    if (isFracture && oldest !== null && year < oldest)
      return [{ path, message: 'a date after the birth of the patient' }];
    return [];
  });
}

function readings({ confirmedFractures = [], riskFactors }: Order): readonly Contradiction[] {
  const told = new Set((riskFactors?.priorFractures ?? []).map(({ level }) => level));
  return confirmedFractures.flatMap(({ level, fractured }, n): Contradiction[] => {
    const path = ['confirmedFractures', n, 'fractured'];
    const before = confirmedFractures.slice(0, n);
    if (before.some((other) => other.level === level && other.fractured !== fractured))
      return [{ path, message: 'one reading per level; this level is listed above' }];
    if (!fractured && told.has(level))
      return [{ path, message: 'true or omitted for a level listed as fractured in priorFractures' }];
    return [];
  });
}
