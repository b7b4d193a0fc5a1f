/** Why a study is refused by the calibration of density. */
export const CALIBRATION_REFUSALS = {
  PHANTOM_NOT_FOUND: {
    meaning: 'A calibration phantom was named, and its rods were not found in the image.',
    whatToDo: 'Check the type of the phantom and that it is in the field of view; without one, name none.',
  },
  PHANTOM_FIT_POOR: {
    meaning: 'The rods of the phantom do not lie on a line that can be true.',
    whatToDo:
      'Check the type and the certificate of the phantom; air between phantom and back spoils the rods.',
  },
  PHANTOM_CERTIFICATE_MISSING: {
    meaning: 'A Mindways phantom was named without its certificate, and its rods differ from piece to piece.',
    whatToDo: 'Give the certificate of this serial number.',
  },
  PHANTOM_CERTIFICATE_UNUSED: {
    meaning: 'A Mindways certificate was given for a phantom of another make.',
    whatToDo: 'Correct the type of the phantom, or leave the certificate out.',
  },
  CALIBRATION_FILE_MISMATCH: {
    meaning: 'The calibration file is of another scanner, tube voltage or kernel than the scan.',
    whatToDo: 'Use a phantom scan of the same scanner, tube voltage and kernel, or no calibration file.',
  },
  CALIBRATION_FILE_IMPLAUSIBLE: {
    meaning: 'The calibration file gives a line that cannot be true.',
    whatToDo: 'Check units, mineral basis and values of the file.',
  },
  KVP_OUT_OF_RANGE: {
    meaning: 'The tube voltage lies outside the range in which the slope is known.',
    whatToDo: 'Calibrate with a phantom in the field of view.',
  },
};
