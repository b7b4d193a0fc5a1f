/** SolveLevel: heights, trabecular density and finite-element strength of one vertebral body; in thick slices its density. */
import { getJson, getSurface, getVolume, levelKey, putJson, putVolume } from '../shared/artifacts.ts';
import { ContractBroken } from '../shared/errors.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { calibrationSchema } from '../../contracts/calibration/calibration.ts';
import { VOLUME_SCHEMA } from '../../contracts/volumes.ts';
import { ctSchema } from '../../contracts/ct.ts';
import { likelyName } from '../../contracts/namings.ts';
import { levelResultSchema } from '../../contracts/level/level-result.ts';
import { segmentationSchema } from '../../contracts/segmentation.ts';
import { solveLevelInputSchema, solveLevelOutputSchema } from '../../contracts/states.ts';
import { LevelRefused } from '../../contracts/refusals.ts';
import { parameterDigest } from '../../spine/definitions/digest.ts';
import { parametersOf } from '../../spine/definitions/parameter-sets.ts';
import { affineFrom, type Volume } from '../../spine/grid/volume.ts';
import { software } from '../shared/version.ts';

import {
  levelStrength,
  measureHeights,
  measureTrabecularDensity,
  requireDensity,
  withheldInThickSlices,
} from '../../spine/measure/index.ts';

export const handler = stepHandler({
  name: 'SolveLevel',
  input: solveLevelInputSchema,
  output: solveLevelOutputSchema,
  async run(input, { store, log }) {
    const about = await getJson(store, input.ct, ctSchema);
    const segmentation = await getJson(store, input.segmentation, segmentationSchema);
    const calibration = await getJson(store, input.calibration, calibrationSchema);
    const segmented = segmentation.levels.find(({ level }) => level === input.level);
    if (segmented?.frame == null || segmented.refusal !== null) {
      const refusal = {
        code: 'LEVEL_NOT_SEGMENTED' as const,
        saw: 'no vertebral body for this level',
        wanted: 'one',
      };
      throw new LevelRefused(segmented?.refusal ?? refusal);
    }
    const { surroundings, surface: surfaceRef } = segmented;
    if (surroundings === undefined || surfaceRef === undefined)
      throw new ContractBroken(
        `${input.segmentation.key} has no surroundings or no surface of ${input.level}`,
      );
    const affine = affineFrom(surroundings.affine);
    const ct = { ...(await getVolume(store, surroundings.ct)), affine };
    const surface = await getSurface(store, surfaceRef);
    const body = { ct, surface, frame: segmented.frame };
    const parameters = parametersOf(input.parameterSet);
    log.progress(`${input.level}: measuring heights and density`);
    const density = measureTrabecularDensity({
      ...body,
      calibration,
      level: likelyName(input.level, segmentation),
      sliceThicknessMm: about.sliceThicknessMm,
      parameters: parameters.trabecular,
    });
    requireDensity(density, about);
    const withheld = withheldInThickSlices(about);
    const bodies = withheld.length > 0 ? null : { ...(await getVolume(store, surroundings.bodies)), affine };
    const measured = (neighbours: Volume<Uint8Array>) => {
      const { labelValue } = segmented;
      const { sliceThicknessMm } = about;
      const shape = measureHeights({ ...body, bodies: neighbours, labelValue, sliceThicknessMm });
      log.progress(`${input.level}: building the model`);
      const { trabecular } = density;
      const solved = levelStrength({
        ct,
        surface,
        segmented,
        calibration,
        trabecular,
        sliceThicknessMm,
        parameters,
        log,
      });
      return { shape, solved };
    };
    const { shape, solved } =
      bodies === null
        ? { shape: { heights: null, endplates: null, flags: withheld }, solved: null }
        : measured(bodies);

    const keyOf = (name: string) => levelKey(input, input.level, name);
    const strain =
      solved === null
        ? null
        : await putVolume(store, keyOf('strain.nii.gz'), VOLUME_SCHEMA.strain, solved.strain);
    const { trabecular, region } = density;
    const regionRef =
      region === null ? null : await putVolume(store, keyOf('region.nii.gz'), VOLUME_SCHEMA.region, region);
    const artifact = await putJson(store, keyOf('level.json'), levelResultSchema, {
      schema: 'osteon/level/2',
      level: input.level,
      trabecular:
        trabecular === null || regionRef === null ? trabecular : { ...trabecular, region: regionRef },
      heights: shape.heights,
      endplates: shape.endplates,
      strength: solved === null || strain === null ? null : { ...solved.strength, strain },
      flags: [...shape.flags, ...density.flags, ...(solved?.flags ?? [])],
      provenance: {
        software: software(),
        parameterSet: input.parameterSet,
        parameterDigest: parameterDigest(input.parameterSet),
        inputs: [
          surroundings.ct,
          surroundings.bodies,
          surfaceRef,
          input.ct,
          input.segmentation,
          input.calibration,
        ].map(({ sha256 }) => sha256),
      },
    });
    return { level: input.level, artifact };
  },
});
