/** The platform's fault, told apart from the study's by its class name: the state machine retries it with back-off. */

/** Store, network or machine failed: worth another try. */
export class PlatformFault extends Error {
  override readonly name = 'PlatformFault';
}
