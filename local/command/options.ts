/** The command line: what can be asked for, and how it is asked. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

import { LABEL_CONVENTIONS } from '../../spine/outline/index.ts';

import { PHANTOM_TYPES } from '../../contracts/calibration/phantom.ts';
import type { LevelOverride } from '../../contracts/study.ts';
import {
  DEFAULT_PARAMETER_SET,
  PARAMETER_SET_IDS,
  type ParameterSetId,
} from '../../contracts/parameter-set-ids.ts';
import { parameterText } from '../../spine/definitions/parameter-sets.ts';

import { CommandLineError } from './errors.ts';
import { joinedPoint, levelOverrideOf } from './level-override.ts';
import { phantomOptionOf, type PhantomOption } from './phantom-option.ts';

export interface Options {
  readonly help: boolean;
  /** Null: make the digital spine and assess that. */
  readonly study: string | null;
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
  readonly order: string | null;
  readonly parameterSet: ParameterSetId | null;
  readonly out: string;
  readonly workers: number;
}

const DEFAULT_OUT = 'osteon-out';

export const HELP = `Usage: npm start -- [STUDY] [options]

Assesses the CT in STUDY and ends with the path of a PDF report. Without STUDY it
makes a digital spine (a DICOM CT series of T11-L4) and assesses that.

STUDY                       a folder of DICOM files (nested, mixed series), a .zip of
                            one, or a NIfTI CT (.nii, .nii.gz)

Options
  --labels PATH             vertebra label map of the CT (NIfTI), or a folder of masks
                            named by level (vertebrae_L3.nii.gz); may be given twice,
                            as for an instance map and its sub-region map
  --label-convention NAME   numbering of the label map, where it can't be told from
                            the map itself:
${LABEL_CONVENTIONS.map(({ id, title }) => `                              ${id.padEnd(22)} ${title}`).join('\n')}
  --model DIR               a segmentation model of yours: model.onnx and manifest.json
                            (schema: schemas/onnx-model.schema.json); needs the
                            optional package onnxruntime-node
  --keep-outlines           take the outlines of --labels or --model as they are drawn;
                            else they are fitted to the edges that the image shows
  --first-level LEVEL       the uppermost vertebral body that is whole in the image is
                            this one (as L1); all levels are renamed with it
  --level-at X,Y,Z=LEVEL    the vertebra at this point is that one (-4.5,12,-310=L3);
                            patient LPS in mm as in DICOM: x grows to the left, y to
                            the back; where a viewer shows RAS, negate x and y
  --phantom TYPE            a calibration phantom lies under the patient, one of
${PHANTOM_TYPES.map((type) => `                              ${type === 'mindways' ? 'mindways:CERTIFICATE.json (schema: schemas/phantom-certificate.schema.json)' : type}`).join('\n')}
                              none: there is none, and what looks like one is not
  --calibration FILE        a phantom scanned by itself on the same scanner, at the same
                            voltage, with the same kernel
                            (schema: schemas/calibration-file.schema.json)
  --order FILE              order.json: indication and clinical risk factors
                            (schema: schemas/order.schema.json)
  --parameters NAME         named set of constants:
${PARAMETER_SET_IDS.map((id) => `                              ${id.padEnd(22)} ${parameterText(id)}${id === DEFAULT_PARAMETER_SET ? ' (default)' : ''}`).join('\n')}
  --out DIR                 where report and artefacts go (default: ${DEFAULT_OUT})
  --workers N               levels solved at the same time (default: the cores, ${availableParallelism()} here)
  --help                    this text

Exit: 0 assessed, 1 failed, 2 the command can't be carried out, 3 the study is refused.
Not cleared for clinical use; decision support.`;

/** @throws CommandLineError naming the option that is wrong. */
export function parseCommandLine(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  if (positionals.length > 1) {
    throw new CommandLineError(`saw ${positionals.length} studies, wanted one; --help says how it is used`);
  }
  const convention = values['label-convention'] ?? null;
  if (convention !== null && !LABEL_CONVENTIONS.some(({ id }) => id === convention)) {
    const known = LABEL_CONVENTIONS.map(({ id }) => id).join(', ');
    throw new CommandLineError(`--label-convention: saw ${convention}, wanted one of ${known}`);
  }
  const asked = values.parameters;
  const parameterSet = PARAMETER_SET_IDS.find((id) => id === asked) ?? null;
  if (asked !== undefined && parameterSet === null) {
    throw new CommandLineError(`--parameters: saw ${asked}, wanted one of ${PARAMETER_SET_IDS.join(', ')}`);
  }
  const labels = values.labels ?? [];
  if (convention !== null && labels.length === 0) {
    throw new CommandLineError('--label-convention is of use with --labels only');
  }
  if (positionals.length === 0 && labels.length > 0) {
    throw new CommandLineError(
      '--labels belongs to a STUDY; the digital spine is segmented by osteon itself',
    );
  }
  if (values.model !== undefined && labels.length > 0) {
    throw new CommandLineError(
      '--model and --labels exclude each other: one or the other outlines the vertebrae',
    );
  }
  if (positionals.length === 0 && values.model !== undefined) {
    throw new CommandLineError('--model belongs to a STUDY; the digital spine is segmented by osteon itself');
  }
  if (values['keep-outlines'] === true && labels.length === 0 && values.model === undefined) {
    throw new CommandLineError('--keep-outlines is of use with --labels or --model only');
  }
  const phantom = phantomOptionOf(values.phantom);
  const named = phantom !== null && phantom !== 'none';
  if (positionals.length === 0 && (named || values.calibration !== undefined)) {
    throw new CommandLineError(
      '--phantom and --calibration belong to a STUDY; the digital spine has no phantom',
    );
  }
  return {
    help: values.help ?? false,
    study: positionals[0] ?? null,
    labels,
    labelConvention: convention,
    model: values.model ?? null,
    keepOutlines: values['keep-outlines'] ?? false,
    levelOverride: levelOverrideOf(values['first-level'], values['level-at']),
    phantom,
    calibration: values.calibration ?? null,
    order: values.order ?? null,
    parameterSet,
    out: values.out ?? DEFAULT_OUT,
    workers: workersOf(values.workers),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: joinedPoint(args),
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        labels: { type: 'string', multiple: true },
        'label-convention': { type: 'string' },
        model: { type: 'string' },
        'keep-outlines': { type: 'boolean' },
        'first-level': { type: 'string' },
        'level-at': { type: 'string' },
        phantom: { type: 'string' },
        calibration: { type: 'string' },
        order: { type: 'string' },
        parameters: { type: 'string' },
        out: { type: 'string' },
        workers: { type: 'string' },
      },
    });
  } catch (cause) {
    throw new CommandLineError(`${(cause as Error).message.split('. ')[0]}; --help says how it is used`, {
      cause,
    });
  }
}

function workersOf(text: string | undefined): number {
  if (text === undefined) return availableParallelism();
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 64) {
    throw new CommandLineError(`--workers: saw ${text}, wanted a whole number from 1 to 64`);
  }
  return count;
}
