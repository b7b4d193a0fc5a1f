/** Who has signed a report, and when, as every page says it. */
import type { Reviewed, ReviewedBy } from '../../contracts/review/review.ts';
import { isSigned } from '../../contracts/review/review.ts';

import type { Strings } from './strings/strings.ts';

/** Of an ISO time. */
const DAY = 10;

/** The signature in force; null of what nobody has signed. */
export function signatureOf(reviewed: Pick<Reviewed, 'status' | 'history'> | null): ReviewedBy | null {
  if (reviewed === null || !isSigned(reviewed)) return null;
  return reviewed.history.findLast(({ meaning }) => meaning !== null) ?? null;
}

export function statusText(reviewed: Reviewed | null, strings: Strings): string {
  const signature = signatureOf(reviewed);
  if (signature === null) return strings.unsigned;
  return strings[signature.status === 'addendum' ? 'amended' : 'signed'](signature.at.slice(0, DAY));
}

/** `2026-11-30T13:11:59.716+01:00` as "2026-11-30 13:11 +01:00": the time of the reader's own clock. */
export function minuteText(iso: string): string {
  const [, day = '', time = '', zone = ''] = /^(.{10})T(.{5}).*?(Z|[+-]\d\d:?\d\d)$/.exec(iso) ?? [];
  return `${day} ${time} ${zone === 'Z' ? 'UTC' : zone}`;
}
