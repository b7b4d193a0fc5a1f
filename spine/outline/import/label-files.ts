/** Which of a study's label files is what: the map of vertebrae, one mask a vertebra, or a second map that tells bodies. */
import { StudyRefused } from '../../../contracts/refusals.ts';
import { LABEL_VALUE, type Level } from '../../../contracts/levels.ts';
import type { Volume } from '../../grid/volume.ts';
import { levelOfName } from './conventions.ts';
import type { LabelFiles } from '../provider.ts';

import { readLabels, type LabelVolume } from './label-grid.ts';

export interface LabelSet {
  /** Values of vertebrae, in the map's own numbering, or in ours where file names told the levels. */
  readonly labels: Volume<Uint8Array | Uint16Array>;
  /** Names in the map's header. */
  readonly names: ReadonlyMap<number, string>;
  /** Levels told by file names; null where the files don't. */
  readonly fileLevels: ReadonlySet<Level> | null;
  /** 1 in every vertebral body, where a second map says so. */
  readonly bodies: Volume<Uint8Array> | null;
}

type Role = 'map' | 'mask' | 'body map' | 'sub-regions' | 'other';

interface LabelFile extends LabelVolume {
  readonly role: Role;
  readonly level: Level | null;
}

/** SPINEPS and TPTBox sub-regions: corpus border and corpus. */
const CORPUS = [49, 50] as const;
/** The sub-regions, and what such a map holds beside them (canal, endplates, ribs, metal, discs). */
const SUBREGION_FIRST = 40;
/** TotalSegmentator `vertebrae_body`: bodies 1, discs 2. */
const BODY_TASK = { body: 1, disc: 2 } as const;

/** @throws StudyRefused LABELS_UNREADABLE, LABEL_GRID_MISMATCH, LABELS_NOT_INTEGER, LABEL_FILES_UNCLEAR, LABELS_UNRECOGNISED */
export function readLabelFiles({ files }: LabelFiles, ct: Volume): LabelSet {
  let map: LabelVolume | null = null;
  let bodies: Volume<Uint8Array> | null = null;
  const masks = { ...ct, data: new Uint8Array(ct.data.length) };
  const fileLevels = new Set<Level>();
  let maps = 0;
  for (const { name, bytes } of files) {
    const file = roleOf(name, readLabels(bytes, ct), files.length);
    if (file.role === 'map') {
      map = file;
      maps += 1;
    } else if (file.role === 'mask') {
      if (fileLevels.has(file.level!)) throw unclear(`two masks of ${file.level!}`);
      fileLevels.add(file.level!);
      addMask(file.labels, LABEL_VALUE[file.level!], masks);
    } else if (file.role === 'body map') bodies = only(file.labels, [BODY_TASK.body]);
    else if (file.role === 'sub-regions') bodies = only(file.labels, CORPUS);
  }
  if (maps + (fileLevels.size > 0 ? 1 : 0) > 1)
    throw unclear(`${maps} maps of vertebrae and ${fileLevels.size} masks`);
  if (map !== null) return { labels: map.labels, names: map.names, fileLevels: null, bodies };
  if (fileLevels.size > 0) return { labels: masks, names: new Map(), fileLevels, bodies };
  throw new StudyRefused({
    code: 'LABELS_UNRECOGNISED',
    saw:
      bodies === null ? 'no label file with a named or numbered vertebra' : 'vertebral bodies without levels',
    wanted: 'a map of numbered vertebrae, or masks named by level (vertebrae_L3.nii.gz)',
  });
}

function roleOf(name: string, volume: LabelVolume, files: number): LabelFile {
  const values = valuesOf(volume.labels);
  const level = levelOfName(name);
  const is = (role: Role): LabelFile => ({ ...volume, role, level });
  const called = `${name} ${volume.names.get(BODY_TASK.body) ?? ''}`.toLowerCase();
  if (called.includes('vertebrae_body') && values.every((value) => value <= BODY_TASK.disc))
    return is('body map');
  const corpus = values.some((value) => value === CORPUS[0] || value === CORPUS[1]);
  const subregions = values.every((value) => value >= SUBREGION_FIRST) || /subreg|seg-spine/i.test(name);
  if (files > 1 && corpus && subregions) return is('sub-regions');
  if (values.length === 1 && level !== null && !volume.names.has(values[0]!)) return is('mask');
  // Of a folder of organ masks only the vertebrae are of interest.
  return is(files > 1 && values.length <= 1 ? 'other' : 'map');
}

function valuesOf({ data }: LabelVolume['labels']): readonly number[] {
  const seen = new Set<number>();
  let last = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    if (value === last) continue;
    last = value;
    if (value !== 0) seen.add(value);
  }
  return [...seen];
}

function only({ data, ...grid }: LabelVolume['labels'], values: readonly number[]): Volume<Uint8Array> {
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) if (data[at] !== 0 && values.includes(data[at]!)) out[at] = 1;
  return { ...grid, data: out };
}

function addMask({ data }: LabelVolume['labels'], value: number, into: Volume<Uint8Array>): void {
  for (let at = 0; at < data.length; at++) if (data[at] !== 0 && into.data[at] === 0) into.data[at] = value;
}

function unclear(saw: string): StudyRefused {
  return new StudyRefused({
    code: 'LABEL_FILES_UNCLEAR',
    saw,
    wanted:
      'one map of vertebrae (optionally with one map of bodies or sub-regions), or one mask per vertebra',
  });
}
