/** How far outlines of one body differ, beyond what is solved for. It changes no measurement: intervals alone. */

/**
 * What outlines of one body that differ from place to place do to its strength, standard error as a part of it: where the cortex of the waist,
 * bony lips and the roots of the pedicles are taken for the body. Automatic outlines against references by hand and by networks, 23 bodies of four
 * CT: the logarithms of both strengths differ by 0.065 (root mean square), each by that over the root of two. An outline moved evenly, which is
 * solved for, is in there as well (decision 0046).
 */
export const OUTLINE_BY_PLACE = 0.046;
