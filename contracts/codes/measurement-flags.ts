/** Remarks on what was measured at a vertebra: heights, density, strength. */
export const MEASUREMENT_FLAGS = {
  HEIGHTS_LOW_PRECISION: {
    meaning: 'Slices are thick: heights of this body are imprecise.',
    whatToDo: 'Prefer a reconstruction with thinner slices.',
  },
  HEIGHTS_SLICES_TOO_THICK: {
    meaning: 'Slices are too thick for heights: none are given.',
    whatToDo: 'Reconstruct the same scan with thinner slices.',
  },
  HEIGHTS_FROM_MASK: {
    meaning: 'No clear endplate shows in the image; the edge of the outline was taken.',
    whatToDo: 'Look at the endplates that are named.',
  },
  HEIGHTS_NO_BODY: {
    meaning: 'The outline holds no voxel of this body: no heights are given.',
    whatToDo: 'Check the label map.',
  },
  HEIGHTS_NO_MIDLINE: {
    meaning: 'The body is not seen in its own mid-sagittal plane: no heights are given.',
    whatToDo: 'Check the outline.',
  },
  HEIGHTS_NO_ENDPLATE: {
    meaning: 'An endplate is not seen where a height is taken: no heights are given.',
    whatToDo: 'Check the outline at that endplate.',
  },
  TRABECULAR_HETEROGENEOUS: {
    meaning: 'Many voxels of the trabecular region were outliers and left out.',
    whatToDo: 'Look for a vein, an island of bone or a lesion in the body.',
  },
  TRABECULAR_REGION_SMALL: {
    meaning: 'The trabecular region is too small to trust: no density is given.',
    whatToDo: 'Check the outline; a fractured body can do this.',
  },
  STRENGTH_CONTRAST: {
    meaning:
      'Contrast agent raises the density: strength was solved with its usual effect taken off, or may be too high.',
    whatToDo: 'Prefer a series without contrast agent.',
  },
  PLASTIC_NOT_CONVERGED: {
    meaning: 'The load curve or the bending of the yielding body did not converge and is not given.',
    whatToDo: 'Look at outline and image; the linear strength stands.',
  },
  STRENGTH_MODELS_DISCORDANT: {
    meaning: 'Linear and plastic strength differ more than they usually do.',
    whatToDo: 'Look at the outline and for a fracture or a lesion.',
  },
  STRENGTH_SECTION_DISCORDANT: {
    meaning: 'Strength and the hand formula of its weakest slice differ more than they usually do.',
    whatToDo: 'Look at the outline and for a fracture or a lesion.',
  },
};
