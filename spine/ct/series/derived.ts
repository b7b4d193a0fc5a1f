/** What derived images are, told by ImageType, SeriesDescription and DerivationDescription: HU that are no plain CT's. */
import type { Flag } from '../../../contracts/primitives.ts';

import { ENHANCED_CT, type DicomImage } from '../dicom/dicom-image.ts';

export interface DerivedKind {
  readonly what: string;
  /** HU of bone can be calibrated in the image itself; of the other kinds they mean something else. */
  readonly usable: boolean;
}

/** Blanks stand for anything that parts words. The first that fits counts. */
const KINDS: readonly (DerivedKind & { readonly says: RegExp })[] = [
  { what: 'virtual non-calcium', usable: false, says: / VNCA | NON ?CALCIUM | (CA|CALCIUM) ?SUPP/ },
  { what: 'virtual non-contrast', usable: false, says: / VNC | VNU | VUE | VIRTUAL (NON|UN|NATIV)/ },
  { what: 'iodine map', usable: false, says: / IODINE | IOD(INE)? ?MAP | IODKARTE | PBV | NO ?WATER / },
  {
    what: 'effective atomic number',
    usable: false,
    says: / Z ?EFF| EFF(ECTIVE)? (Z|ATOMIC) | RHO ?Z | ELECTRON DENSITY /,
  },
  {
    what: 'material density',
    usable: false,
    says: / MATERIAL DENS| (WATER|IODINE|HAP|CALCIUM|FAT) (WATER|IODINE|HAP|CALCIUM|FAT) | URIC ACID /,
  },
  {
    what: 'bone removed',
    usable: false,
    says: / (NO ?BONES?|BONELESS|DEBONED) | BONES? ?(REMOV|SUBTR)| REMOVED? BONE | SUBTRACT| DSA /,
  },
  {
    what: 'intensity projection',
    usable: false,
    says: / (MIP|MINIP|MAXIP|MIPS|AIP|MAX IP|MIN IP) | (MAXIMUM|MINIMUM) INTENS/,
  },
  { what: 'volume rendering', usable: false, says: / (VRT|VR|SSD|CINEMATIC) | (VOLUME|SURFACE) REND/ },
  { what: 'perfusion map', usable: false, says: / PERFUSION | (CBF|CBV|MTT|TTP|TMAX) / },
  { what: 'monoenergetic', usable: true, says: / MONO( ?E|ENERG| ?PLUS| ?\d| )| VMI | \d{2,3} ?KEV / },
];
/** Of the description, which anyone may have typed: words of an original scan's protocol that say nothing of the images. */
const PROTOCOL_WORDS = ['iodine map', 'perfusion map', 'volume rendering'];

/** PS3.3 C.8.16.1.4: what the fourth value of an enhanced image's type may be where values are still HU of one scan. */
const PLAIN_CONTRASTS = ['', 'NONE', 'RESAMPLED', 'FILTERED', 'ENERGY_PROP_WT', 'MIXED'];

/** @returns null for a plain reconstruction, and for what says no more than that it is derived */
export function derivedKindOf({ imageType, text, sopClass }: DicomImage): DerivedKind | null {
  const contrast = imageType[3] ?? '';
  if (sopClass === ENHANCED_CT && !PLAIN_CONTRASTS.includes(contrast))
    return { what: `derived (${contrast.replaceAll(/\W/g, '').slice(0, 16).toLowerCase()})`, usable: false };
  const types = wordsOf(imageType.join(' '));
  const typed = wordsOf([text('x0008103e'), text('x00082111')].join(' '));
  const isOriginal = imageType[0] === 'ORIGINAL';
  return (
    KINDS.find(
      ({ says, what }) =>
        says.test(types) || (says.test(typed) && !(isOriginal && PROTOCOL_WORDS.includes(what))),
    ) ?? null
  );
}

/** Of the chosen series. */
export function derivedFlags(image: DicomImage): readonly Flag[] {
  if (derivedKindOf(image) !== null)
    return [
      {
        code: 'MONOENERGETIC_IMAGES',
        message: 'monoenergetic images: the tube voltage does not calibrate them and is not used',
      },
    ];
  if (image.imageType[0] !== 'DERIVED') return [];
  return [
    { code: 'SERIES_DERIVED', message: 'derived images; no original axial series can be used instead' },
  ];
}

function wordsOf(text: string): string {
  return ` ${text.toUpperCase().replaceAll(/[^A-Z0-9]+/g, ' ')} `;
}
