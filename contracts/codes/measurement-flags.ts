/** Remarks on what was measured at a vertebra: heights, density, strength. */
export const MEASUREMENT_FLAGS = {
  HEIGHTS_LOW_PRECISION: {
    meaning: 'Thick slices: reduced precision of heights.',
    whatToDo: 'Prefer a reconstruction with thinner slices.',
  },
  HEIGHTS_SLICES_TOO_THICK: {
    meaning: 'Slices are too thick: heights were not measured.',
    whatToDo: 'Reconstruct the same scan with thinner slices.',
  },
  HEIGHTS_FROM_MASK: {
    meaning: 'Endplate not clearly visible; the edge of the outline was used.',
    whatToDo: 'Review the named endplates.',
  },
  HEIGHTS_NO_MIDLINE: {
    meaning: 'The body does not reach its mid-sagittal plane: heights were not measured.',
    whatToDo: 'Check the outline.',
  },
  HEIGHTS_NO_ENDPLATE: {
    meaning: 'An endplate is missing at a height position: heights were not measured.',
    whatToDo: 'Check the outline at that endplate.',
  },
  TRABECULAR_HETEROGENEOUS: {
    meaning: 'Many voxels of the trabecular region were outliers and excluded.',
    whatToDo: 'Check for a vein, a bone island or a lesion in the vertebral body.',
  },
  TRABECULAR_REGION_SMALL: {
    meaning: 'The trabecular region is too small: density was not measured.',
    whatToDo: 'Check the outline; a fracture can be the cause.',
  },
  TRABECULAR_REGION_UNSURE: {
    meaning:
      'In thick slices the trabecular region is too uneven to hold trabecular bone alone: density was not measured.',
    whatToDo: 'Check the outline at both endplates; a fracture or a dense endplate can be the cause.',
  },
  STRENGTH_SLICES_TOO_THICK: {
    meaning: 'Slices are too thick: strength was not computed.',
    whatToDo: 'Reconstruct the same scan with thinner slices.',
  },
  STRENGTH_CONTRAST: {
    meaning:
      'Contrast agent, or none that could be excluded, raises the density: strength was corrected for the usual effect, or may be overestimated.',
    whatToDo: 'Prefer a series without contrast agent.',
  },
  STRENGTH_OF_FRACTURED: {
    meaning:
      'Strength of a body with a fracture grade of 1 or more: not supported by any benchmark (1,171 of the 1,175 graded levels of the published one are of grade 0).',
    whatToDo: 'Do not use the strength of this level.',
  },
  PLASTIC_NOT_CONVERGED: {
    meaning: 'The load curve or the bending solve did not converge and is not reported.',
    whatToDo: 'Check outline and image; the linear strength remains valid.',
  },
  STRENGTH_MODELS_DISCORDANT: {
    meaning: 'Linear and plastic strength differ more than usual.',
    whatToDo: 'Check the outline, and check for a fracture or a lesion.',
  },
  STRENGTH_SECTION_DISCORDANT: {
    meaning: 'Strength and the analytical estimate of the weakest slice differ more than usual.',
    whatToDo: 'Check the outline, and check for a fracture or a lesion.',
  },
};
