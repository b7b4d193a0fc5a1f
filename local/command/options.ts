/** The command line: what can be asked for, and how it is asked. */
import { availableParallelism } from 'node:os';

import { LONE_PHANTOM_TYPES, TABLE_PHANTOM_TYPES } from '../../contracts/calibration/phantom.ts';
import {
  LABEL_CONVENTIONS,
  seriesSelectionSchema,
  type LevelOverride,
  type SeriesSelection,
} from '../../contracts/study.ts';
import {
  DEFAULT_PARAMETER_SET,
  PARAMETER_SET_IDS,
  type ParameterSetId,
} from '../../contracts/parameter-set-ids.ts';
import { parameterText } from '../../spine/definitions/parameter-sets.ts';
import { needsCertificate } from '../../spine/definitions/calibration-phantoms.ts';
import { REPORT_LANGUAGES, type ReportOptions } from '../../contracts/order/report-options.ts';

import { CommandLineError } from './errors.ts';
import { parsedArguments } from './parsed.ts';
import { joinedPoint, levelOverrideOf } from './level-override.ts';
import { phantomOptionOf, type PhantomOption } from './phantom-option.ts';
import { DEFAULT_SITE, siteOf } from './site.ts';
import { wholeNumber } from './whole-number.ts';

export interface Options {
  readonly help: boolean;
  /** Null: make the digital spine and assess that. */
  readonly study: string | null;
  /** Which of several series or studies; null: nothing is said. */
  readonly select: SeriesSelection | null;
  readonly labels: readonly string[];
  readonly labelConvention: string | null;
  /** Folder of `model.onnx` and `manifest.json`. */
  readonly model: string | null;
  /** The outlines of a label map or a model are not fitted to the image. */
  readonly keepOutlines: boolean;
  readonly levelOverride: LevelOverride | null;
  /** A calibration phantom in the field of view, or that there is none; null: nothing is said. */
  readonly phantom: PhantomOption | null;
  /** Calibration file of a phantom that was scanned by itself. */
  readonly calibration: string | null;
  /** Where the calibration file of a phantom scan is written, instead of an assessment; null: STUDY is a patient's. */
  readonly writeCalibration: string | null;
  readonly order: string | null;
  /** Results of earlier assessments of the patient. */
  readonly priors: readonly string[];
  readonly parameterSet: ParameterSetId | null;
  /** How the report is written; null: in English, without a page for the patient. */
  readonly report: ReportOptions | null;
  /** Whose registered calibrations may be used, and whose scanner is watched. */
  readonly site: string;
  readonly out: string;
  readonly workers: number;
}

export const DEFAULT_OUT = 'osteon-out';

export const HELP = `Usage: npm start -- [STUDY] [options]

Assesses the CT in STUDY and prints the path of the PDF report. Without STUDY, a
digital spine (a DICOM CT series of T11-L4) is generated and assessed.

STUDY                       folder of DICOM files (may be nested and contain several
                            series), a .zip archive of it, or a NIfTI CT (.nii, .nii.gz)

Options
  --series N                assess this series: its number in the list of series, or its
                            SeriesInstanceUID
  --study N                 assess this study of several: its number, or its
                            StudyInstanceUID
  --labels PATH             vertebra label map of the CT (NIfTI), or a folder of masks
                            named by level (vertebrae_L3.nii.gz); may be given twice,
                            for an instance map and its sub-region map
  --label-convention NAME   numbering of the label map, if it cannot be identified
                            automatically:
${Object.entries(LABEL_CONVENTIONS)
  .map(([id, title]) => `                              ${id.padEnd(22)} ${title}`)
  .join('\n')}
  --model DIR               your own segmentation model: model.onnx and manifest.json
                            (schema: schemas/onnx-model.schema.json); requires the
                            optional package onnxruntime-node
  --keep-outlines           keep the outlines of --labels or --model unchanged; by
                            default they are fitted to the edges in the image
  --first-level LEVEL       level of the uppermost vertebra outlined in spine.svg, even
                            if incomplete or not evaluated (for example L1); all levels
                            are renamed accordingly
  --level-at X,Y,Z=LEVEL    level of the vertebra at this point (-4.5,12,-310=L3);
                            patient coordinates in mm as in DICOM (LPS: x to the left,
                            y posterior); for a viewer in RAS, negate x and y
  --phantom TYPE            type of the calibration phantom under the patient, one of
${TABLE_PHANTOM_TYPES.map((type) => `                              ${needsCertificate(type) ? `${type}:CERTIFICATE.json (schema: schemas/phantom-certificate.schema.json)` : type}`).join('\n')}
                              none: no phantom; similar structures are ignored
  --calibration FILE        separate phantom scan with the same scanner, tube voltage
                            and kernel
                            (schema: schemas/calibration-file.schema.json)
  --write-calibration FILE  STUDY is the scan of a phantom by itself: find the rods of
                            --phantom TYPE and write its calibration file; no patient
                            is assessed. Only with this option, TYPE may also be
                            ${LONE_PHANTOM_TYPES.join(', ')}
  --order FILE              order.json: indication and clinical risk factors
                            (schema: schemas/order.schema.json), or a FHIR R4
                            ServiceRequest or Bundle with one
  --prior FILE              result.json of an earlier assessment of the patient, in its
                            folder; may be given several times: changes are reported
                            where both were assessed by the same method
  --parameters NAME         named parameter set:
${PARAMETER_SET_IDS.map((id) => `                              ${id.padEnd(22)} ${parameterText(id)}${id === DEFAULT_PARAMETER_SET ? ' (default)' : ''}`).join('\n')}
  --language LANGUAGE       language of page 1 and of the page for the patient: en
                            (default) or de; all other pages are in English
  --no-priors               compare with no earlier assessment of the patient; by default
                            those of the same site in DIR are found by the patient ID,
                            and assessed again first if they were with other parameters
  --patient-page            add a page in plain language for the patient
  --site NAME               site whose registered calibrations are used (default: ${DEFAULT_SITE};
                            see npm run calibrations -- --help)
  --out DIR                 output folder (default: ${DEFAULT_OUT})
  --workers N               number of levels solved in parallel (default: number of cores,
                            here ${availableParallelism()})
  --help                    show this text

Exit codes: 0 assessed, 1 failed, 2 invalid command, 3 study refused.
Not cleared for clinical use; decision support.`;

