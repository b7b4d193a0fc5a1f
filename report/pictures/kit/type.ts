/** Sizes of type (pixels) and colours of words on the dark ground. */
export const TYPE = { title: 17, name: 12.5, label: 11, note: 11.5, letter: 13 } as const;
export const INK = '#eef2f6';
export const GREY = '#9fb0c0';
