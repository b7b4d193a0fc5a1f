/** Why a study is refused before anything is measured: its files, its series, its order. */
export const INTAKE_REFUSALS = {
  MARKER_MISPLACED: {
    meaning: 'The completion marker of the upload and its folder name different studies.',
    whatToDo: 'Upload the study again; complete.json belongs beside the files that it lists.',
  },
  MARKER_INVALID: {
    meaning: 'The completion marker of the upload (complete.json) is not valid.',
    whatToDo: 'Correct the named fields, or upload the study again with the tools of this software.',
  },
  UPLOAD_INCOMPLETE: {
    meaning: 'Files that the completion marker of the upload lists are missing.',
    whatToDo: 'Upload the study again; complete.json is written last.',
  },
  ORDER_INVALID: {
    meaning: 'The order is not valid: it is not JSON, or fields are missing, unknown or out of range.',
    whatToDo: 'Correct the named fields of the order and send the study again.',
  },
  CALIBRATION_FILE_INVALID: {
    meaning: 'The calibration file or the phantom certificate is not valid.',
    whatToDo: 'Correct the named fields of the file.',
  },
  ORDER_CONTRADICTS_STUDY: {
    meaning:
      'The order and the headers of the images disagree about the patient, or the order disagrees with itself.',
    whatToDo: 'Check that the order belongs to this patient and correct the named field.',
  },
  FRACTURE_AFTER_CT: {
    meaning: 'The order gives a prior fracture a date after the CT.',
    whatToDo: 'Omit fractures after the CT, or correct the date.',
  },
  PARAMETER_SET_CONFLICT: {
    meaning: 'The order requests a different parameter set than the assessment was started with.',
    whatToDo: 'Start the assessment with the parameter set of the order, or omit it from the order.',
  },
  NOT_AN_ADULT: {
    meaning: 'The patient is not an adult; cut-offs and material laws do not apply.',
    whatToDo: 'This software cannot assess the study.',
  },
  ZIP_DAMAGED: {
    meaning: 'A zip archive is damaged or incomplete.',
    whatToDo: 'Export or send the archive again.',
  },
  ZIP_ENCRYPTED: {
    meaning: 'A zip archive is protected by a password.',
    whatToDo: 'Send the archive without a password, or unpacked.',
  },
  ZIP_TOO_LARGE: {
    meaning: 'A zip archive unpacks to more files or bytes than allowed.',
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
    meaning: 'The NIfTI file is damaged, is not one 3D volume, or has no defined orientation.',
    whatToDo: 'Export the CT again as one 3D NIfTI volume with its orientation, or send the DICOM images.',
  },
  NIFTI_TOO_LARGE: {
    meaning: 'The NIfTI file unpacks to more than a CT of a whole body, or than its header says.',
    whatToDo: 'Export the CT again as one 3D NIfTI volume, or send the DICOM images.',
  },
  ZIP_UNSUPPORTED: {
    meaning:
      'A zip archive uses a compression method other than Deflate, or holds archives within or behind one another.',
    whatToDo: 'Create the archive again with the standard compression (Deflate), or send the files unpacked.',
  },
  NO_CT_SERIES: {
    meaning: 'The study holds no CT series with images.',
    whatToDo: 'Send a CT series of the spine; other modalities cannot be assessed.',
  },
  NO_USABLE_CT_SERIES: {
    meaning: 'The study holds several CT series, and each is refused for a different reason.',
    whatToDo:
      'See the reason for each series; send an axial reconstruction that covers the spine without gaps.',
  },
  PATIENTS_SEVERAL: {
    meaning:
      'The CT images are of more than one patient, told by ID, name, birth date and sex in their headers.',
    whatToDo: 'Send one patient at a time, or select a series by its number with --series.',
  },
  STUDIES_SEVERAL: {
    meaning: 'The CT images are of more than one study of the patient.',
    whatToDo: 'Send one study at a time, or select one with --study or --series.',
  },
  SERIES_NOT_FOUND: {
    meaning: 'No series fits the number or UID of --series or --study.',
    whatToDo: 'Use a number from the list of series in the report, or the UID in full.',
  },
  FRAMES_OF_REFERENCE_MIXED: {
    meaning: 'Images of one series have different frames of reference: their positions cannot be compared.',
    whatToDo: 'Send one scan per series.',
  },
  DERIVED_IMAGES: {
    meaning:
      'The images are computed from others (virtual non-contrast, iodine map, projection, bone removed): their values are not the HU of bone.',
    whatToDo: 'Send the original axial CT series.',
  },
  SECONDARY_CAPTURE: {
    meaning: 'The images are screen captures, not a reconstruction by the scanner.',
    whatToDo: 'Send the original axial CT series.',
  },
  ENHANCED_MULTIFRAME_UNSUPPORTED: {
    meaning:
      'A file holds many images (Enhanced CT), and lacks what tells them apart, or its pixel data do not fit their number.',
    whatToDo: 'Export the series again, or as classic CT images, one image per file.',
  },
  TRUNCATED_FILE: {
    meaning: 'A DICOM file ends before its data do, or lacks its pixel data.',
    whatToDo: 'Send the file again; if the problem persists, export the series from the archive again.',
  },
  DICOM_UNREADABLE: {
    meaning: 'The structure of a DICOM file cannot be read.',
    whatToDo: 'Export the series from the archive again; the message says where the file cannot be read.',
  },
  PIXELS_UNDECODABLE: {
    meaning: 'Compressed pixel data are damaged or do not match their header.',
    whatToDo: 'Export the series again, uncompressed if possible.',
  },
  FILE_TOO_LARGE: {
    meaning: 'A file, or an image in it, is larger than any CT image, or unpacks to more.',
    whatToDo: 'Send the CT series as DICOM images, one image per file.',
  },
  NO_PIXELS: {
    meaning: 'Some images of the series have no pixel data.',
    whatToDo: 'Send the series with its pixel data.',
  },
  TOO_FEW_IMAGES: {
    meaning: 'The series has too few images to cover a vertebra.',
    whatToDo: 'Send the complete series.',
  },
  TRANSFER_SYNTAX_UNSUPPORTED: {
    meaning: 'The compression of the pixel data is not supported.',
    whatToDo: 'Export the images uncompressed, or as RLE, JPEG Lossless, JPEG-LS, JPEG 2000 or HTJ2K.',
  },
  PIXEL_FORMAT_UNSUPPORTED: {
    meaning: 'The pixel data are not grey values of up to 16 bits.',
    whatToDo: 'Send the original CT series, without colours or overlays burnt in.',
  },
  NOT_HU: {
    meaning: 'The values are not Hounsfield units, or the headers lack the rescale values.',
    whatToDo: 'Send a plain CT reconstruction in HU; iodine maps and rescaled volumes cannot be used.',
  },
  HU_OFFSET: {
    meaning:
      'All values are Hounsfield units plus a constant: fat and soft tissue lie elsewhere on the scale.',
    whatToDo:
      'Export the CT again with its rescale intercept, or convert it to HU; nothing is corrected by a guess.',
  },
  KVP_MIXED: {
    meaning: 'The series contains images with different tube voltages; HU of bone depend on the voltage.',
    whatToDo: 'Send a series with one tube voltage.',
  },
  GEOMETRY_MISSING: {
    meaning: 'Images lack position, orientation or pixel spacing.',
    whatToDo: 'Export the series again with its geometry; anonymisation may have removed it.',
  },
  GEOMETRY_INVALID: {
    meaning: 'Orientation or pixel spacing in the headers is implausible.',
    whatToDo: 'Export the series again from the scanner or the archive.',
  },
  GEOMETRY_MIXED: {
    meaning: 'Images of one series differ in orientation, size or pixel spacing.',
    whatToDo: 'Send one reconstruction per series.',
  },
  DUPLICATE_SLICES: {
    meaning: 'Several different images have the same position.',
    whatToDo: 'Send one phase and one reconstruction per series.',
  },
  MISSING_SLICES: {
    meaning: 'The stack has gaps: images are missing.',
    whatToDo: 'Send the complete series again.',
  },
  SPACING_NOT_UNIFORM: {
    meaning: 'The distance between images changes within the series.',
    whatToDo: 'Send a reconstruction with equal slice spacing.',
  },
  GANTRY_TILT: {
    meaning: 'The image stack is sheared by more than a gantry tilts, or a NIfTI has a non-orthogonal grid.',
    whatToDo: 'Send a scan without gantry tilt, or an orthogonal reconstruction.',
  },
  SLICES_SHIFTED: {
    meaning: 'Some images are offset from the others.',
    whatToDo: 'Send a reconstruction with one field of view for all images.',
  },
  NOT_AXIAL: {
    meaning: 'The images are not axial.',
    whatToDo: 'Send an axial reconstruction.',
  },
  SLICES_TOO_FAR_APART: {
    meaning: 'Voxel or slice spacing is too large to identify endplates.',
    whatToDo: 'Send a reconstruction with thinner slices, 1 mm if there is one.',
  },
};
