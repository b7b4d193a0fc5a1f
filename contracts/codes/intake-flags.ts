/** Remarks on the images and their headers; the assessment goes on. */
export const INTAKE_FLAGS = {
  NO_HEADER: {
    meaning: 'NIfTI carries no header: voltage, kernel, contrast agent, patient and date are not known.',
    whatToDo: 'Send the DICOM images where there are any; give age and sex in the order.',
  },
  SLICES_THICK: {
    meaning: 'Slices are thick: heights are of low precision.',
    whatToDo: 'Prefer a reconstruction with thinner slices.',
  },
  PADDING_IGNORED: {
    meaning: 'The header names a padding value that tissue can have; it was read as tissue.',
    whatToDo: 'Nothing, if the image looks as it should.',
  },
  AGE_IMPLAUSIBLE: {
    meaning: 'The headers give an impossible age; it is not used.',
    whatToDo: 'Correct the headers, or give the age in the order.',
  },
  AGE_INCONSISTENT: {
    meaning: 'Age and birth date in the headers disagree; the birth date is used.',
    whatToDo: 'Check the birth date.',
  },
  HU_OF_AIR_UNUSUAL: {
    meaning: 'Air does not lie where the Hounsfield scale has it.',
    whatToDo: 'Check the calibration of the scanner; densities may be off.',
  },
  HU_OF_FAT_UNUSUAL: {
    meaning: 'Fat does not lie where it usually does on the Hounsfield scale.',
    whatToDo: 'Check the calibration of the scanner; densities may be off.',
  },
};
