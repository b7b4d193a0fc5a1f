/** Why a request to the API was not carried out, and the HTTP status of the answer. */
export const API_ERRORS = {
  TOKEN_MISSING: {
    status: 401,
    meaning: 'The request has no bearer token.',
    whatToDo: 'Send the header Authorization: Bearer TOKEN.',
  },
  TOKEN_EXPIRED: {
    status: 401,
    meaning: 'The token has expired, or is not valid yet.',
    whatToDo: 'Obtain a new token and check the clock of the machine.',
  },
  TOKEN_INVALID: {
    status: 401,
    meaning:
      'The token is not one of the configured issuer, is for another audience, or has no valid signature.',
    whatToDo: 'Obtain a token from the issuer that this installation is configured with.',
  },
  SITE_UNKNOWN: {
    status: 403,
    meaning: 'The token does not say for which site it is, or not in the required form.',
    whatToDo: 'Have the site (a to z, 0 to 9 and hyphens) added to the claims of the user.',
  },
  ROLE_REQUIRED: {
    status: 403,
    meaning: 'The token does not carry a role that may do this.',
    whatToDo: 'Use an account with the role that the message names.',
  },
  LINK_INVALID: {
    status: 403,
    meaning:
      'The upload link was altered, is for another object, or was issued before a restart of the server.',
    whatToDo: 'Read the upload again; it answers new links for what is missing.',
  },
  LINK_EXPIRED: {
    status: 403,
    meaning: 'The upload link has expired.',
    whatToDo: 'Read the upload again; it answers new links for what is missing.',
  },
  NOT_FOUND: {
    status: 404,
    meaning: 'There is nothing at this address.',
    whatToDo: 'Check the address against the API description (/openapi.json).',
  },
  UPLOAD_NOT_FOUND: {
    status: 404,
    meaning: 'The site has no upload with this id.',
    whatToDo: 'Open the upload again with the same declaration.',
  },
  STUDY_NOT_FOUND: {
    status: 404,
    meaning: 'The site has no study with this id.',
    whatToDo: 'Check the id against the list of studies.',
  },
  ASSESSMENT_NOT_FOUND: {
    status: 404,
    meaning: 'The study has no assessment with this id.',
    whatToDo: 'Check the id against the assessments of the study.',
  },
  READER_UNNAMED: {
    status: 403,
    meaning: 'The token does not name the reader, whose name a signature requires.',
    whatToDo: 'Have the name of the user (claim "name") added to the token.',
  },
  REVIEW_UNFIT: {
    status: 409,
    meaning:
      'The review is not one of the latest report of this assessment, or names a level that it does not have.',
    whatToDo: 'Read the revisions again, review the latest one, and send its digest.',
  },
  REVISION_UNDER_WAY: {
    status: 409,
    meaning: 'A revision of this assessment is being made from another review.',
    whatToDo: 'Wait until it has ended, and review it.',
  },
  DOCUMENT_NOT_FOUND: {
    status: 404,
    meaning: 'The assessment has no such document, or not yet.',
    whatToDo: 'Check the state of the assessment; a failed one has fault.pdf in place of report.pdf.',
  },
  QUERY_NOT_FOUND: {
    status: 404,
    meaning: 'There is no named query of this name.',
    whatToDo: 'Check the name against the list of queries.',
  },
  QUERY_RUN_NOT_FOUND: {
    status: 404,
    meaning: 'The site has no run with this id of this query, or not any more.',
    whatToDo: 'Run the query again.',
  },
  QUERY_SITE_OTHER: {
    status: 403,
    meaning: 'The query was asked for another site than that of the token.',
    whatToDo: 'Leave the parameter site out; answers are of the own site.',
  },
  CALIBRATION_NOT_FOUND: {
    status: 404,
    meaning: 'The site has no calibration with this id.',
    whatToDo: 'Check the id against the list of calibrations.',
  },
  CALIBRATION_WITHDRAWN: {
    status: 409,
    meaning: 'The calibration has been withdrawn and cannot be registered again.',
    whatToDo: 'Scan the phantom again and register the new calibration.',
  },
  CALIBRATION_REFUSED: {
    status: 422,
    meaning: 'The calibration would be refused at every study; the message says why.',
    whatToDo: 'Check the phantom scan, its type and its units.',
  },
  REQUEST_INVALID: {
    status: 400,
    meaning: 'The request is not valid: fields are missing, unknown or out of range.',
    whatToDo: 'Correct the named fields; the API description says what is required.',
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    meaning: 'The body of the request is larger than allowed.',
    whatToDo: 'Send the files of the study to their links, and only their declaration to the API.',
  },
  SIZE_MISMATCH: {
    status: 422,
    meaning: 'The body does not have the size that was declared for the file; nothing was stored.',
    whatToDo: 'Send the file again as it was declared, or open an upload that declares it as it is.',
  },
  DIGEST_MISMATCH: {
    status: 422,
    meaning: 'The body does not have the SHA-256 that was declared for the file; nothing was stored.',
    whatToDo: 'Send the file again; if it fails again, the file has changed since it was declared.',
  },
  FILES_MISSING: {
    status: 409,
    meaning: 'Files that the upload declares are not stored, or not as declared; the answer names them.',
    whatToDo: 'Read the upload again, send the named files to their links, and complete it again.',
  },
  UPLOAD_CANCELLED: {
    status: 409,
    meaning: 'The upload has been cancelled.',
    whatToDo: 'Open it again with the same declaration to continue it.',
  },
  UPLOAD_COMPLETED: {
    status: 409,
    meaning: 'The upload has been completed and cannot be cancelled.',
    whatToDo: 'Cancel its assessment instead.',
  },
  ASSESSMENT_NOT_STARTED: {
    status: 409,
    meaning: 'The assessment has not been started yet.',
    whatToDo: 'Try again in a few seconds.',
  },
  ASSESSMENT_NOT_STOPPED: {
    status: 409,
    meaning: 'Only an assessment that failed or was cancelled can be started again.',
    whatToDo: 'Wait for its end, or cancel it.',
  },
  CAMPAIGN_NOT_FOUND: {
    status: 404,
    meaning: 'The site has no such campaign.',
    whatToDo:
      "Check the id in the answer that started it; those of all sites are the deployer's (cdk/README.md).",
  },
  CAMPAIGN_RUNS: {
    status: 409,
    meaning: 'Another campaign runs; one at a time does.',
    whatToDo: 'Send the request again when it has ended.',
  },
  CAMPAIGN_DRIFT_OTHER: {
    status: 409,
    meaning: 'The word is for another drift than the campaign has now, or nothing has been compared yet.',
    whatToDo: 'Read the campaign and its page, and send the digest of what was seen.',
  },
  CAMPAIGNS_BY_COMMAND: {
    status: 409,
    meaning: 'This installation runs no campaigns by its API.',
    whatToDo: 'Run npm run reprocess on the machine that holds the results.',
  },
  STORE_UNAVAILABLE: {
    status: 503,
    meaning: 'Storage or another service of the platform does not answer as it should.',
    whatToDo: 'Try again later; if it persists, give the request id to the operator.',
  },
  INTERNAL: {
    status: 500,
    meaning: 'The server ended the request with an error of the software.',
    whatToDo: 'Give the request id to the operator; report it as a defect.',
  },
} as const;
