/** Why one vertebra is not assessed; the study goes on. */
export const LEVEL_REFUSALS = {
  LEVEL_NOT_SUPPORTED: {
    meaning: 'The vertebra lies outside the range that is assessed, T4 to L5 (T13 and L6 included).',
    whatToDo: 'Nothing: it is listed for completeness.',
  },
  LEVEL_TRUNCATED: {
    meaning: 'The vertebral body is cut by the border of the image.',
    whatToDo: 'Where the level matters, reconstruct a larger field of view.',
  },
  LEVEL_NOT_SEGMENTED: {
    meaning: 'A level was to be solved that the segmentation does not have.',
    whatToDo: 'Report it as a defect: levels to solve come from the segmentation.',
  },
  LEVELS_UNANCHORED: {
    meaning: 'The body was found, and its name is too uncertain to report a result under it.',
    whatToDo:
      'Name one vertebra with --first-level or --level-at, or send a series with the sacrum or the last rib.',
  },
  METAL: {
    meaning: 'Metal lies in or near the body: it spoils HU and stands for bone in the model.',
    whatToDo: 'The level cannot be assessed with this implant.',
  },
  CEMENT: {
    meaning: 'The body holds bone cement, or something as dense.',
    whatToDo: 'The level cannot be assessed.',
  },
  BODY_NOT_FOUND: {
    meaning: 'The label of this level holds no body with two endplates.',
    whatToDo: 'Look at the outline; correct the label map.',
  },
  BODY_IMPLAUSIBLE: {
    meaning: 'The outlined body does not have the size of an adult vertebral body.',
    whatToDo: 'Look at the outline; correct the label map.',
  },
  OUTLINE_NOT_FOUND: {
    meaning: 'Between its discs no closed surface of bone was found.',
    whatToDo: 'Give a label map with --labels where the level matters.',
  },
  OUTLINE_UNCERTAIN: {
    meaning: 'Too little of the outline lies on an edge of bone.',
    whatToDo: 'Give a label map with --labels where the level matters.',
  },
  BODY_NOT_FRAMED: {
    meaning: 'The body has no frame of its own, so that it cannot be loaded along its axis.',
    whatToDo: 'Look at the outline; correct the label map.',
  },
  BODY_TOO_SMALL: {
    meaning: 'The model of the body would hold too little bone.',
    whatToDo: 'Look at the outline; correct the label map.',
  },
  BODY_FRAGMENTED: {
    meaning: 'The body falls into pieces that do not hold together.',
    whatToDo: 'Look at the outline; correct the label map.',
  },
  BODY_OUTSIDE_CT: {
    meaning: 'The model of the body would reach beyond the image.',
    whatToDo: 'Where the level matters, reconstruct a larger field of view.',
  },
  MODEL_INVALID: {
    meaning: 'The finite-element model of the body cannot be solved.',
    whatToDo: 'Look at the outline; correct the label map.',
  },
  SOLVE_NOT_CONVERGED: {
    meaning: 'The finite-element solve did not reach its tolerance.',
    whatToDo: 'Look at outline and image of the level; report it as a defect where both look sound.',
  },
  PROCESSING_FAILED: {
    meaning: 'A step ended with a failure of the program or its platform (memory, time, a defect).',
    whatToDo:
      'Run the study again; if it stays, send the logs of the execution to whoever runs the software.',
  },
};
