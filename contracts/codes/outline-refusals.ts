/** Why a study is refused by the segmentation: the spine in the image, label maps, a site's model, names set by hand. */
export const OUTLINE_REFUSALS = {
  SLICES_TOO_THICK: {
    meaning:
      'Slices are too thick for strength (each level is refused), or to outline a vertebra at all (the study is).',
    whatToDo: 'Reconstruct the same scan with thinner slices; 1 mm is best.',
  },
  SPINE_NOT_FOUND: {
    meaning: 'No spine with a whole vertebra was found in the image.',
    whatToDo: 'Check that the series covers the spine; where it does, give a label map with --labels.',
  },
  NO_ASSESSABLE_LEVEL: {
    meaning: 'Vertebrae were seen, and none of them can be assessed.',
    whatToDo:
      'See the reason at each vertebra; one whole vertebra of T4 to L5 without metal or cement is needed.',
  },
  NO_LABELS: {
    meaning: 'Label maps were to be imported, and the study has none.',
    whatToDo: 'Give the label maps with --labels, or leave the segmentation to the program.',
  },
  LABEL_FILES_UNCLEAR: {
    meaning: 'What the label files are to each other cannot be told.',
    whatToDo:
      'Give one map of vertebrae (with one of bodies beside it), or one mask a vertebra named for its level.',
  },
  LABELS_UNREADABLE: {
    meaning: 'A label file is not a readable NIfTI volume.',
    whatToDo: 'Export the labels again as NIfTI (.nii or .nii.gz).',
  },
  LABELS_NOT_INTEGER: {
    meaning: 'A label map holds values that are not whole numbers: it was resampled, or is no label map.',
    whatToDo: 'Export the labels again without interpolation.',
  },
  LABEL_GRID_MISMATCH: {
    meaning: 'A label map does not lie on the grid of the CT.',
    whatToDo: 'Give labels that were drawn on this very series, with the same size, spacing and position.',
  },
  LABELS_OFF_IMAGE: {
    meaning: 'The labels do not lie on bone: they are of another image, or mirrored.',
    whatToDo: 'Check that the labels belong to this series and how they were exported.',
  },
  LABELS_UNRECOGNISED: {
    meaning: 'No numbering convention of vertebrae fits the values of the labels.',
    whatToDo:
      'Name the convention with --label-convention, or name each mask for its level (vertebrae_L3.nii.gz).',
  },
  LABEL_CONVENTION_AMBIGUOUS: {
    meaning: 'The values of the labels fit several numbering conventions.',
    whatToDo: 'Name the convention with --label-convention.',
  },
  LABEL_CONVENTION_MISMATCH: {
    meaning: 'The values of the labels do not fit the convention that was asked for.',
    whatToDo: 'Correct --label-convention, or leave it out.',
  },
  LABELS_OUT_OF_ORDER: {
    meaning: 'The vertebrae, as labelled, do not follow one another from head to foot.',
    whatToDo: 'Check the numbering convention and whether the image or the labels are flipped.',
  },
  NO_MODEL: {
    meaning: 'A segmentation model was to be used, and the study has none.',
    whatToDo: 'Give the model with --model, or leave the segmentation to the program.',
  },
  ONNX_RUNTIME_MISSING: {
    meaning: 'A segmentation model was given, and ONNX Runtime does not load here.',
    whatToDo: 'Install the optional package onnxruntime-node, or add it to the function as a layer.',
  },
  MODEL_MANIFEST_INVALID: {
    meaning: "The model's manifest.json does not have the form that is asked for.",
    whatToDo: 'Correct the manifest after schemas/onnx-model.schema.json.',
  },
  MODEL_UNREADABLE: {
    meaning: 'ONNX Runtime cannot open the model.',
    whatToDo: 'Export the model again as one ONNX file that holds its weights.',
  },
  MODEL_SHAPE_MISMATCH: {
    meaning: "The model's input or output has another form than its manifest says.",
    whatToDo: 'Correct the manifest, or export the model with the patch size that it names.',
  },
  MODEL_FAILED: {
    meaning: 'The model fails on a patch of the image.',
    whatToDo: 'Check that the model takes the patches of its manifest.',
  },
  MODEL_TOO_LARGE: {
    meaning: 'The scores of the model on this image would take more memory than there is.',
    whatToDo: 'Send a smaller field of view, or use a model of coarser spacing or fewer classes.',
  },
  MODEL_FOUND_NOTHING: {
    meaning: 'The model found no vertebra in the image.',
    whatToDo: 'Check that the series shows the spine, and the normalisation and orientation in the manifest.',
  },
  LEVEL_OVERRIDE_NO_VERTEBRA: {
    meaning: 'A level was set with --first-level, and no vertebra is whole in the image.',
    whatToDo: 'Name a vertebra by a point in it, with --level-at.',
  },
  LEVEL_OVERRIDE_IMPOSSIBLE: {
    meaning: 'The level that was set would put a vertebra beyond C1 or L6.',
    whatToDo: 'Correct the level.',
  },
  LEVEL_OVERRIDE_POINT_OFF: {
    meaning: 'The point of --level-at lies in no vertebral body and near none.',
    whatToDo: 'Give a point inside a vertebral body, in patient LPS and mm.',
  },
};
