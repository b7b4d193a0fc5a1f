/** Label maps with their levels under other names. */
import { LABEL_VALUE, type Level } from '../../../contracts/levels.ts';
import { namingsOf } from '../../../contracts/namings.ts';
import type { Segmentation } from '../../../contracts/segmentation.ts';
import type { Volume } from '../../grid/volume.ts';

/** Levels without another name keep theirs. */
export function relabelled(map: Volume<Uint8Array>, names: ReadonlyMap<Level, Level>): Volume<Uint8Array> {
  const values = Uint8Array.from({ length: 256 }, (_, value) => value);
  for (const [old, level] of names) values[LABEL_VALUE[old]] = LABEL_VALUE[level];
  return { ...map, data: map.data.map((value) => values[value]!) };
}

/** Bodies under their likeliest names, for the search of vessels and muscles beside the spine; the same where levels have names. */
export function likelyNamed(
  bodies: Volume<Uint8Array>,
  segmentation: Pick<Segmentation, 'numbering'>,
): Volume<Uint8Array> {
  const [likeliest] = namingsOf(segmentation) ?? [];
  if (likeliest === undefined) return bodies;
  return relabelled(bodies, likeliest.names);
}
