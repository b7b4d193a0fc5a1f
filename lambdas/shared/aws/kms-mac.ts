/** A message authentication code under a key of KMS, which never leaves it. */
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';

import { PlatformFault } from '../errors.ts';
import type { Mac } from '../rows/pseudonym.ts';

/** @param client the part that is used, so that a test can hand in its own */
export function kmsMac(keyId: string, client: Pick<KMSClient, 'send'> = new KMSClient({})): Mac {
  return async (message) => {
    try {
      const { Mac: mac } = await client.send(
        new GenerateMacCommand({
          KeyId: keyId,
          MacAlgorithm: 'HMAC_SHA_256',
          Message: new TextEncoder().encode(message),
        }),
      );
      if (mac === undefined) throw new Error('an answer without a code');
      return mac;
    } catch (cause) {
      // What KMS says might quote the message.
      const name = cause instanceof Error ? cause.name : 'unknown';
      throw new PlatformFault(`KMS made no pseudonym: ${name}`);
    }
  };
}
