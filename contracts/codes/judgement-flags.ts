/** Remarks on grades, categories and risks, and prompts: places for a reader to look at. */
export const JUDGEMENT_FLAGS = {
  NOT_GRADED: {
    meaning: 'Fractures are graded from T4 to L5 only.',
    whatToDo: 'Look at the vertebra.',
  },
  GRADE_UNCERTAIN: {
    meaning: 'The interval of the height loss touches several grades.',
    whatToDo: 'Look whether the vertebra is fractured.',
  },
  MORPHOMETRY_DEFORMED: {
    meaning: 'No grade by height lost, yet a ratio lies outside the reference of intact bodies.',
    whatToDo: 'Look whether the vertebra is fractured.',
  },
  REFERENCE_TABLE_ONLY: {
    meaning: 'No intact neighbour: ratios were held against a table alone, which cannot tell crush.',
    whatToDo: 'Look whether the vertebra is fractured.',
  },
  REFERENCE_ONE_SIDED: {
    meaning: 'An intact neighbour was found on one side only.',
    whatToDo: 'Take the grade with care.',
  },
  REFERENCE_FAR: {
    meaning: 'The nearest intact neighbour is several levels away.',
    whatToDo: 'Take the grade with care.',
  },
  SPINE_INCOMPLETE: {
    meaning: 'Not every level from T4 to L5 was graded: a fracture may lie elsewhere.',
    whatToDo: 'Look at the levels that are named, where images show them.',
  },
  READ_AS_INTACT: {
    meaning: 'The order says that a reader saw no fracture here.',
    whatToDo: 'Nothing: it outweighs what was measured.',
  },
  READ_AS_FRACTURED: {
    meaning: 'The order says that a reader saw a fracture here.',
    whatToDo: 'Nothing: it outweighs what was measured.',
  },
  FRACTURE_IN_HISTORY: {
    meaning: 'The order names a fracture here before the CT; it counts whatever was measured.',
    whatToDo: 'Nothing: it outweighs what was measured.',
  },
  FRACTURE_BY_TRAUMA: {
    meaning: 'The order says that an accident broke this vertebra; it counts in no rule.',
    whatToDo: 'Nothing: it is stated for whoever reads the report.',
  },
  DENSITY_FROM_THORACIC: {
    meaning: 'The density of lumbar levels is estimated from thoracic ones.',
    whatToDo: 'Prefer a series that shows L1 and L2.',
  },
  DENSITY_CONTRAST_CORRECTED: {
    meaning: 'The effect of contrast agent in the portal phase was taken off the density.',
    whatToDo: 'Prefer a series without contrast agent.',
  },
  STRENGTH_DENSITY_DISCORDANT: {
    meaning: 'Strength is far below the reference while density is not low.',
    whatToDo: 'Look at outlines, geometry and calibration.',
  },
  AGE_UNKNOWN: {
    meaning: 'Neither the images nor the order give an age.',
    whatToDo: 'Give the age in the order.',
  },
  SEX_UNKNOWN: {
    meaning: 'Neither the images nor the order give a sex.',
    whatToDo: 'Give the sex in the order.',
  },
  CUT_OFF_POPULATION: {
    meaning: 'The density cut-offs are for postmenopausal women and older men; this patient is younger.',
    whatToDo: 'Judge the density by age.',
  },
  DXA_OSTEOPOROSIS: {
    meaning: 'The order gives a T-score in the range of osteoporosis; no rule counts it.',
    whatToDo: 'Take it into account beside this report.',
  },
  FRAX_FROM_ORDER: {
    meaning: "The FRAX value is the clinic's own: shown, and used in no rule.",
    whatToDo: 'Nothing: it is shown for comparison.',
  },
  PRIOR_FRACTURE_REPORTED: {
    meaning: 'The order names a hip or vertebral fracture.',
    whatToDo: 'Take it into account beside this report.',
  },
  RISK_RECENCY_NOT_COUNTED: {
    meaning: 'The risk figures do not count how recent a fracture is.',
    whatToDo: 'Expect a higher risk in the first years after a fracture.',
  },
  RISK_AGE_EXTRAPOLATED: {
    meaning: 'The table of risks does not cover the age of this patient.',
    whatToDo: 'Take the figures with care.',
  },
  RISK_RATIO_UNVERIFIED: {
    meaning: 'The ratio of hip fracture after a vertebral fracture is recalled and not verified.',
    whatToDo: 'Take the hip figure with care.',
  },
  RISK_RATIO_EXTRAPOLATED: {
    meaning: 'The ratio of a vertebral fracture was measured in other people than this patient.',
    whatToDo: 'Take the figures with care.',
  },
};

export const PROMPTS = {
  SCHMORL_NODE: {
    meaning: 'An endplate has a pit as a Schmorl node has.',
    whatToDo: 'Look whether it is one.',
  },
  ENDPLATE_DEPRESSION: {
    meaning: "An endplate is sunk in deeper than this patient's others.",
    whatToDo: 'Look whether it is broken.',
  },
};
