/** Why a study is refused by the segmentation: the spine in the image, label maps, a site's model, names set by hand. */
export const OUTLINE_REFUSALS = {
  SLICES_TOO_THICK: {
    meaning: 'Slices are too thick to outline a vertebra, or to measure anything at this one.',
    whatToDo: 'Reconstruct the same scan with thinner slices; 1 mm is best.',
  },
  SPINE_NOT_FOUND: {
    meaning: 'No spine with a complete vertebra was found in the image.',
    whatToDo: 'Check that the series covers the spine; where it does, give a label map with --labels.',
  },
  HEAD_FOOT_REVERSED: {
    meaning: 'The image is stored upside down: its vertebral bodies grow towards the head.',
    whatToDo: 'Export the CT again with its orientation; check a converted NIfTI for a flipped axis.',
  },
  NO_ASSESSABLE_LEVEL: {
    meaning: 'Vertebrae were identified, but nothing could be measured at any of them.',
    whatToDo:
      'See the reason at each vertebra; one complete vertebra from T4 to L5 without metal or cement is required.',
  },
  NO_LABELS: {
    meaning: 'Label maps are to be imported, but the study has none.',
    whatToDo: 'Provide the label maps with --labels, or use the automatic segmentation.',
  },
  LABEL_FILES_UNCLEAR: {
    meaning: 'The roles of the label files cannot be identified.',
    whatToDo:
      'Provide one map of vertebrae (optionally with one of bodies), or one mask per vertebra named by level.',
  },
  LABELS_UNREADABLE: {
    meaning: 'A label file is not a readable NIfTI volume.',
    whatToDo: 'Export the labels again as NIfTI (.nii or .nii.gz).',
  },
  LABELS_NOT_INTEGER: {
    meaning:
      'A label map contains values that are not whole numbers: it was resampled, or is not a label map.',
    whatToDo: 'Export the labels again without interpolation.',
  },
  LABEL_GRID_MISMATCH: {
    meaning: 'A label map does not lie on the grid of the CT.',
    whatToDo: 'Provide labels drawn on this series, with the same size, spacing and position.',
  },
  LABELS_OFF_IMAGE: {
    meaning: 'The labels do not lie on bone: they belong to another image or are mirrored.',
    whatToDo: 'Check that the labels belong to this series and how they were exported.',
  },
  LABELS_UNRECOGNISED: {
    meaning: 'No numbering convention of vertebrae fits the values of the labels.',
    whatToDo:
      'Name the convention with --label-convention, or name each mask by its level (vertebrae_L3.nii.gz).',
  },
  LABEL_CONVENTION_AMBIGUOUS: {
    meaning: 'The values of the labels fit several numbering conventions.',
    whatToDo: 'Name the convention with --label-convention.',
  },
  LABEL_CONVENTION_MISMATCH: {
    meaning: 'The values of the labels do not fit the convention that was specified.',
    whatToDo: 'Correct --label-convention, or omit it.',
  },
  LABELS_OUT_OF_ORDER: {
    meaning: 'The vertebrae, as labelled, do not follow one another from head to foot.',
    whatToDo: 'Check the numbering convention and whether the image or the labels are flipped.',
  },
  NO_MODEL: {
    meaning: 'A segmentation model is to be used, but the study has none.',
    whatToDo: 'Provide the model with --model, or use the automatic segmentation.',
  },
  ONNX_RUNTIME_MISSING: {
    meaning: 'A segmentation model was given, but ONNX Runtime cannot be loaded.',
    whatToDo: 'Install the optional package onnxruntime-node, or add it to the function as a layer.',
  },
  MODEL_MANIFEST_INVALID: {
    meaning: "The model's manifest.json is invalid.",
    whatToDo: 'Correct the manifest according to schemas/onnx-model.schema.json.',
  },
  MODEL_UNREADABLE: {
    meaning: 'ONNX Runtime cannot open the model.',
    whatToDo: 'Export the model again as one ONNX file that includes its weights.',
  },
  MODEL_SHAPE_MISMATCH: {
    meaning: "The model's input or output differs from its manifest.",
    whatToDo: 'Correct the manifest, or export the model with the patch size of the manifest.',
  },
  MODEL_FAILED: {
    meaning: 'The model fails on a patch of the image.',
    whatToDo: 'Check that the model accepts the patches of its manifest.',
  },
  MODEL_TOO_LARGE: {
    meaning: 'The scores of the model on this image would require more memory than available.',
    whatToDo: 'Send a smaller field of view, or use a model of coarser spacing or fewer classes.',
  },
  MODEL_FOUND_NOTHING: {
    meaning: 'The model found no vertebra in the image.',
    whatToDo: 'Check that the series shows the spine, and the normalisation and orientation in the manifest.',
  },
  LEVEL_OVERRIDE_NO_VERTEBRA: {
    meaning: 'A level was set with --first-level, but no vertebra was outlined in the image.',
    whatToDo: 'Check that the series covers the spine; where it does, give a label map with --labels.',
  },
  LEVEL_OVERRIDE_IMPOSSIBLE: {
    meaning: 'The level that was set would place a vertebra beyond C1 or L6.',
    whatToDo: 'Correct the level.',
  },
  LEVEL_OVERRIDE_POINT_OFF: {
    meaning: 'The point of --level-at lies neither in nor near a vertebral body.',
    whatToDo: 'Provide a point inside a vertebral body, in patient LPS coordinates in mm.',
  },
};
