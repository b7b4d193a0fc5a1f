/** Remarks on outlines and names of vertebrae: what to look at before a result is trusted. */
export const OUTLINE_FLAGS = {
  LEVELS_UNCERTAIN: {
    meaning: 'The names of the vertebrae are not certain: an alternative numbering is possible.',
    whatToDo: 'Count the vertebrae; specify the level with --first-level or --level-at.',
  },
  LEVELS_DISAGREE: {
    meaning: 'The levels in the image differ from those of the labels or the model.',
    whatToDo: 'Count the vertebrae; correct the levels with --first-level or --level-at.',
  },
  LEVELS_DOUBTFUL: {
    meaning: 'Distances between the vertebral bodies fit a different numbering better.',
    whatToDo: 'Count the vertebrae; correct the levels with --first-level or --level-at.',
  },
  LEVELS_SET_BY_OPERATOR: {
    meaning: 'The levels were set by the operator.',
    whatToDo: 'No action required.',
  },
  LEVELS_SET_BY_READER: {
    meaning: 'The levels were named by the reader.',
    whatToDo: 'No action required.',
  },
  TRANSITIONAL_ANATOMY: {
    meaning: 'Sacrum and ribs suggest a numerical variant of the spine.',
    whatToDo: 'Count the vertebrae and verify the levels.',
  },
  LABEL_S1_OR_L6: {
    meaning: 'One label value can mean the sacrum or a sixth lumbar vertebra.',
    whatToDo: 'Review the lumbosacral junction.',
  },
  COLUMN_UNEXPLAINED: {
    meaning:
      'A section of the visible spine is long enough for a vertebra, but no disc was identified in it.',
    whatToDo: 'Check for a fused or a missed vertebra.',
  },
  SPACING_ODD: {
    meaning: 'The distance between two neighbouring levels is smaller or larger than expected.',
    whatToDo: 'Check for a missing or duplicated level.',
  },
  HEIGHT_OFF_TREND: {
    meaning: 'The height of the vertebral body deviates from the trend of the other levels.',
    whatToDo: 'Check the outline, and check for a fracture.',
  },
  VOLUME_OFF_TREND: {
    meaning: 'The volume of the vertebral body deviates from the trend of the other levels.',
    whatToDo: 'Check the outline.',
  },
  SHAPE_OFF_TREND: {
    meaning: 'Diameter, depth or width of the vertebral body deviates from that of its neighbours.',
    whatToDo: 'Check the outline, at the posterior wall first.',
  },
  ENDPLATES_STEEP: {
    meaning: 'Large angle between the endplates.',
    whatToDo: 'Check the outline, and check for a wedge fracture.',
  },
  METAL_NEARBY: {
    meaning: 'Metal lies posterior to the vertebral body or to the adjacent level.',
    whatToDo: 'Check the image for streaks; an adjacent fusion changes the load on this level.',
  },
  VOXELS_COARSE: {
    meaning: 'The outline was drawn on coarse voxels.',
    whatToDo: 'Check the outline.',
  },
  OUTLINE_WEAK: {
    meaning: 'Only a part of the outline follows a clearly visible bone edge.',
    whatToDo: 'Check the outline.',
  },
  OUTLINE_ASYMMETRIC: {
    meaning: 'Left and right half of the body differ.',
    whatToDo: 'Check the outline; scoliosis and osteophytes can be the cause.',
  },
  OUTLINE_NOT_REFITTED: {
    meaning: 'The imported outline could not be fitted to the image; the outline of the label map is kept.',
    whatToDo: 'Check the outline.',
  },
  CANAL_OVERLAP: {
    meaning: 'The outline includes the centre of the spinal canal.',
    whatToDo: 'Check the outline at the posterior wall.',
  },
  DISC_UNCLEAR: {
    meaning: 'A disc is poorly visible between its endplates: fusion, a narrow disc or thick slices.',
    whatToDo: 'Check the outline at this endplate.',
  },
  LABELS_MIXED: {
    meaning: 'A part of the body had the label of its neighbour and was reassigned at the disc.',
    whatToDo: 'Check both outlines.',
  },
  LABEL_IN_PIECES: {
    meaning: 'The label of a vertebra lies in separate pieces.',
    whatToDo: 'Check the label map.',
  },
  FRAGMENTS_DROPPED: {
    meaning: 'Small separate fragments of a label were removed.',
    whatToDo: 'No action required if they are few.',
  },
  BODY_MAP_INCOMPLETE: {
    meaning: 'The map of bodies lacks this body; it was separated from its posterior elements by geometry.',
    whatToDo: 'Check the outline at the posterior wall.',
  },
  ARCH_NOT_SOUGHT: {
    meaning: 'Posterior elements were not segmented: the vertebral body is missing or incomplete.',
    whatToDo: 'No action required; not used in any result.',
  },
  ARCH_INCOMPLETE: {
    meaning: 'The posterior elements are incomplete.',
    whatToDo: 'Check the label map posterior to the body.',
  },
  PEDICLE_NOT_FOUND: {
    meaning: 'The narrowest section of a pedicle was not identified.',
    whatToDo: 'Check the outline at the pedicles.',
  },
};
