/** Remarks on outlines and names of vertebrae: what to look at before a result is trusted. */
export const OUTLINE_FLAGS = {
  LEVELS_UNCERTAIN: {
    meaning: 'Another naming of the vertebrae is nearly as likely.',
    whatToDo: 'Count the vertebrae; --first-level or --level-at settles it.',
  },
  LEVELS_DISAGREE: {
    meaning: 'The image says other names than the labels or the model.',
    whatToDo: 'Count the vertebrae; --first-level or --level-at shifts the names.',
  },
  LEVELS_DOUBTFUL: {
    meaning: 'Distances between the bodies fit another naming of the column far better.',
    whatToDo: 'Count the vertebrae; --first-level or --level-at shifts the names.',
  },
  LEVELS_SET_BY_OPERATOR: {
    meaning: 'The names were set by whoever started the assessment.',
    whatToDo: 'Nothing: it is stated for whoever reads the report.',
  },
  TRANSITIONAL_ANATOMY: {
    meaning: 'Sacrum and ribs together hint at a vertebra more or less than usual.',
    whatToDo: 'Count the vertebrae and decide how they are to be named.',
  },
  LABEL_S1_OR_L6: {
    meaning: 'One label value can mean the sacrum or a sixth lumbar vertebra.',
    whatToDo: 'Look at the lumbosacral junction.',
  },
  COLUMN_UNEXPLAINED: {
    meaning: 'A part of the column in view is long enough for a vertebra, and no disc was found in it.',
    whatToDo: 'Look for a fused or a missed vertebra.',
  },
  SPACING_ODD: {
    meaning: 'Two neighbours lie closer or further apart than their names say.',
    whatToDo: 'Look whether a level is missing or doubled.',
  },
  HEIGHT_OFF_TREND: {
    meaning: "The body's height is far from the trend of this patient's other bodies.",
    whatToDo: 'Check the outline, and look for a fracture.',
  },
  VOLUME_OFF_TREND: {
    meaning: "The body's volume is far from the trend of this patient's other bodies.",
    whatToDo: 'Check the outline.',
  },
  ENDPLATES_STEEP: {
    meaning: 'The endplates stand at a steep angle to each other.',
    whatToDo: 'Check the outline, and look for a wedge fracture.',
  },
  VOXELS_COARSE: {
    meaning: 'The outline was drawn on coarse voxels.',
    whatToDo: 'Check the outline.',
  },
  OUTLINE_WEAK: {
    meaning: 'Only a part of the outline lies on a clear edge of bone.',
    whatToDo: 'Check the outline.',
  },
  OUTLINE_ASYMMETRIC: {
    meaning: 'Left and right half of the body differ.',
    whatToDo: 'Check the outline; scoliosis and osteophytes do this too.',
  },
  OUTLINE_NOT_REFITTED: {
    meaning: "The imported outline could not be fitted to the image; it is the map's own.",
    whatToDo: 'Check the outline.',
  },
  CANAL_OVERLAP: {
    meaning: 'The outline takes in the middle of the spinal canal.',
    whatToDo: 'Check the outline at the posterior wall.',
  },
  DISC_UNCLEAR: {
    meaning: 'A disc hardly shows between its endplates: fused bodies, or coarse slices.',
    whatToDo: 'Check the outline at this endplate.',
  },
  LABELS_MIXED: {
    meaning: 'A part of the body carried the label of its neighbour and was given back at the disc.',
    whatToDo: 'Check both outlines.',
  },
  LABEL_IN_PIECES: {
    meaning: 'The label of a vertebra lies in separate pieces.',
    whatToDo: 'Check the label map.',
  },
  FRAGMENTS_DROPPED: {
    meaning: 'Loose voxels of a label were left out.',
    whatToDo: 'Nothing, where they are few.',
  },
  BODY_MAP_INCOMPLETE: {
    meaning: 'The map of bodies lacks this body; it was split from its posterior elements by geometry.',
    whatToDo: 'Check the outline at the posterior wall.',
  },
  ARCH_NOT_SOUGHT: {
    meaning: 'Posterior elements were not looked for: the body is missing or a sliver.',
    whatToDo: 'Nothing: no result rests on them.',
  },
  ARCH_INCOMPLETE: {
    meaning: 'Little was found of the posterior elements.',
    whatToDo: 'Check the label map behind the body.',
  },
  PEDICLE_NOT_FOUND: {
    meaning: 'A pedicle has no narrowest section that could be found.',
    whatToDo: 'Check the outline at the pedicles.',
  },
};
