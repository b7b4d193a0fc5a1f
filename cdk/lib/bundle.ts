/** How a step's handler becomes the bundle that Lambda runs: one file of ESM, and the files that bundling does not see. */
import { fileURLToPath } from 'node:url';

import { OutputFormat, type BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** CommonJS packages in an ESM bundle ask for `require`. */
const BANNER =
  "import{createRequire as requireOf}from'node:module';const require=requireOf(import.meta.url);";
const fonts = (...faces: readonly string[]): (readonly [from: string, to: string])[] =>
  faces.map((face) => [`node_modules/dejavu-fonts-ttf/ttf/${face}.ttf`, `${face}.ttf`]);
/** What draws pictures of these steps: resvg, and the faces of their letters. */
const RENDERER = [
  ['node_modules/@resvg/resvg-wasm/index_bg.wasm', 'index_bg.wasm'] as const,
  ...fonts('DejaVuSans', 'DejaVuSans-Bold'),
];
/** Where from in the project, and their name in the bundle, by step folder; of folders, all that is in them. */
const EXTRA_FILES: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  'load-ct': [['node_modules/dcmjs-codecs/build/dcmjs-native-codecs.wasm', 'dcmjs-native-codecs.wasm']],
  'solve-level': ['kernels.wasm', 'kernels-shared.wasm'].map(
    (name) => [`dist/kernels/${name}`, name] as const,
  ),
  api: [['queries', 'queries']],
  'segment-vertebrae': RENDERER,
  'calibrate-density': RENDERER,
  'publish-report': [
    ...fonts('DejaVuSans', 'DejaVuSans-Bold', 'DejaVuSansCondensed', 'DejaVuSansCondensed-Bold'),
    // Of the archival PDF, which PDFKit reads from a folder beside its own file.
    ['node_modules/pdfkit/js/data/sRGB_IEC61966_2_1.icc', 'data/sRGB_IEC61966_2_1.icc'],
  ],
};
/** Where Lambda unpacks a bundle, and where the steps look for those files. */
const TASK_ROOT = '/var/task';
export const FILE_LOCATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'load-ct': { OSTEON_CODECS_WASM: `${TASK_ROOT}/dcmjs-native-codecs.wasm` },
  'segment-vertebrae': { OSTEON_FONTS: TASK_ROOT, OSTEON_RENDERER: TASK_ROOT },
  'calibrate-density': { OSTEON_FONTS: TASK_ROOT, OSTEON_RENDERER: TASK_ROOT },
  api: { OSTEON_QUERIES: `${TASK_ROOT}/queries` },
  'publish-report': { OSTEON_FONTS: TASK_ROOT },
};

export function bundlingOf(folder: string): BundlingOptions {
  return {
    format: OutputFormat.ESM,
    target: 'node24',
    banner: BANNER,
    mainFields: ['module', 'main'],
    // The SDK in the runtime is of another version than the one that was tested, so it is bundled. ONNX Runtime is
    // native and 46 MB: who brings a model adds it as a layer (docs/decisions/0014).
    externalModules: ['onnxruntime-node'],
    sourceMap: false,
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (input, output) =>
        (EXTRA_FILES[folder] ?? []).map(
          ([from, to]) =>
            `mkdir -p "$(dirname "${output}/${to}")" && cp -r "${input}/${from}" "${output}/${to}"`,
        ),
    },
  };
}
