/** Why a study is refused before anything is measured: its files, its series, its order. */
export const INTAKE_REFUSALS = {
  MARKER_MISPLACED: {
    meaning: 'The marker that completes an upload names another study than the folder that it lies in.',
    whatToDo: 'Upload the study again; complete.json belongs beside the files that it lists.',
  },
  ORDER_CONTRADICTS_STUDY: {
    meaning:
      'The order and the headers of the images disagree about the patient, or the order disagrees with itself.',
    whatToDo: 'Check that the order belongs to this patient and correct the field that is named.',
  },
  FRACTURE_AFTER_CT: {
    meaning: 'The order gives a prior fracture a date after the CT.',
    whatToDo: 'Leave out fractures that happened after the CT, or correct the date.',
  },
  PARAMETER_SET_CONFLICT: {
    meaning: 'The order asks for another parameter set than the assessment was started with.',
    whatToDo: 'Start the assessment with the parameter set of the order, or leave it out of the order.',
  },
  NOT_AN_ADULT: {
    meaning: 'The patient is younger than adults for whom cut-offs and material laws hold.',
    whatToDo: 'This software cannot assess the study.',
  },
  ZIP_DAMAGED: {
    meaning: 'A zip archive does not open or breaks off.',
    whatToDo: 'Export or send the archive again.',
  },
  ZIP_ENCRYPTED: {
    meaning: 'A zip archive is protected by a password.',
    whatToDo: 'Send the archive without a password, or unpacked.',
  },
  ZIP_TOO_LARGE: {
    meaning: 'A zip archive unpacks to more files or bytes than are taken.',
    whatToDo: 'Send the CT series alone, or unpacked.',
  },
  NO_DICOM: {
    meaning: 'No file of the study is a DICOM image or a NIfTI volume.',
    whatToDo: 'Send the DICOM images of the CT, a zip archive of them, or one NIfTI CT.',
  },
  SEVERAL_NIFTI: {
    meaning: 'The study holds several NIfTI volumes, and which of them is the CT is not known.',
    whatToDo: 'Send one NIfTI CT; label maps are given with --labels.',
  },
  NIFTI_UNREADABLE: {
    meaning: 'The NIfTI file is damaged, is not one 3D volume, or does not say how it lies in the patient.',
    whatToDo: 'Export the CT again as one 3D NIfTI volume with its orientation, or send the DICOM images.',
  },
  NO_CT_SERIES: {
    meaning: 'The study holds no CT series with images.',
    whatToDo: 'Send a CT series of the spine; other modalities cannot be assessed.',
  },
  NO_USABLE_CT_SERIES: {
    meaning: 'The study holds several CT series, and each is refused for a reason of its own.',
    whatToDo:
      'See what is said of each series; send an axial reconstruction that covers the spine without gaps.',
  },
  SECONDARY_CAPTURE: {
    meaning: 'The images are screen captures, not a reconstruction by the scanner.',
    whatToDo: 'Send the original axial CT series.',
  },
  ENHANCED_MULTIFRAME_UNSUPPORTED: {
    meaning: 'The images are stored as Enhanced CT, many frames in one file.',
    whatToDo: 'Export the series as classic CT images, one image a file.',
  },
  TRUNCATED_FILE: {
    meaning: 'A DICOM file breaks off or its pixels cannot be decoded.',
    whatToDo: 'Send the file again; if it stays, export the series from the archive again.',
  },
  NO_PIXELS: {
    meaning: 'Some images of the series hold no pixels.',
    whatToDo: 'Send the series with its pixel data.',
  },
  TOO_FEW_IMAGES: {
    meaning: 'The series has fewer images than a vertebra needs.',
    whatToDo: 'Send the whole series.',
  },
  TRANSFER_SYNTAX_UNSUPPORTED: {
    meaning: 'The pixels are compressed in a way that is not read.',
    whatToDo: 'Export the images uncompressed, or as RLE, JPEG Lossless, JPEG-LS, JPEG 2000 or HTJ2K.',
  },
  PIXEL_FORMAT_UNSUPPORTED: {
    meaning: 'The pixels are not single grey values of up to 16 bits.',
    whatToDo: 'Send the original CT series, without colours or overlays burnt in.',
  },
  NOT_HU: {
    meaning: 'The values are not Hounsfield units, or the headers do not say how they become so.',
    whatToDo: 'Send a plain CT reconstruction in HU; iodine maps and rescaled volumes cannot be used.',
  },
  KVP_MIXED: {
    meaning:
      'Images of one series were taken with different tube voltages, and HU of bone depend on the voltage.',
    whatToDo: 'Send a series of one tube voltage.',
  },
  GEOMETRY_MISSING: {
    meaning: 'Images lack position, orientation or pixel spacing.',
    whatToDo: 'Export the series again with its geometry; anonymisation may have removed it.',
  },
  GEOMETRY_INVALID: {
    meaning: 'Orientation or pixel spacing in the headers cannot be true.',
    whatToDo: 'Export the series again from the scanner or the archive.',
  },
  GEOMETRY_MIXED: {
    meaning: 'Images of one series differ in orientation, size or pixel spacing.',
    whatToDo: 'Send one reconstruction a series.',
  },
  DUPLICATE_SLICES: {
    meaning: 'Several different images lie in the same place.',
    whatToDo: 'Send one phase and one reconstruction a series.',
  },
  MISSING_SLICES: {
    meaning: 'The stack has gaps: images are missing.',
    whatToDo: 'Send the whole series again.',
  },
  SPACING_NOT_UNIFORM: {
    meaning: 'The distance between images changes within the series.',
    whatToDo: 'Send a reconstruction with equal steps between images.',
  },
  GANTRY_TILT: {
    meaning: 'The stack is sheared: the gantry was tilted, or the grid is not at right angles.',
    whatToDo: 'Send a scan without gantry tilt, or a reconstruction at right angles.',
  },
  SLICES_SHIFTED: {
    meaning: 'Some images lie beside the line of the others.',
    whatToDo: 'Send a reconstruction with one field of view for all images.',
  },
  NOT_AXIAL: {
    meaning: 'The images are not axial.',
    whatToDo: 'Send an axial reconstruction.',
  },
  SLICES_TOO_FAR_APART: {
    meaning: 'Voxels or images lie farther apart than endplates can be told.',
    whatToDo: 'Send a reconstruction with thinner slices, 1 mm if there is one.',
  },
};
