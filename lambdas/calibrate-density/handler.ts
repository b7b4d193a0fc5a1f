/** CalibrateDensity: from the image, its headers and what the operator named to the line that turns HU into mg/cm3. */
import type { z } from 'zod';

import { assessmentKey, getJson, getVolume, putBytes, putJson } from '../shared/artifacts.ts';
import { putControlPoint } from '../shared/calibrations/control.ts';
import { getDocument, getMarker } from '../shared/site-documents.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { calibrationSchema } from '../../contracts/calibration/calibration.ts';
import { calibrationFileSchema } from '../../contracts/calibration/calibration-file.ts';
import { calibrationRegistrySchema } from '../../contracts/calibration/registry.ts';
import { ctSchema } from '../../contracts/ct.ts';
import { phantomCertificateSchema } from '../../contracts/calibration/phantom.ts';
import type { ArtifactRef } from '../../contracts/primitives.ts';
import { segmentationSchema, type Segmentation } from '../../contracts/segmentation.ts';
import { calibrateDensityInputSchema, calibrateDensityOutputSchema } from '../../contracts/states.ts';
import type { StudyManifest } from '../../contracts/study.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { drawRegions } from '../../report/pictures/calibration/draw-regions.ts';
import { pngOf } from '../../report/pictures/kit/png.ts';
import { software } from '../shared/version.ts';

import { calibrate, controlPoint, type Phantom, phantomOf } from '../../spine/calibrate/index.ts';
import { likelyNamed } from '../../spine/outline/index.ts';

const PICTURE_SCHEMA = 'osteon/picture/1';

export const handler = stepHandler({
  name: 'CalibrateDensity',
  input: calibrateDensityInputSchema,
  output: calibrateDensityOutputSchema,
  run: async function calibrateDensity(input, { store, log }) {
    const manifest = await getMarker(store, input);
    const about = await getJson(store, input.ct.artifact, ctSchema);
    const segmentation = await getJson(store, input.segmentation.artifact, segmentationSchema);
    const ct = await getVolume(store, about.volume);
    const bodies = await getVolume(store, segmentation.bodies);
    log.progress('locating air, aorta, fat and muscle', 0.4);
    const { where, ...result } = calibrate({
      about,
      ct,
      bodies: likelyNamed(bodies, segmentation),
      spine: centresOf(segmentation),
      phantom: await phantomNamed(store, manifest),
      file:
        manifest.calibrationFile === undefined
          ? null
          : await calibrationDocument(store, manifest.calibrationFile, calibrationFileSchema),
      registry:
        manifest.calibrations === undefined
          ? []
          : (await getJson(store, manifest.calibrations, calibrationRegistrySchema)).calibrations,
    });
    log.progress('drawing the calibration regions', 0.9);
    const drawing = drawRegions(where);
    const picture =
      drawing === null
        ? null
        : await putBytes(
            store,
            assessmentKey(input, 'calibration.png'),
            PICTURE_SCHEMA,
            await pngOf(drawing),
            'image/png',
          );
    const artifact = await putJson(store, assessmentKey(input, 'calibration.json'), calibrationSchema, {
      schema: 'osteon/calibration/2',
      mineralBasis: 'K2HPO4',
      ...result,
      picture,
      provenance: {
        software: software(),
        parameterSet: input.parameterSet,
        inputs: [input.ct.artifact, input.segmentation.artifact, ...namedFiles(manifest)].map(
          ({ sha256 }) => sha256,
        ),
      },
    });
    const point = controlPoint(about, result);
    if (manifest.site !== undefined && point !== null)
      await putControlPoint(store, manifest.site, input, point);
    log.info('density calibrated', {
      method: result.method,
      slope: result.slope,
      phase: result.contrast.phase,
    });
    return { artifact };
  },
});

function calibrationDocument<T extends z.ZodType>(store: ObjectStore, ref: ArtifactRef, contract: T) {
  return getDocument(store, ref, contract, 'CALIBRATION_FILE_INVALID');
}

async function phantomNamed(
  store: ObjectStore,
  { phantom }: StudyManifest,
): Promise<Phantom | 'none' | null> {
  if (phantom === undefined) return null;
  if (phantom === 'none') return phantom;
  const { type, certificate } = phantom;
  return phantomOf(
    type,
    certificate === null ? null : await calibrationDocument(store, certificate, phantomCertificateSchema),
  );
}

function namedFiles({ phantom, calibrationFile, calibrations }: StudyManifest): readonly ArtifactRef[] {
  const certificate = phantom === undefined || phantom === 'none' ? null : phantom.certificate;
  return [certificate, calibrationFile, calibrations].filter((ref) => ref !== undefined && ref !== null);
}

function centresOf({ levels }: Segmentation) {
  return levels.flatMap(({ frame }) => (frame === null ? [] : [frame.origin]));
}
