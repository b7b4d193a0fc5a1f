/** The provider for studies that come with a label map: read, recognised, repaired, bodies split from arches. */
import type { Flag } from '../../../contracts/primitives.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import { LABEL_VALUE, levelIndex, type Level } from '../../../contracts/levels.ts';
import type { Volume } from '../../grid/volume.ts';
import { frameBody } from '../assess/body-frame.ts';
import { sidesTouched } from '../../grid/edge-contact.ts';
import { extentsOf, paste, pieceOf } from '../../grid/extents.ts';
import type { ProviderInput, ProviderResult, SegmentationProvider } from '../provider.ts';
import { isSupported } from '../../definitions/supported-levels.ts';

import { displacedLevels } from './displaced.ts';
import { readLabelFiles } from './label-files.ts';
import { nameValues } from './name-values.ts';
import { requireOnBone } from './on-image.ts';
import type { Measured } from './recognise-convention.ts';
import { takeApart, type Vertebra } from './take-apart.ts';

const VERSION = '1';

export const importProvider: SegmentationProvider = { id: 'import', segment: importLabels };

/** @throws StudyRefused with the codes of `label-files.ts`, `name-values.ts` and `on-image.ts` */
async function importLabels({ ct, labels, log }: ProviderInput): Promise<ProviderResult> {
  if (labels === null) throw new StudyRefused(NO_LABELS);
  const set = readLabelFiles(labels, ct);
  const statistics = extentsOf(set.labels);
  const vertebraOf = once((value: number) => takeApart(set, statistics, value));
  const named = nameValues(set, statistics, labels.convention, (value) => measured(vertebraOf(value), ct));
  const levels = [...named.levelOfValue].sort(([, a], [, b]) => levelIndex(a) - levelIndex(b));
  const bodies = empty(ct);
  const vertebrae = empty(ct);
  const levelFlags = new Map<Level, readonly Flag[]>();
  levels.forEach(([value, level], n) => {
    log.progress(`splitting ${level}`, n / levels.length);
    // Above and below the range the mask is shown, and nothing is measured in it.
    const { mask, body, flags } = isSupported(level)
      ? vertebraOf(value)
      : { mask: pieceOf(set.labels, statistics.get(value)!, 0), body: null, flags: [] };
    paste(mask, LABEL_VALUE[level], vertebrae);
    if (body !== null) paste(body, LABEL_VALUE[level], bodies);
    if (flags.length > 0) levelFlags.set(level, flags);
  });
  const supported = levels.flatMap(([, level]) => (isSupported(level) ? [level] : []));
  requireOnBone(ct, supported.length > 0 ? bodies : vertebrae);
  return await Promise.resolve({
    provider: {
      id: 'import',
      version: VERSION,
      convention: named.convention,
      recognisedBy: named.recognisedBy,
    },
    bodies,
    vertebrae,
    studyFlags: named.flags,
    levelFlags,
    levelRefusals: displacedLevels(ct, bodies, supported),
  });
}

const NO_LABELS = { code: 'NO_LABELS', saw: 'a study without label files', wanted: 'label files' } as const;

function measured({ body, arch }: Vertebra, ct: Volume): Measured {
  if (body === null) return { whole: false, diameterMm: null, arch };
  const [box] = extentsOf(body).values();
  const shift = (corner: readonly number[]): number[] => corner.map((n, axis) => n + body.offset[axis]!);
  const whole =
    box !== undefined && sidesTouched({ low: shift(box.low), high: shift(box.high) }, ct).length === 0;
  const framed = whole ? frameBody(body, { superior: [0, 0, 1], posterior: [0, 1, 0] }) : null;
  return {
    whole,
    diameterMm: framed === null ? null : Math.sqrt(framed.widthMm * framed.depthMm),
    arch: whole ? arch : null,
  };
}

function once<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key)!;
  };
}

function empty({ dims, affine, data }: Volume): Volume<Uint8Array> {
  return { dims, affine, data: new Uint8Array(data.length) };
}
