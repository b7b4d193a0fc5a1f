/** Why a study is refused by the calibration of density. */
export const CALIBRATION_REFUSALS = {
  PHANTOM_NOT_FOUND: {
    meaning: 'A calibration phantom was specified, and its rods were not found in the image.',
    whatToDo:
      'Check the type of the phantom and that it is in the field of view; specify none if there is no phantom.',
  },
  PHANTOM_FIT_POOR: {
    meaning: 'The linear fit of the phantom rods is not plausible.',
    whatToDo:
      'Check the type and the certificate of the phantom; air between phantom and patient disturbs the rods.',
  },
  PHANTOM_CERTIFICATE_MISSING: {
    meaning:
      'A Mindways phantom was specified without its certificate; rod densities differ between phantoms.',
    whatToDo: 'Provide the certificate for this serial number.',
  },
  PHANTOM_CERTIFICATE_UNUSED: {
    meaning: 'A Mindways certificate was given for a different phantom.',
    whatToDo: 'Correct the type of the phantom, or omit the certificate.',
  },
  CALIBRATION_FILE_MISMATCH: {
    meaning: 'Scanner, tube voltage or kernel differ between calibration file and scan.',
    whatToDo: 'Use a phantom scan of the same scanner, tube voltage and kernel, or no calibration file.',
  },
  CALIBRATION_FILE_IMPLAUSIBLE: {
    meaning: 'The calibration file contains an implausible calibration line.',
    whatToDo: 'Check units, mineral basis and values of the file.',
  },
  PHANTOM_SCAN_UNTRACEABLE: {
    meaning: 'The scan of a phantom does not say on which scanner and how it was made.',
    whatToDo: 'Send the DICOM images with their headers.',
  },
  KVP_OUT_OF_RANGE: {
    meaning: 'The tube voltage lies outside the range in which the slope is known.',
    whatToDo: 'Calibrate with a phantom in the field of view.',
  },
};
