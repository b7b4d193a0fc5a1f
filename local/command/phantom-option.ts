/** `--phantom TYPE`: which calibration phantom lies under the patient, and where its certificate is. */
import { PHANTOM_TYPES, type PhantomType } from '../../contracts/calibration/phantom.ts';
import { needsCertificate } from '../../spine/definitions/calibration-phantoms.ts';

import { CommandLineError } from './errors.ts';

/** A phantom, or the operator's word that there is none. */
export type PhantomOption = NamedPhantom | typeof NONE;

export interface NamedPhantom {
  readonly type: PhantomType;
  /** Path of the certificate; null for types whose rods are all alike. */
  readonly certificate: string | null;
}

const NONE = 'none';

/** @throws CommandLineError where the type is unknown, or its certificate is missing or not wanted */
export function phantomOptionOf(text: string | undefined): PhantomOption | null {
  if (text === undefined) return null;
  if (text === NONE) return NONE;
  const colon = text.indexOf(':');
  const [name, path] = colon === -1 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  const type = PHANTOM_TYPES.find((known) => known === name);
  if (type === undefined) {
    throw new CommandLineError(
      `--phantom: found ${name}; required: one of ${[...PHANTOM_TYPES, NONE].join(', ')}`,
    );
  }
  const certified = needsCertificate(type);
  if (certified && path === '') {
    throw new CommandLineError(
      `--phantom ${type}: requires ${type}:CERTIFICATE.json with the rod densities of this phantom`,
    );
  }
  if (!certified && colon !== -1) {
    throw new CommandLineError(
      `--phantom ${type}: no certificate allowed; all phantoms of this type have the same rods`,
    );
  }
  return { type, certificate: certified ? path : null };
}
