/** What a provider that only draws (a label map, a site's model) is given on top: outlines fitted to the image. */
import type { Volume } from '../../grid/volume.ts';
import type { ProviderResult } from '../provider.ts';

import { refitBodies } from './refit.ts';

/** The result with its bodies refitted, and whole vertebrae that hold them; `provider.version` says so. */
export function withRefittedBodies(ct: Volume<Int16Array>, result: ProviderResult): ProviderResult {
  const { bodies, osteophytes, surfaces, flags, quality } = refitBodies(ct, result.bodies);
  const levelFlags = new Map(result.levelFlags);
  for (const [level, more] of flags) levelFlags.set(level, [...(levelFlags.get(level) ?? []), ...more]);
  return {
    ...result,
    provider:
      surfaces.size === 0
        ? result.provider
        : { ...result.provider, version: `${result.provider.version}, outlines refitted` },
    bodies,
    surfaces,
    osteophytes,
    vertebrae: result.vertebrae === null ? null : holding(result.vertebrae, bodies),
    levelFlags,
    outlineQuality: quality,
  };
}

function holding(vertebrae: Volume<Uint8Array>, bodies: Volume<Uint8Array>): Volume<Uint8Array> {
  const data = vertebrae.data.map((value, at) => (bodies.data[at] === 0 ? value : bodies.data[at]!));
  return { ...vertebrae, data };
}
