/** Faults of the platform, told apart from the study's by their class names, which the state machine knows. */

/** Store, network or machine failed: worth another try. */
export class PlatformFault extends Error {
  override readonly name: string = 'PlatformFault';
}

/** The stored bytes are not those that a reference names. Retried as any fault of the platform, by whose name it goes. */
export class ObjectAltered extends PlatformFault {}

/** The store can't be used as it is: full, or not permitted. Another try does not mend it; a person does. */
export class StorageUnusable extends PlatformFault {
  override readonly name = 'StorageUnusable';
}

/** The process has no memory left for what it was asked to do. */
export class MemoryExhausted extends Error {
  override readonly name = 'MemoryExhausted';
}

/** What a state machine, a step or an artefact holds is not what its contract says: a defect of ours, never retried. */
export class ContractBroken extends Error {
  override readonly name = 'ContractBroken';
}
