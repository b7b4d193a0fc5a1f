/** The provider for studies that come with a label map: read, recognised, repaired, bodies split from arches. */
import type { Flag, Vec3 } from '../../shared/contracts/primitives.ts';
import { StudyRefused } from '../../shared/errors.ts';
import { LABEL_VALUE, levelIndex, type Level } from '../../shared/levels.ts';
import { along, unit } from '../../shared/vector.ts';
import type { Volume } from '../../shared/volume.ts';
import { frameBody } from '../body-frame.ts';
import { sidesTouched } from '../edge-contact.ts';
import { extentsOf, paste, pieceOf, type Extent, type Piece } from '../extents.ts';
import type { ProviderInput, ProviderResult, SegmentationProvider } from '../provider.ts';
import { isSupported } from '../supported-levels.ts';

import { readLabelFiles, type LabelSet } from './label-files.ts';
import { nameValues } from './name-values.ts';
import { requireOnBone } from './on-image.ts';
import type { Measured } from './recognise-convention.ts';
import { repair } from './repair.ts';
import { splitBody } from './split-body.ts';

const VERSION = '1';
/** Empty voxels around a piece, so that its surface is inside it. */
const MARGIN = 3;
/** A second map must cover this part of a vertebra to tell its body; bodies are 0.35 and more of a vertebra. */
const LEAST_BODY_PART = 0.15;

/** Crumbs of less than this part of a label are dropped without a word. */
const NOTABLE = 0.01;

/** One labelled vertebra taken apart. */
interface Vertebra {
  readonly mask: Piece;
  /** Null where none could be told. */
  readonly body: Piece | null;
  readonly arch: boolean | null;
  readonly flags: readonly Flag[];
}

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
  requireOnBone(ct, levels.some(([, level]) => isSupported(level)) ? bodies : vertebrae);
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
  });
}

const NO_LABELS = { code: 'NO_LABELS', saw: 'a study without label files', wanted: 'label files' } as const;

function takeApart(set: LabelSet, statistics: ReadonlyMap<number, Extent>, value: number): Vertebra {
  const extent = statistics.get(value)!;
  const { mask, dropped, pieces } = repair(pieceOf(set.labels, extent, MARGIN));
  const flags: Flag[] = [];
  if (dropped > NOTABLE)
    flags.push({
      code: 'FRAGMENTS_DROPPED',
      message: `${(100 * dropped).toFixed(1)} % of the label was loose crumbs`,
    });
  if (pieces > 1)
    flags.push({ code: 'LABEL_IN_PIECES', message: `the label lies in ${pieces} separate pieces` });
  const told = set.bodies === null ? null : repair(within(mask, set.bodies)).mask;
  if (told !== null && voxels(told) >= LEAST_BODY_PART * voxels(mask))
    return { mask, body: told, arch: voxels(told) < voxels(mask), flags };
  if (told !== null)
    flags.push({
      code: 'BODY_MAP_INCOMPLETE',
      message: 'the second map has no body here; split by geometry',
    });
  const split = splitBody(mask, superiorAt(extent, statistics));
  return {
    mask,
    body: split === null ? null : { ...mask, data: split.body.data },
    arch: split === null ? null : split.posterior !== null,
    flags,
  };
}

/** Along the line of labels above and below, whatever they are called; straight up where there are none close by. */
function superiorAt({ value, centroid }: Extent, statistics: ReadonlyMap<number, Extent>): Vec3 {
  const near = [value - 1, value + 1].flatMap((other) => {
    const found = statistics.get(other);
    return found === undefined ? [] : [along(found.centroid, -1, centroid)];
  });
  const [a, b] = near.map((d) => (d[2] < 0 ? along([0, 0, 0], -1, d) : d));
  const sum = along(a ?? [0, 0, 0], 1, b ?? [0, 0, 0]);
  const length = Math.hypot(sum[0], sum[1], sum[2]);
  // Neighbouring numbers that are no neighbours (organs) don't point upwards.
  return length > 0 && sum[2] > UPRIGHT * length ? unit(sum) : [0, 0, 1];
}

/** cos 60 degrees: more than any vertebra leans. */
const UPRIGHT = 0.5;

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

function within(piece: Piece, map: Volume<Uint8Array>): Piece {
  const [nx, ny, nz] = map.dims;
  const [px, py] = piece.dims;
  const data = piece.data.map((inside, at) => {
    const i = (at % px) + piece.offset[0];
    const j = (Math.floor(at / px) % py) + piece.offset[1];
    const k = Math.floor(at / (px * py)) + piece.offset[2];
    const outside = i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz;
    return inside === 0 || outside ? 0 : map.data[i + nx * (j + ny * k)]!;
  });
  return { ...piece, data };
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

function voxels({ data }: Volume<Uint8Array>): number {
  let n = 0;
  for (const inside of data) n += inside;
  return n;
}
