/** A request that is not carried out, as an error: its code decides the status, its message repeats nothing of the request. */
import { API_ERRORS } from '../../../contracts/codes/api-errors.ts';
import type { ApiErrorCode } from '../../../contracts/codes/codes.ts';
import type { ApiError } from '../../../contracts/api/answers.ts';

export type FailureDetails = Pick<ApiError, 'fields' | 'files' | 'count'>;

export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly code: ApiErrorCode;
  readonly details: FailureDetails;

  /** @param message left out: what the code means */
  constructor(
    code: ApiErrorCode,
    message: string = API_ERRORS[code].meaning,
    details: FailureDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.details = details;
  }

  get status(): (typeof API_ERRORS)[ApiErrorCode]['status'] {
    return API_ERRORS[this.code].status;
  }
}
