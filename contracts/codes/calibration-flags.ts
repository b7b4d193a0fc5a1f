/** Remarks on the calibration of density and on contrast agent. */
export const CALIBRATION_FLAGS = {
  NO_REFERENCE_IN_IMAGE: {
    meaning: 'Air, blood, fat and muscle could not be measured: densities rest on the tube voltage alone.',
    whatToDo: 'Prefer a series with a full field of view, or calibrate with a phantom.',
  },
  KVP_UNKNOWN: {
    meaning: 'The tube voltage is not known: intervals are wide and no density category is given.',
    whatToDo: 'Send the DICOM images with their headers, or calibrate with a phantom.',
  },
  KVP_INTERPOLATED: {
    meaning: 'The slope for this tube voltage is interpolated between tabulated ones.',
    whatToDo: 'Nothing; a phantom makes it surer.',
  },
  KERNEL_SHARP: {
    meaning: 'The reconstruction kernel is sharp: densities and heights are less sure.',
    whatToDo: 'Prefer a soft-tissue reconstruction of the same scan.',
  },
  KERNEL_UNKNOWN: {
    meaning: 'How sharp the reconstruction kernel is cannot be told from its name.',
    whatToDo: 'Prefer a soft-tissue reconstruction.',
  },
  NOISE_HIGH: {
    meaning: 'The image is noisy: intervals are widened.',
    whatToDo: 'Prefer a smoother or thicker reconstruction of the same scan.',
  },
  DENSE_MATERIAL_IN_VIEW: {
    meaning: 'Metal or other dense material in view may cast streaks: intervals are widened.',
    whatToDo: 'Look for streaks across the vertebrae.',
  },
  FIELD_OF_VIEW_CUTS_BODY: {
    meaning: 'The field of view cuts the body: air and fat for the calibration may be missing.',
    whatToDo: 'Prefer a reconstruction with the full field of view.',
  },
  HU_SCALE_DOUBTED: {
    meaning: 'The HU scale looks off and nothing in the image puts it right: no density category is given.',
    whatToDo: 'Check the calibration of the scanner, or calibrate with a phantom in view.',
  },
  INTERVALS_WIDENED: {
    meaning: 'Doubts about the image made every density and strength less sure.',
    whatToDo: 'See the remarks that it names.',
  },
  CONTRAST_HEADER: {
    meaning: 'The header names a contrast agent, which raises the density: no category is given.',
    whatToDo: 'Prefer a series without contrast agent.',
  },
  CONTRAST_ARTERIAL: {
    meaning: 'The aorta is enhanced as in an arterial phase: no density category is given.',
    whatToDo: 'Prefer a series without contrast agent.',
  },
  CONTRAST_PORTAL: {
    meaning: 'Vessels are enhanced as in a portal phase; its usual effect is taken off the density.',
    whatToDo: 'Prefer a series without contrast agent.',
  },
  CONTRAST_UNCLEAR: {
    meaning: 'The blood may hold contrast agent: intervals are widened.',
    whatToDo: 'Look whether contrast agent was given.',
  },
  CONTRAST_UNCHECKED: {
    meaning: 'The header names no contrast agent, and no aorta was found to see it by.',
    whatToDo: 'Look whether contrast agent was given.',
  },
  CONTRAST_UNKNOWN: {
    meaning:
      'There is neither a header nor an aorta to tell contrast agent by: no density category is given.',
    whatToDo: 'Send the DICOM images with their headers.',
  },
  PHANTOM_IN_VIEW_UNNAMED: {
    meaning: 'A row of even rods lies behind the spine and no phantom was named.',
    whatToDo: 'If it is a calibration phantom, name its type, and densities will rest on it.',
  },
  PHANTOM_FIT_WARN: {
    meaning: 'The rods of the phantom lie less well on a line than they should.',
    whatToDo: 'Look for air between phantom and back, and at the type of the phantom.',
  },
  PHANTOM_TWO_RODS: {
    meaning: 'The phantom has two usable rods: a misfit cannot be seen.',
    whatToDo: 'Look that both rods are whole in the image.',
  },
  PHANTOM_ROD_LEFT_OUT: {
    meaning: 'A rod failed its checks and was left out.',
    whatToDo: 'Look for air, metal or the border of the image at that rod.',
  },
  PHANTOM_ROD_DOUBTED: {
    meaning: 'Rods failed their checks and were kept, as too few would be left.',
    whatToDo: 'Look at the rods in the picture of the calibration.',
  },
  MINERAL_BASIS_CONVERTED: {
    meaning: 'The phantom is graded in calcium hydroxyapatite; values were converted to K2HPO4.',
    whatToDo: 'Nothing: it is stated for comparison with other densities.',
  },
  CALIBRATION_FILE_AGE_UNKNOWN: {
    meaning: 'How far apart phantom and patient were scanned is not known.',
    whatToDo: 'Check the date of the phantom scan.',
  },
  CALIBRATION_FILE_OLD: {
    meaning: 'Phantom and patient were scanned long apart.',
    whatToDo: 'Scan the phantom again.',
  },
  CALIBRATION_TABLE_MOVED: {
    meaning: 'The table stood at another height for the phantom than for the patient.',
    whatToDo: 'Scan the phantom at the height at which patients lie.',
  },
  CALIBRATION_FILE_UNCHECKED: {
    meaning: 'Some of what the calibration file should match is not known of the scan.',
    whatToDo: 'Check that file and scan are of one scanner and protocol.',
  },
  CALIBRATION_FILE_UNTRACEABLE: {
    meaning:
      'Nothing in the scan says which scanner it is from: the file rests on the word of whoever named it.',
    whatToDo: 'Send the DICOM images with their headers.',
  },
};
