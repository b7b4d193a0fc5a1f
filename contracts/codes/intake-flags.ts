/** Remarks on the images and their headers; the assessment goes on. */
export const INTAKE_FLAGS = {
  NO_HEADER: {
    meaning:
      'NIfTI has no DICOM header: tube voltage, kernel, contrast agent, patient and date are not known.',
    whatToDo: 'Send the DICOM images if available; provide age and sex in the order.',
  },
  FILES_LEFT_OUT: {
    meaning: 'Files that cannot be read were left out; they are not images of a CT series.',
    whatToDo: 'No action required if nothing is missing.',
  },
  NIFTI_PLACES_DIFFER: {
    meaning: 'The two orientations in the NIfTI header (sform and qform) differ; sform is used.',
    whatToDo:
      'Check left and right, head and foot in the spine view; convert the images again if they are wrong.',
  },
  VOXELS_WITHOUT_VALUE: {
    meaning: 'Voxels at the border of the NIfTI volume hold no number; they are read as padding.',
    whatToDo: 'No action required if the spine lies inside the image.',
  },
  COPIES_DIFFER: {
    meaning: 'Images came twice with the same pixels and different headers; one of each is used.',
    whatToDo: 'Check which headers are right if patient data or dates were corrected.',
  },
  ACQUISITIONS_JOINED: {
    meaning: 'Acquisitions of one series that continue each other were joined to one volume.',
    whatToDo: 'Check the spine at the junction, where breathing or movement can shift it.',
  },
  SERIES_SPLIT: {
    meaning: 'One series holds several scans of the same region; one of them is assessed.',
    whatToDo: 'Check in the list of series that the intended phase was used; select another with --series.',
  },
  TILT_STRAIGHTENED: {
    meaning:
      'The gantry was tilted: each image was moved within its own plane so that the stack is straight; the segmentation lies on the images as scanned.',
    whatToDo: 'No action required; prefer a series without tilt if there is one.',
  },
  SERIES_DERIVED: {
    meaning: 'Only a derived series can be used: it was computed from the original images.',
    whatToDo: 'Prefer the original axial series.',
  },
  MONOENERGETIC_IMAGES: {
    meaning: 'Monoenergetic images of a dual-energy CT: HU of bone depend on the chosen energy.',
    whatToDo: 'Prefer the series that corresponds to a usual CT, or calibrate with a phantom in view.',
  },
  SLICES_THICK: {
    meaning: 'Thick slices: density only; strength, heights and fractures are not evaluated.',
    whatToDo: 'Reconstruct the same scan with slices of 3 mm or less.',
  },
  PADDING_IGNORED: {
    meaning: 'The padding value of the header lies in the range of tissue and was ignored.',
    whatToDo: 'No action required if the image is displayed correctly.',
  },
  VALUES_BEYOND_CT: {
    meaning:
      'Voxels are brighter than any CT image can be; they are read as padding outside the field of view.',
    whatToDo: 'No action required if the image is displayed correctly.',
  },
  BITS_STORED_DOUBTED: {
    meaning: 'Pixel values need more bits than the header says; all bits are read, as by other software.',
    whatToDo: 'Check the display of air outside the field of view and of metal.',
  },
  AGE_IMPLAUSIBLE: {
    meaning: 'The age in the headers is implausible and is not used.',
    whatToDo: 'Correct the headers, or give the age in the order.',
  },
  AGE_INCONSISTENT: {
    meaning: 'Age and birth date in the headers disagree; the birth date is used.',
    whatToDo: 'Check the birth date.',
  },
  HU_OF_AIR_UNUSUAL: {
    meaning: 'The HU of air is unusual.',
    whatToDo: 'Check the calibration of the scanner; densities may be inaccurate.',
  },
  HU_OF_FAT_UNUSUAL: {
    meaning: 'The HU of fat is unusual.',
    whatToDo: 'Check the calibration of the scanner; densities may be inaccurate.',
  },
};
