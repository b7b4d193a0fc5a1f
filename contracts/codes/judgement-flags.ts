/** Remarks on grades, categories and risks, and prompts: places for a reader to look at. */
export const JUDGEMENT_FLAGS = {
  NOT_GRADED: {
    meaning: 'Fractures are graded from T4 to L5 only.',
    whatToDo: 'Review the vertebra.',
  },
  GRADE_UNCERTAIN: {
    meaning: 'The interval of the height loss includes several grades.',
    whatToDo: 'Review the vertebra for a fracture.',
  },
  MORPHOMETRY_DEFORMED: {
    meaning: 'Grade 0 by loss of height, but a height ratio lies outside the reference range.',
    whatToDo: 'Review the vertebra for a fracture.',
  },
  REFERENCE_TABLE_ONLY: {
    meaning:
      'No intact neighbour: height ratios were compared with a reference table only; crush cannot be graded.',
    whatToDo: 'Review the vertebra for a fracture.',
  },
  REFERENCE_ONE_SIDED: {
    meaning: 'An intact neighbour was found on one side only.',
    whatToDo: 'Interpret the grade with caution.',
  },
  REFERENCE_FAR: {
    meaning: 'The nearest intact neighbour is several levels away.',
    whatToDo: 'Interpret the grade with caution.',
  },
  SPINE_INCOMPLETE: {
    meaning: 'Not every level from T4 to L5 was graded: a fracture may lie elsewhere.',
    whatToDo: 'Review the named levels if visible on other images.',
  },
  ORDER_PARTS_NOT_USED: {
    meaning: 'Parts of the order, a FHIR request, do not have one meaning and were not used.',
    whatToDo: 'Check the clinical factors on page 1; provide what is missing in an order of this software.',
  },
  READ_AS_INTACT: {
    meaning: 'Read as not fractured, as stated in the order.',
    whatToDo: 'No action required; takes precedence over the measured grade.',
  },
  READ_AS_FRACTURED: {
    meaning: 'Read as fractured, as stated in the order.',
    whatToDo: 'No action required; takes precedence over the measured grade.',
  },
  FRACTURE_IN_HISTORY: {
    meaning: 'A fracture before the CT is stated in the order; counted regardless of the measured grade.',
    whatToDo: 'No action required; takes precedence over the measured grade.',
  },
  FRACTURE_BY_TRAUMA: {
    meaning: 'A traumatic fracture is stated in the order; not counted in any criterion.',
    whatToDo: 'No action required.',
  },
  DENSITY_FROM_THORACIC: {
    meaning: 'The density of lumbar levels is estimated from thoracic ones.',
    whatToDo: 'Prefer a series that shows L1 and L2.',
  },
  DENSITY_CONTRAST_CORRECTED: {
    meaning: 'The density was corrected for contrast agent in the portal venous phase.',
    whatToDo: 'Prefer a series without contrast agent.',
  },
  DENSITY_LEVELS_DIFFER: {
    meaning: 'The density of a level differs from that of its neighbours by more than is usual.',
    whatToDo: 'Review the named levels for sclerosis, fracture or a displaced outline.',
  },
  STRENGTH_DENSITY_DISCORDANT: {
    meaning: 'Strength is far below the reference while density is not low.',
    whatToDo: 'Review outlines, geometry and calibration.',
  },
  AGE_UNKNOWN: {
    meaning: 'The age is provided neither in the images nor in the order.',
    whatToDo: 'Provide the age in the order.',
  },
  SEX_UNKNOWN: {
    meaning: 'The sex is provided neither in the images nor in the order.',
    whatToDo: 'Provide the sex in the order.',
  },
  CUT_OFF_POPULATION: {
    meaning: 'The density cut-offs are for postmenopausal women and older men; this patient is younger.',
    whatToDo: 'Interpret the density with respect to age.',
  },
  DXA_OSTEOPOROSIS: {
    meaning: 'The order states a T-score in the osteoporotic range.',
    whatToDo: 'Consider it together with this report.',
  },
  FRAX_FROM_ORDER: {
    meaning: 'FRAX was supplied by the clinic; not used in the overall category.',
    whatToDo: 'No action required; shown for comparison.',
  },
  PRIOR_FRACTURE_REPORTED: {
    meaning: 'A hip or vertebral fracture is stated in the order.',
    whatToDo: 'Consider it together with this report.',
  },
  RISK_RECENCY_NOT_COUNTED: {
    meaning: 'The fracture probabilities do not account for the recency of a fracture.',
    whatToDo: 'Expect a higher risk in the first years after a fracture.',
  },
  RISK_AGE_EXTRAPOLATED: {
    meaning: 'The risk table does not cover the age of this patient.',
    whatToDo: 'Interpret the probabilities with caution.',
  },
  RISK_RATIO_EXTRAPOLATED: {
    meaning:
      'The hazard ratio of a vertebral fracture was measured in a population that does not include this patient.',
    whatToDo: 'Interpret the probabilities with caution.',
  },
};

export const PROMPTS = {
  SCHMORL_NODE: {
    meaning: 'Focal endplate depression consistent with a Schmorl node.',
    whatToDo: 'Review the endplate.',
  },
  ENDPLATE_DEPRESSION: {
    meaning: 'Endplate concavity deeper than in other endplates of this patient.',
    whatToDo: 'Review the endplate for a fracture.',
  },
};
