/** Half-width of a 95 % interval of a normal distribution, in standard deviations. */
export const Z95 = 1.96;
