/** One row a level of an assessment: measured, refused or failed, never left out. */
import type { Quantity } from '../../contracts/primitives.ts';

import { flagsOf } from './assessment-columns.ts';
import { column, measured, since, type Column } from './column.ts';
import { gradeOf, whoseGrade } from './grade-in-force.ts';
import { KEY_COLUMNS } from './key-columns.ts';
import type { LevelSource } from './row-source.ts';

type C = Column<LevelSource>;

const of =
  (
    name:
      | 'strength'
      | 'offsetStrength'
      | 'linearStrength'
      | 'bendingMoment'
      | 'stiffness'
      | 'vbmd'
      | 'anteriorHeight'
      | 'middleHeight'
      | 'posteriorHeight'
      | 'sagittalTilt'
      | 'superiorConcavity'
      | 'inferiorConcavity',
  ) =>
  ({ level }: LevelSource): Pick<Quantity, 'value' | 'uncertainty'> | null =>
    level[name];

export const LEVEL_COLUMNS: readonly C[] = [
  ...KEY_COLUMNS,
  column(
    'level',
    'text',
    'Name (T12, L1), or position (V1: the lowest complete body) where names are not settled',
    ({ level }) => level.level,
  ),
  column(
    'likely_level',
    'text',
    'The likeliest name of a position',
    ({ level }) => level.candidates?.[0]?.level,
  ),
  column(
    'likely_level_probability',
    'number',
    'Its probability',
    ({ level }) => level.candidates?.[0]?.probability,
  ),
  column('status', 'text', 'assessed, refused, failed', ({ level }) => level.status),
  column(
    'refusal_code',
    'text',
    'Why the level was not assessed (docs/codes.md)',
    ({ level }) => level.refusal?.code,
  ),
  column('quality', 'text', 'green, amber, red', ({ level }) => level.qc),
  ...measured<LevelSource>(
    'strength',
    'N',
    'Force at the read-out strain of a body that yields',
    of('strength'),
  ),
  ...measured<LevelSource>('offset_strength', 'N', 'Force at 0.2 % offset', of('offsetStrength')),
  ...measured<LevelSource>('linear_strength', 'N', '0.0068 K H', of('linearStrength')),
  ...measured<LevelSource>(
    'bending_moment',
    'N m',
    'Moment of forward bending at the read-out',
    of('bendingMoment'),
  ),
  ...measured<LevelSource>('stiffness', 'N/mm', 'Axial stiffness K', of('stiffness')),
  ...measured<LevelSource>(
    'strength_of_average',
    '%',
    'Strength against the same body with the average density of age and sex (modelled reference)',
    ({ level }) =>
      level.strengthReference?.status === 'modelled' ? level.strengthReference.shareOfAverage : null,
  ),
  column('strength_z', 'number', 'The same in standard deviations (modelled reference)', ({ level }) =>
    level.strengthReference?.status === 'modelled' ? level.strengthReference.z.value : null,
  ),
  ...measured<LevelSource>('vbmd', 'mg/cm3', 'Trabecular density in the central region', of('vbmd')),
  ...measured<LevelSource>(
    'anterior_height',
    'mm',
    'Anterior height in the mid-sagittal plane',
    of('anteriorHeight'),
  ),
  ...measured<LevelSource>('middle_height', 'mm', 'Middle height', of('middleHeight')),
  ...measured<LevelSource>('posterior_height', 'mm', 'Posterior height', of('posteriorHeight')),
  ...measured<LevelSource>(
    'sagittal_tilt',
    'deg',
    'Angle between the endplates, positive where the body is taller behind',
    of('sagittalTilt'),
  ),
  ...measured<LevelSource>(
    'superior_concavity',
    'mm',
    'Depth of the superior endplate',
    of('superiorConcavity'),
  ),
  ...measured<LevelSource>(
    'inferior_concavity',
    'mm',
    'Depth of the inferior endplate',
    of('inferiorConcavity'),
  ),
  column('grade', 'integer', 'Grade as measured (Genant), 0 to 3', ({ level }) => level.fracture?.grade),
  column('shape', 'text', 'wedge, biconcave, crush', ({ level }) => level.fracture?.shape),
  column(
    'needs_reader',
    'yes/no',
    'A reader has to say whether there is a fracture',
    ({ level }) => level.fracture?.needsReader,
  ),
  column(
    'known_fracture',
    'text',
    'What a reader or the history says: read-intact, read-fractured, in-history, by-accident',
    ({ level }) => level.knownFracture,
  ),
  since(
    2,
    column(
      'grade_in_force',
      'integer',
      'Grade that counts, 0 to 3: the reader’s own; 0 where read as intact or broken by accident; 1 at least of a known fracture; else as measured',
      ({ level }) => gradeOf(level),
    ),
  ),
  since(
    2,
    column(
      'grade_by',
      'text',
      'Whose word that grade rests on: reader (of a review), order (which names a reading or the history), measured',
      (source) => (gradeOf(source.level) === null ? null : whoseGrade(source)),
    ),
  ),
  since(
    2,
    column(
      'read_grade',
      'integer',
      'The reader’s own grade, 1 to 3; null where none was given',
      ({ level }) => level.readGrade?.grade,
    ),
  ),
  ...(['wedge', 'biconcave', 'crush'] as const).map((shape): C =>
    column(
      `${shape}_loss_percent`,
      'number',
      `Height loss by ${shape}`,
      ({ level }) => level.fracture?.lossPercent[shape],
      '%',
    ),
  ),
  column(
    'flags',
    'text',
    'Codes of all remarks (docs/codes.md), each once, with spaces between',
    ({ level }) => flagsOf(level.flags),
  ),
];
