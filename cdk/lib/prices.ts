/** What AWS asks, US$, in us-east-1, as read on 2026-11-29 from the services' price pages. Other Regions ask up to half as much again. */
export const PRICES = {
  /** Lambda on arm64, a GB-second, of the first tier. */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2e-6,
  /** Step Functions, standard: a transition from state to state. */
  stateTransition: 25e-6,
  /** S3 Standard, a GB for a month, and requests. */
  s3GbMonth: 0.023,
  s3Put: 5e-6,
  s3Get: 0.4e-6,
  s3List: 5e-6,
  /** Athena: a TB that a query scans, of which it counts 10 MB at least. */
  athenaTb: 5,
  /** KMS, where a bucket key serves most requests, SQS and EventBridge: a request, an event. */
  sqsRequest: 0.4e-6,
} as const;
