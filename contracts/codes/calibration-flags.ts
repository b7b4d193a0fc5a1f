/** Remarks on the calibration of density and on contrast agent. */
export const CALIBRATION_FLAGS = {
  NO_REFERENCE_IN_IMAGE: {
    meaning: 'Air, blood, fat and muscle could not be measured; density is calibrated by tube voltage only.',
    whatToDo: 'Prefer a series with a full field of view, or calibrate with a phantom.',
  },
  KVP_UNKNOWN: {
    meaning: 'The tube voltage is not known: intervals are wide and no density category is given.',
    whatToDo: 'Send the DICOM images with their headers, or calibrate with a phantom.',
  },
  KVP_INTERPOLATED: {
    meaning: 'The slope for this tube voltage is interpolated between tabulated ones.',
    whatToDo: 'No action required; a phantom improves precision.',
  },
  KERNEL_SHARP: {
    meaning: 'Sharp reconstruction kernel: reduced precision of densities and heights.',
    whatToDo: 'Prefer a soft-tissue reconstruction of the same scan.',
  },
  KERNEL_UNKNOWN: {
    meaning: 'The sharpness of the reconstruction kernel is not known from its name.',
    whatToDo: 'Prefer a soft-tissue reconstruction.',
  },
  NOISE_HIGH: {
    meaning: 'The image is noisy: intervals are widened.',
    whatToDo: 'Prefer a smoother or thicker reconstruction of the same scan.',
  },
  DENSE_MATERIAL_IN_VIEW: {
    meaning:
      'Metal or other dense material in the field of view may cause streak artefacts: intervals are widened.',
    whatToDo: 'Check the vertebrae for streak artefacts.',
  },
  FIELD_OF_VIEW_CUTS_BODY: {
    meaning: 'The field of view truncates the body; air and fat for the calibration may be missing.',
    whatToDo: 'Prefer a reconstruction with the full field of view.',
  },
  HU_SCALE_DOUBTED: {
    meaning: 'The HU scale is doubtful and cannot be corrected from the image: no density category is given.',
    whatToDo: 'Check the calibration of the scanner, or calibrate with a phantom in view.',
  },
  INTERVALS_WIDENED: {
    meaning: 'Intervals of density and strength were widened because of doubts about the image.',
    whatToDo: 'See the remarks on image quality.',
  },
  CONTRAST_HEADER: {
    meaning: 'A contrast agent is recorded in the header; it raises the density: no category is given.',
    whatToDo: 'Prefer a series without contrast agent.',
  },
  CONTRAST_ARTERIAL: {
    meaning: 'The aorta is enhanced as in an arterial phase: no density category is given.',
    whatToDo: 'Prefer a series without contrast agent.',
  },
  CONTRAST_PORTAL: {
    meaning: 'Portal venous phase; the density is corrected by the usual effect.',
    whatToDo: 'Prefer a series without contrast agent.',
  },
  BLOOD_LOW: {
    meaning: 'Unenhanced blood is darker than usual, as in anaemia, and the density is calibrated by it.',
    whatToDo:
      'Compare with the haemoglobin: in anaemia the density reads up to 10 mg/cm3 too high, which can hide osteoporosis.',
  },
  CONTRAST_UNCLEAR: {
    meaning: 'Possible contrast agent in blood: intervals are widened.',
    whatToDo: 'Check whether a contrast agent was given.',
  },
  CONTRAST_UNCHECKED: {
    meaning: 'No contrast agent is recorded in the header; not verified, as the aorta was not identified.',
    whatToDo: 'Check whether a contrast agent was given.',
  },
  CONTRAST_UNKNOWN: {
    meaning:
      'Contrast agent not known, neither from a header nor from the aorta: no density category is given.',
    whatToDo: 'Send the DICOM images with their headers.',
  },
  PHANTOM_IN_VIEW_UNNAMED: {
    meaning: 'A row of homogeneous rods lies posterior to the spine, and no phantom was specified.',
    whatToDo: 'If this is a calibration phantom, specify its type to use it.',
  },
  PHANTOM_FIT_WARN: {
    meaning: 'The linear fit of the phantom rods is worse than recommended.',
    whatToDo: 'Check for air between phantom and patient, and check the type of the phantom.',
  },
  PHANTOM_TWO_RODS: {
    meaning: 'The phantom has two usable rods: goodness of fit cannot be evaluated.',
    whatToDo: 'Check that both rods are completely in the image.',
  },
  PHANTOM_ROD_LEFT_OUT: {
    meaning: 'A rod failed quality control and was excluded.',
    whatToDo: 'Check for air, metal or the image border at this rod.',
  },
  PHANTOM_ROD_DOUBTED: {
    meaning: 'Rods failed quality control and were used nevertheless, as too few would remain.',
    whatToDo: 'Check the rods in the calibration picture.',
  },
  MINERAL_BASIS_CONVERTED: {
    meaning: 'The phantom densities are given in calcium hydroxyapatite and were converted to K2HPO4.',
    whatToDo: 'No action required; relevant for comparison with other densities.',
  },
  CALIBRATION_FILE_AGE_UNKNOWN: {
    meaning: 'The time between phantom scan and patient scan is not known.',
    whatToDo: 'Check the date of the phantom scan.',
  },
  CALIBRATION_FILE_OLD: {
    meaning: 'The time between phantom scan and patient scan is too long.',
    whatToDo: 'Scan the phantom again.',
  },
  CALIBRATION_TABLE_MOVED: {
    meaning: 'The table height differs between phantom scan and patient scan.',
    whatToDo: 'Scan the phantom at the height at which patients lie.',
  },
  CALIBRATION_FILE_UNCHECKED: {
    meaning: 'The match of the calibration file could not be verified completely.',
    whatToDo: 'Check that file and scan are from the same scanner and protocol.',
  },
  CALIBRATION_NOT_REGISTERED: {
    meaning: 'The site has registered calibrations, and none of them matches this scan.',
    whatToDo:
      'Scan the phantom on this scanner with the same tube voltage and kernel, and register its calibration.',
  },
  CALIBRATION_FILE_UNTRACEABLE: {
    meaning: 'The scan does not identify its scanner: the calibration file cannot be matched.',
    whatToDo: 'Send the DICOM images with their headers.',
  },
};
