/**
 * The frames of an enhanced CT (PS3.3 A.38, A.70), each as a data set of its own: what a classic image holds at its top lies in
 * functional groups, shared by all frames or given for each.
 */
import { shortOf, textOf, type DataSet } from './data-set.ts';
import { EndOfBytes, Garbled } from './byte-reader.ts';
import { itemsOf, PIXEL_DATA, type Element, type Elements } from './elements.ts';

const SHARED_GROUPS = 'x52009229';
const FRAME_GROUPS = 'x52009230';
const NUMBER_OF_FRAMES = 'x00280008';
/** Attributes that a conversion from classic images found no group for; what a group says counts more. */
const UNASSIGNED = ['x00209170', 'x00209171'];
/** Groups that speak of other images, whose elements must not be taken for the frame's. */
const OF_OTHERS = ['x00209172', 'x00089124', 'x00081140', 'x00409096'];
/** Elements of groups by the classic ones that say the same, as text: acquisition number and time, phases, type of image. */
const CLASSIC = [
  { tag: 'x00209156', as: 'x00200012' },
  { tag: 'x00189074', as: 'x0008002a' },
  { tag: 'x00209128', as: 'x00200100' },
  { tag: 'x00209241', as: 'x00209241' },
  { tag: 'x00089007', as: 'x00080008' },
] as const;
/** Of these, the numbers. */
const BINARY = ['x00209156', 'x00209128', 'x00209241'];
/** VolumeBasedCalculationTechnique: MAX_IP, MPR, VOLUME_RENDER. */
const TECHNIQUE = 'x00089207';
const IMAGE_TYPE = 'x00080008';
const AGENTS = 'x00180012';
const AGENT_USAGE = 'x00189341';
const AGENT_GIVEN = 'x00189342';
const AGENT = 'x00180010';
const CODE_MEANING = 'x00080104';
/** More frames than any scan has images. */
const MOST_FRAMES = 100_000;

/** @returns a data set for each frame, or why they can't be told apart */
export function framesOf(dataSet: DataSet): readonly DataSet[] | string {
  const { elements, littleEndian } = dataSet;
  const count = Number(textOf(elements.get(NUMBER_OF_FRAMES)) ?? 1);
  if (!Number.isInteger(count) || count < 1 || count > MOST_FRAMES) return 'an invalid number of frames';
  try {
    const [shared = new Map<string, Element>()] = itemsOf(elements.get(SHARED_GROUPS), littleEndian);
    const own = itemsOf(elements.get(FRAME_GROUPS), littleEndian);
    if (own.length !== count) return `${count} frames with functional groups for ${own.length}`;
    const pixels = pixelsOf(dataSet, count);
    if (typeof pixels === 'string') return pixels;
    const ofAll = flat(shared, littleEndian);
    return own.map((groups, n) => {
      const merged = new Map([...elements, ...ofAll, ...flat(groups, littleEndian)]);
      merged.set(NUMBER_OF_FRAMES, textElement('1'));
      merged.set(PIXEL_DATA, pixels[n]!);
      asClassic(merged, [shared, groups], dataSet);
      return { ...dataSet, elements: merged };
    });
  } catch (error) {
    if (error instanceof EndOfBytes || error instanceof Garbled)
      return 'functional groups that cannot be read';
    throw error;
  }
}

/** Elements of all groups, side by side: each group has one item, and no two groups of a frame share an element. */
function flat(groups: Elements, littleEndian: boolean): ReadonlyMap<string, Element> {
  const found = new Map<string, Element>();
  const byWeight = [...groups].sort(
    ([a], [b]) => Number(UNASSIGNED.includes(b)) - Number(UNASSIGNED.includes(a)),
  );
  for (const [tag, group] of byWeight) {
    if (OF_OTHERS.includes(tag)) continue;
    const [item = new Map<string, Element>()] = itemsOf(group, littleEndian);
    for (const [name, element] of item) found.set(name, element);
  }
  return found;
}

/** Under the tags by which classic images are read. */
function asClassic(
  merged: Map<string, Element>,
  groups: readonly Elements[],
  { littleEndian }: DataSet,
): void {
  for (const { tag, as } of CLASSIC) {
    const element = merged.get(tag);
    if (element === undefined) continue;
    merged.set(as, BINARY.includes(tag) ? textElement(String(numberOf(element, littleEndian))) : element);
  }
  const technique = textOf(merged.get(TECHNIQUE)) ?? 'NONE';
  if (technique !== 'NONE')
    merged.set(IMAGE_TYPE, textElement(`${textOf(merged.get(IMAGE_TYPE)) ?? ''}\\${technique}`));
  const agents = itemsOf(merged.get(AGENTS), littleEndian);
  if (merged.has(AGENT) || agents.length === 0) return;
  const usage = groups.flatMap((own) => itemsOf(own.get(AGENT_USAGE), littleEndian));
  const given = usage.map((item) => textOf(item.get(AGENT_GIVEN)));
  if (given.length > 0 && given.every((word) => word === 'NO')) return;
  const names = agents.map((item) => textOf(item.get(CODE_MEANING)) ?? 'agent');
  merged.set(AGENT, textElement(names.join(', ')));
}

function pixelsOf(dataSet: DataSet, count: number): readonly Element[] | string {
  const pixels = dataSet.elements.get(PIXEL_DATA);
  if (pixels === undefined) return 'frames without integer pixel data';
  if (pixels.fragments !== null) return fragmentsOf(pixels, pixels.fragments, count);
  const [rows, columns, bits] = ['x00280010', 'x00280011', 'x00280100'].map(
    (tag) => shortOf(dataSet, tag) ?? 0,
  );
  const size = Math.ceil((rows! * columns! * bits!) / 8);
  if (pixels.bytes.length < count * size)
    return `${pixels.bytes.length} bytes of pixels for ${count} frames of ${size}`;
  return Array.from({ length: count }, (_, n) => ({
    bytes: pixels.bytes.subarray(n * size, (n + 1) * size),
    fragments: null,
  }));
}

/** One fragment a frame, or as many as the offset table says (PS3.5 A.4). */
function fragmentsOf(
  { offsets }: Element,
  fragments: readonly Uint8Array[],
  count: number,
): readonly Element[] | string {
  const element = (own: readonly Uint8Array[]): Element => ({ bytes: new Uint8Array(0), fragments: own });
  if (count === 1) return [element(fragments)];
  if (fragments.length === count) return fragments.map((one) => element([one]));
  const refused = `${fragments.length} fragments of pixels for ${count} frames, without a sound offset table`;
  if (offsets?.length !== 4 * count) return refused;
  const view = new DataView(offsets.buffer, offsets.byteOffset, offsets.length);
  const starts = Array.from({ length: count }, (_, n) => view.getUint32(4 * n, true));
  let at = 0;
  const frames: Uint8Array[][] = [];
  for (const fragment of fragments) {
    if (starts[frames.length] === at) frames.push([]);
    frames.at(-1)?.push(fragment);
    // Each fragment stands behind its tag and its length.
    at += 8 + fragment.length;
  }
  return frames.length === count ? frames.map(element) : refused;
}

/** Of 16 or 32 bits, unsigned, or a double. */
function numberOf({ bytes }: Element, littleEndian: boolean): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 8) return view.getFloat64(0, littleEndian);
  if (bytes.length >= 4) return view.getUint32(0, littleEndian);
  return bytes.length >= 2 ? view.getUint16(0, littleEndian) : 0;
}

function textElement(text: string): Element {
  return { bytes: new TextEncoder().encode(text), fragments: null };
}
