/** What a method of calibration reads of a level, against the truth. */

export const METHODS = ['phantom', 'air-blood', 'air-fat', 'kvp-slope'] as const;
export type Method = (typeof METHODS)[number];

/** What a method gave for one level, less what is known to be agent, and its 95 % interval: mg/cm3, or N. */
export interface Reading {
  readonly method: Method;
  readonly level: string;
  readonly truth: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}
