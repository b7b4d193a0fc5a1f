/** What the gateway takes: from whom, which kinds of objects, in which transfer syntaxes. */
import { canDecode, CT_CLASSES } from '../../spine/ct/index.ts';

export const VERIFICATION = '1.2.840.10008.1.1';
/** Every storage class of the standard's root. */
const STORAGE = '1.2.840.10008.5.1.4.1.1.';
/** Who may call, and by what name. */
export interface CallerRules {
  readonly ae: string;
  /** Calling AE titles; empty: any. */
  readonly accept: readonly string[];
}

export function callerFault(
  { ae, accept }: CallerRules,
  { calling, called }: { readonly calling: string; readonly called: string },
): 'called' | 'calling' | null {
  if (called !== ae) return 'called';
  return accept.length > 0 && !accept.includes(calling) ? 'calling' : null;
}

export function isCt(sopClass: string): boolean {
  return CT_CLASSES.includes(sopClass);
}

export type Offer =
  { readonly accept: string } | { readonly refuse: 'abstract-syntax' | 'transfer-syntaxes' };

/**
 * Of the transfer syntaxes that are proposed the first that is read: it is the sender's own, so that nothing is converted. Objects
 * that are no CT are let in as they come with a study, but not kept (`store-scp.ts`): a refused context ends the whole sending.
 */
export function offerFor(sopClass: string, transferSyntaxes: readonly string[]): Offer {
  if (sopClass !== VERIFICATION && !sopClass.startsWith(STORAGE)) return { refuse: 'abstract-syntax' };
  const chosen = isCt(sopClass) ? transferSyntaxes.find((uid) => canDecode(uid)) : transferSyntaxes[0];
  return chosen === undefined ? { refuse: 'transfer-syntaxes' } : { accept: chosen };
}
