/** The part of asl-validator that is used; the package ships no types. */
declare module 'asl-validator' {
  /** Writes into the definition that it is given. */
  export default function validate(definition: object): {
    readonly isValid: boolean;
    readonly errors: readonly unknown[];
  };
}
