/** Why one vertebra is not assessed; the study goes on. */
export const LEVEL_REFUSALS = {
  LEVEL_NOT_SUPPORTED: {
    meaning: 'The vertebra lies outside the supported range, T4 to L5 (T13 and L6 included).',
    whatToDo: 'No action required; listed for completeness.',
  },
  LEVEL_TRUNCATED: {
    meaning: 'The vertebral body is truncated by the image border.',
    whatToDo: 'If the level is needed, reconstruct a larger field of view.',
  },
  LEVEL_NOT_SEGMENTED: {
    meaning: 'A level requested for the solve is missing in the segmentation.',
    whatToDo: 'Report it as a defect: the levels come from the segmentation.',
  },
  LEVEL_RANGE_UNCERTAIN: {
    meaning: 'The name of the vertebra is uncertain, and it may lie outside the supported range.',
    whatToDo: 'Name one vertebra with --level-at; the report states the option.',
  },
  METAL: {
    meaning: 'Metal in, near or posterior to the vertebral body: HU and model are not reliable.',
    whatToDo: 'The level cannot be evaluated with this implant.',
  },
  CEMENT: {
    meaning: 'Bone cement or material of similar density in the vertebral body.',
    whatToDo: 'The level cannot be evaluated.',
  },
  BODY_NOT_FOUND: {
    meaning: 'The label of this level contains no vertebral body with two endplates.',
    whatToDo: 'Check the outline; correct the label map.',
  },
  BODY_IMPLAUSIBLE: {
    meaning: 'The outlined body does not have the size of an adult vertebral body.',
    whatToDo: 'Check the outline; correct the label map.',
  },
  BODY_MERGED: {
    meaning: 'The outline spans two vertebral bodies, or is as high as two.',
    whatToDo: 'Correct the label map, or provide one (--labels); count the vertebrae beyond this one.',
  },
  BODY_OFF_TREND: {
    meaning: 'The outlined body has a size that does not fit its neighbours.',
    whatToDo: 'Check the outline; correct the label map, or provide one (--labels).',
  },
  OUTLINE_NOT_FOUND: {
    meaning: 'No closed bone surface was found between the discs.',
    whatToDo: 'Provide a label map (--labels) if the level is needed.',
  },
  OUTLINE_UNCERTAIN: {
    meaning: 'Too little of the outline follows a visible bone edge.',
    whatToDo: 'Provide a label map (--labels) if the level is needed.',
  },
  BODY_NOT_FRAMED: {
    meaning: 'The vertebral body has no defined axes and cannot be loaded along its axis.',
    whatToDo: 'Check the outline; correct the label map.',
  },
  HEIGHTS_IMPLAUSIBLE: {
    meaning:
      'The heights fit neither an intact nor a fractured vertebral body: an endplate or the outline is probably misplaced.',
    whatToDo:
      'Review both endplates on the images; correct the label map. A collapsed posterior wall (tumour, trauma) can be the cause.',
  },
  BODY_TOO_SMALL: {
    meaning: 'The model contains too little bone.',
    whatToDo: 'Check the outline; correct the label map.',
  },
  BODY_FRAGMENTED: {
    meaning: 'The vertebral body is not connected.',
    whatToDo: 'Check the outline; correct the label map.',
  },
  BODY_OUTSIDE_CT: {
    meaning: 'The model would extend beyond the image.',
    whatToDo: 'If the level is needed, reconstruct a larger field of view.',
  },
  MODEL_INVALID: {
    meaning: 'The finite-element model of the body cannot be solved.',
    whatToDo: 'Check the outline; correct the label map.',
  },
  EXCLUDED_BY_READER: {
    meaning: 'The reader has excluded the level from the assessment.',
    whatToDo: 'No action required; the reason stands in the review.',
  },
  LEVEL_NOT_MEASURED: {
    meaning:
      'The reader has given the vertebra a name that is assessed; under its former name it was not measured.',
    whatToDo: 'If the level is needed, assess the study again with --first-level or --level-at.',
  },
  SOLVE_NOT_CONVERGED: {
    meaning: 'The finite-element solve did not reach its tolerance.',
    whatToDo: 'Check outline and image of the level; report a defect if both are adequate.',
  },
};
