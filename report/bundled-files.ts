/** Files that lie beside a Lambda's bundle, and in their packages everywhere else: faces of type and the renderer of pictures. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

export type Face = 'DejaVuSans' | 'DejaVuSans-Bold' | 'DejaVuSansCondensed' | 'DejaVuSansCondensed-Bold';

/** The path of a face, in the folder that `OSTEON_FONTS` names in a bundle. */
export function fontFile(face: Face): string {
  return fileOf(process.env.OSTEON_FONTS, `${face}.ttf`, `dejavu-fonts-ttf/ttf/${face}.ttf`);
}

/** The path of resvg as WebAssembly, in the folder that `OSTEON_RENDERER` names in a bundle. */
export function rendererFile(): string {
  return fileOf(process.env.OSTEON_RENDERER, 'index_bg.wasm', '@resvg/resvg-wasm/index_bg.wasm');
}

function fileOf(folder: string | undefined, name: string, inPackage: string): string {
  return folder === undefined ? createRequire(import.meta.url).resolve(inPackage) : join(folder, name);
}
