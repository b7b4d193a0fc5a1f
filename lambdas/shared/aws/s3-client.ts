/** The client of S3 with limits of time: without them a server that goes silent holds a step until its own time is over. */
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** To a server that answers at all. */
const CONNECTION_MS = 5000;
/** Without a byte in either direction. */
const SILENCE_MS = 30_000;
/** Of one request; their waits are random and add up to some seconds. What is left is the state machine's to try again. */
const MOST_ATTEMPTS = 5;

/** @param config what is to be another; the region, credentials and server come from the environment */
export function s3Client(config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    maxAttempts: MOST_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECTION_MS, socketTimeout: SILENCE_MS },
    ...config,
  });
}
