/** What a convolution kernel's name says of its sharpness. Sharp kernels overshoot at edges and raise HU of thin shells. */
export type KernelSharpness = 'soft' | 'sharp' | 'unknown';

/** Siemens: letters and a number that grows with sharpness (B30f, Br40, I70f); 50 and above are bone and lung. */
export const SIEMENS = /^[A-Z][a-z]?(\d\d)/;
export const SIEMENS_SHARP = 50;
/** Canon and Toshiba: FC01-FC29 body and head soft tissue, FC30 and above bone, lung and high resolution. */
export const CANON = /^FC(\d+)/i;
export const CANON_SHARP = 30;
export const SOFT = /^(standard|soft|stnd|detail|smooth)\b|^[abc]$/i;
export const SHARP = /^(bone|boneplus|lung|edge|ultra|hd|d|e|l|yc|yd|ye)$|bone|lung|sharp/i;

export function kernelSharpness(kernel: string | null): KernelSharpness {
  if (kernel === null) return 'unknown';
  const name = kernel.trim();
  const canon = CANON.exec(name);
  if (canon !== null) return Number(canon[1]) >= CANON_SHARP ? 'sharp' : 'soft';
  const siemens = SIEMENS.exec(name);
  if (siemens !== null) return Number(siemens[1]) >= SIEMENS_SHARP ? 'sharp' : 'soft';
  if (SOFT.test(name)) return 'soft';
  return SHARP.test(name) ? 'sharp' : 'unknown';
}