/** @throws CommandLineError naming the option that is wrong. */
export function parseCommandLine(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  if (positionals.length > 1) {
    throw new CommandLineError(`found ${positionals.length} studies; required: one (see --help)`);
  }
  const convention = values['label-convention'] ?? null;
  if (convention !== null && !Object.hasOwn(LABEL_CONVENTIONS, convention)) {
    const known = Object.keys(LABEL_CONVENTIONS).join(', ');
    throw new CommandLineError(`--label-convention: found ${convention}; required: one of ${known}`);
  }
  const asked = values.parameters;
  const parameterSet = PARAMETER_SET_IDS.find((id) => id === asked) ?? null;
  if (asked !== undefined && parameterSet === null) {
    throw new CommandLineError(
      `--parameters: found ${asked}; required: one of ${PARAMETER_SET_IDS.join(', ')}`,
    );
  }
  const labels = values.labels ?? [];
  if (convention !== null && labels.length === 0) {
    throw new CommandLineError('--label-convention requires --labels');
  }
  if (positionals.length === 0 && labels.length > 0) {
    throw new CommandLineError('--labels requires a STUDY; the digital spine is segmented automatically');
  }
  if (values.model !== undefined && labels.length > 0) {
    throw new CommandLineError('--model and --labels cannot be combined');
  }
  if (positionals.length === 0 && values.model !== undefined) {
    throw new CommandLineError('--model requires a STUDY; the digital spine is segmented automatically');
  }
  if (values['keep-outlines'] === true && labels.length === 0 && values.model === undefined) {
    throw new CommandLineError('--keep-outlines requires --labels or --model');
  }
  const select = selectionOf(values.series, values.study);
  if (positionals.length === 0 && select !== null)
    throw new CommandLineError('--series and --study require a STUDY; the digital spine has one series');
  const phantom = phantomOptionOf(values.phantom);
  const named = phantom !== null && phantom !== 'none';
  if (positionals.length === 0 && (named || values.calibration !== undefined)) {
    throw new CommandLineError(
      '--phantom and --calibration require a STUDY; the digital spine has no phantom',
    );
  }
  if (values['write-calibration'] !== undefined && (positionals.length === 0 || !named))
    throw new CommandLineError('--write-calibration requires the scan of a phantom and --phantom TYPE');
  return {
    help: values.help ?? false,
    study: positionals[0] ?? null,
    select,
    labels,
    labelConvention: convention,
    model: values.model ?? null,
    keepOutlines: values['keep-outlines'] ?? false,
    levelOverride: levelOverrideOf(values['first-level'], values['level-at']),
    phantom,
    calibration: values.calibration ?? null,
    writeCalibration: values['write-calibration'] ?? null,
    order: values.order ?? null,
    priors: values.prior ?? [],
    parameterSet,
    report: reportOptionsOf(values.language, values['patient-page'] ?? false, values['no-priors'] ?? false),
    site: siteOf(values.site),
    out: values.out ?? DEFAULT_OUT,
    workers: wholeNumber('--workers', values.workers, { from: 1, to: 64 }) ?? availableParallelism(),
  };
}

function parsed(args: readonly string[]) {
  return parsedArguments({
    args: joinedPoint(args),
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      series: { type: 'string' },
      study: { type: 'string' },
      labels: { type: 'string', multiple: true },
      'label-convention': { type: 'string' },
      model: { type: 'string' },
      'keep-outlines': { type: 'boolean' },
      'first-level': { type: 'string' },
      'level-at': { type: 'string' },
      phantom: { type: 'string' },
      calibration: { type: 'string' },
      'write-calibration': { type: 'string' },
      order: { type: 'string' },
      prior: { type: 'string', multiple: true },
      parameters: { type: 'string' },
      language: { type: 'string' },
      'no-priors': { type: 'boolean' },
      'patient-page': { type: 'boolean' },
      site: { type: 'string' },
      out: { type: 'string' },
      workers: { type: 'string' },
    },
  });
}

function reportOptionsOf(
  language: string | undefined,
  patientPage: boolean,
  withoutPriors: boolean,
): ReportOptions | null {
  if (language === undefined && !patientPage && !withoutPriors) return null;
  const known = REPORT_LANGUAGES.find((one) => one === language);
  if (language !== undefined && known === undefined)
    throw new CommandLineError(`--language: found ${language}; required: ${REPORT_LANGUAGES.join(' or ')}`);
  return {
    ...(known === undefined ? {} : { language: known }),
    ...(patientPage ? { patientPage } : {}),
    ...(withoutPriors ? { findPriors: false } : {}),
  };
}

function selectionOf(series: string | undefined, study: string | undefined): SeriesSelection | null {
  if (series === undefined && study === undefined) return null;
  const parsed = seriesSelectionSchema.safeParse({ series, study });
  if (parsed.success) return parsed.data;
  const option = String(parsed.error.issues[0]?.path[0]);
  throw new CommandLineError(`--${option}: required: a number or a UID (digits and dots)`);
}
