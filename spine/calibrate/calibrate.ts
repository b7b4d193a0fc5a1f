/** From an image and its header to a density line: regions, contrast, method, doubts. */
import type { Calibration } from '../../contracts/calibration/calibration.ts';
import type { CalibrationFile } from '../../contracts/calibration/calibration-file.ts';
import type { RegisteredCalibration } from '../../contracts/calibration/registry.ts';
import type { Ct } from '../../contracts/ct.ts';
import type { Vec3 } from '../../contracts/primitives.ts';
import { namesContrast } from '../definitions/contrast.ts';
import type { Volume } from '../grid/volume.ts';

import { chooseRegistered } from './methods/registered.ts';
import { chooseMethod } from './choose-method.ts';
import { contrastOf } from './contrast.ts';
import { bloodFlags, imageFlags, noiseOf } from './image-gates.ts';
import { kernelFlags } from './kernel-flags.ts';
import { calibrateByPhantom, unnamedPhantomFlags } from './phantom/calibrate-by-phantom.ts';
import type { Phantom } from './phantom/phantom.ts';
import type { Rod } from './phantom/find-rods.ts';
import { afterPhantomScan } from './methods/scanned-separately.ts';
import { findRegions, type FoundRegions } from './regions/find-regions.ts';
import { scaleFlags, widened } from './widened.ts';

export interface CalibrateInput {
  readonly about: Ct;
  /** HU; i, j, k closest to patient left, posterior, superior. */
  readonly ct: Volume<Int16Array>;
  /** Label values of vertebral bodies, on the same grid. */
  readonly bodies: Volume<Uint8Array>;
  /** Centres of the bodies, patient LPS, mm. */
  readonly spine: readonly Vec3[];
  /** In the field of view, as the operator says; null: none was named; 'none': there is none. */
  readonly phantom: Phantom | 'none' | null;
  readonly file: CalibrationFile | null;
  /** What the site has registered; looked through where no file was named. Left out: nothing. */
  readonly registry?: readonly RegisteredCalibration[];
}

/** The regions and rods that were measured. */
export interface Where {
  readonly regions: FoundRegions;
  readonly rods: readonly Rod[];
}

export interface Calibrated extends Omit<Calibration, 'schema' | 'mineralBasis' | 'picture' | 'provenance'> {
  /** Where it was measured, for a picture; null where there was no vertebral body to go by. */
  readonly where: Where | null;
}

/** Methods that no phantom scan would better. */
const WITH_PHANTOM: readonly Calibration['method'][] = ['phantom', 'asynchronous-phantom'];

/**
 * @throws StudyRefused KVP_OUT_OF_RANGE; PHANTOM_NOT_FOUND, PHANTOM_FIT_POOR where one was named;
 * CALIBRATION_FILE_MISMATCH where the file is of another scanner, voltage or kernel
 */
export function calibrate({
  about,
  ct,
  bodies,
  spine,
  phantom,
  file,
  registry = [],
}: CalibrateInput): Calibrated {
  const regions = findRegions(ct, bodies);
  const found = regions?.found ?? [];
  const inView =
    phantom === null || phantom === 'none'
      ? null
      : calibrateByPhantom({ ct, phantom, spine, kvp: about.kvp });
  const fromRegistry = chooseRegistered(file === null ? registry : [], about);
  const registered = fromRegistry.chosen;
  const { chosen, alternatives, flags } = chooseMethod({ about, found, phantom: inView, file, registered });
  const blood = found.find(({ region }) => region.tissue === 'blood')?.region;
  const { contrast, flags: contrastFlags } = contrastOf({
    source: about.source,
    named: namesContrast(about.contrastAgent),
    aortaHu: blood?.meanHu ?? null,
    cavaHu: regions?.cavaHu ?? null,
  });
  const { method, statement, source, fit } = chosen;
  const rods = inView?.rods ?? [];
  const seen = [
    ...flags,
    ...(inView === null ? fromRegistry.flags : []),
    ...contrastFlags,
    ...bloodFlags(method, contrast),
    ...kernelFlags(about.kernel),
    ...(regions === null ? [] : imageFlags(regions.search, found)),
    ...scaleFlags(method, about.flags),
    ...(phantom === null ? unnamedPhantomFlags(ct, spine) : []),
  ];
  const doubts = [...seen, ...about.flags];
  const wide = widened(chosen, doubts);
  const { slope, intercept, error } = wide.line;
  const byFile = WITH_PHANTOM.includes(method) ? null : afterPhantomScan(slope, about);
  return {
    method,
    slope,
    intercept,
    error,
    statement,
    source,
    ...(method === 'asynchronous-phantom' && registered !== null
      ? { registered: { id: registered.id, scannedOn: registered.file.scannedOn } }
      : {}),
    fit,
    regions: [...found.map(({ region }) => region), ...rods.map(({ region }) => region)],
    alternatives,
    withPhantomScan: byFile === null ? null : widened({ ...wide.line, error: byFile }, doubts).line.error,
    contrast,
    noiseHu: noiseOf(found),
    flags: [...seen, ...wide.flags],
    where: regions === null ? null : { regions, rods },
  };
}
