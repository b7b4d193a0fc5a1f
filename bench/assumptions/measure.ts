/** Prints figures of one case as JSON, by whatever constants the hook has put in place: `node measure.ts CASE FOLDER`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Calibration } from '../../contracts/calibration/calibration.ts';
import type { Ct } from '../../contracts/ct.ts';
import type { LevelResult } from '../../contracts/level/level-result.ts';
import type { Level } from '../../contracts/levels.ts';
import type { Quantity } from '../../contracts/primitives.ts';
import { CATEGORY_WORDS, RISK_CATEGORIES } from '../../contracts/risk/overall.ts';
import type { Segmentation } from '../../contracts/segmentation.ts';
import { demoSpine, digitalSpine } from '../../phantoms/index.ts';
import { parametersOf } from '../../spine/definitions/parameter-sets.ts';
import { densityCategory } from '../../spine/judge/density/density-category.ts';
import { NOTHING_KNOWN } from '../../spine/judge/fractures/known-fractures.ts';
import { assessRisk } from '../../spine/judge/index.ts';
import { levelStrength, measureTrabecularDensity } from '../../spine/measure/index.ts';
import { surfaceOfMask } from '../../spine/outline/index.ts';

import type { CaseName } from './list.ts';

/** By name, in the unit that it ends with. */
export type Figures = Readonly<Record<string, number>>;

const PARAMETER_SET = 'osteon-default-4';
const SILENT = { progress: () => undefined, info: () => undefined, warn: () => undefined };
const [name, folder] = process.argv.slice(2) as [CaseName, string];
console.log(JSON.stringify(name === 'digital' ? measured() : name === 'thoracic' ? thoracic() : judged()));

/** One body, solved with elements of 1.5 mm. */
function measured(): Figures {
  const spine = digitalSpine({
    ...demoSpine,
    levels: [{ level: 'L3', vbmdMgCc: 110, fracture: null }],
    neighbours: 'cut',
  });
  const [{ level, labelValue, frame }] = spine.truth.levels as [(typeof spine.truth.levels)[number]];
  const { calibration } = artefacts();
  const parameters = { ...parametersOf(PARAMETER_SET), elementMm: 1.5 };
  const { ct, bodies } = spine;
  const surface = surfaceOfMask(bodies, labelValue);
  if (surface === null) throw new Error('the digital body has no surface');
  const { trabecular } = measureTrabecularDensity({
    ct,
    surface,
    frame,
    calibration,
    level,
    sliceThicknessMm: 1,
    parameters: parameters.trabecular,
  });
  const { strength } = levelStrength({
    ct,
    surface,
    segmented: {
      level,
      labelValue,
      frame,
      bodyVolumeMm3: 0,
      truncated: false,
      refusal: null,
      qc: { light: 'green', flags: [] },
    },
    calibration: { ...calibration, contrast: { ...calibration.contrast, phase: 'none' }, flags: [] },
    trabecular,
    sliceThicknessMm: 1,
    parameters,
    log: SILENT,
  });
  return {
    ...quantity('strength', strength.plastic?.strength),
    ...quantity('linear strength', strength.linearStrength),
    ...quantity('density', trabecular?.vbmd),
  };
}

function thoracic(): Figures {
  const levels: readonly Level[] = ['T9', 'T10', 'T11'];
  const { vbmd } = artefacts().levels.find(({ trabecular }) => trabecular !== null)?.trabecular ?? none();
  const { result } = densityCategory(
    {
      outcomes: levels.map((level) => ({ status: 'assessed', level, fracture: null, flags: [] })),
      densities: new Map(
        levels.map((level) => [
          level,
          {
            vbmd: {
              ...vbmd,
              value: 120,
              uncertainty: { kind: 'interval95', low: 108, high: 132, basis: '' },
            },
            lineSe: 6,
            samplingSe: 1,
          },
        ]),
      ),
      sex: 'female',
      known: NOTHING_KNOWN,
    },
    { ...artefacts().calibration, flags: [] },
  );
  return {
    ...quantity('density', result.adjusted),
    'probability below 80 mg/cm3': result.sides?.osteoporosis ?? 0,
  };
}

/** The demo study, as it is or as the case has it. */
function judged(): Figures {
  const { ct, segmentation, calibration, levels } = artefacts();
  const contrast = (phase: Calibration['contrast']['phase'], correctionMgCc: number): Calibration => ({
    ...calibration,
    contrast: { ...calibration.contrast, phase, correctionMgCc },
    flags: calibration.flags.filter(({ code }) => !code.startsWith('CONTRAST')),
  });
  // The demo's fracture decides alone: without its level other things do.
  const intact = levels.filter(({ level }) => level !== 'L1');
  const kept =
    name === 'demo' ? levels : name === 'one level' ? levels.filter(({ level }) => level === 'L2') : intact;
  const { overall, absolute, strength } = assessRisk({
    ct: name === 'age unknown' ? { ...ct, patient: { ...ct.patient, ageYears: null, birthDate: null } } : ct,
    segmentation: {
      ...segmentation,
      levels: segmentation.levels.filter(({ level }) => kept.some((one) => one.level === level)),
    },
    calibration:
      name === 'arterial'
        ? contrast('arterial', 0)
        : name === 'portal'
          ? contrast('portal', 13)
          : name === 'agent unknown'
            ? {
                ...contrast('unknown', 0),
                flags: [...calibration.flags, { code: 'CONTRAST_UNKNOWN', message: '' }],
              }
            : contrast('none', 0),
    order: null,
    results: kept.map((result) => ({ level: result.level, result })),
    parameterSet: PARAMETER_SET,
  });
  const figures: Record<string, number> = {};
  for (const category of RISK_CATEGORIES)
    figures[`probability of “${CATEGORY_WORDS[category]}”`] = overall.shares?.[category] ?? 0;
  if (absolute.model.status === 'evaluated')
    for (const { outcome, years, probability } of absolute.model.figures)
      if (years === 10)
        Object.assign(figures, quantity(`10-year risk, ${outcome === 'hip' ? 'hip' : 'major'}`, probability));
  const z = strength.modelled?.z;
  if (z !== undefined) figures['z of strength, half of its interval'] = (z.high - z.low) / 2;
  return figures;
}

function quantity(what: string, found: Quantity | null | undefined): Figures {
  if (found == null) return {};
  const { value, unit, uncertainty } = found;
  return {
    [`${what} (${unit})`]: value,
    ...(uncertainty.kind === 'none'
      ? {}
      : { [`${what}, half of its interval (${unit})`]: (uncertainty.high - uncertainty.low) / 2 }),
  };
}

/** As the steps wrote them, by their contracts. */
function artefacts(): {
  readonly ct: Ct;
  readonly segmentation: Segmentation;
  readonly calibration: Calibration;
  readonly levels: readonly LevelResult[];
} {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  const one = (file: string): unknown => read(paths.find((path) => path.endsWith(`/${file}`)) ?? none(file));
  return {
    ct: one('ct.json') as Ct,
    segmentation: one('segmentation.json') as Segmentation,
    calibration: one('calibration.json') as Calibration,
    levels: paths.filter((path) => path.endsWith('/level.json')).map((path) => read(path) as LevelResult),
  };
}

function none(what = 'density'): never {
  throw new Error(`the demo's assessment has no ${what}`);
}
