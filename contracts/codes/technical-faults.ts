/** Why a study was not assessed though nothing is wrong with it: the platform's fault, or the software's own. */
export const TECHNICAL_FAULTS = {
  FAULT_PROCESS_ENDED: {
    meaning:
      'A processing step was ended by the system before it was complete, most often for lack of memory.',
    whatToDo:
      'Start the assessment again; if it ends the same way, give the step more memory, or run fewer levels at a time.',
  },
  FAULT_TIME_LIMIT: {
    meaning: 'A processing step exceeded its time limit.',
    whatToDo: 'Start the assessment again; if it ends the same way, send the logs to the operator.',
  },
  FAULT_NO_CAPACITY: {
    meaning: 'The platform had no capacity for a processing step throughout the retry period.',
    whatToDo: 'Start the assessment again later, or have the concurrency limit of the account raised.',
  },
  FAULT_PLATFORM: {
    meaning: 'Storage, network or another service of the platform failed repeatedly.',
    whatToDo: 'Check storage (space, permissions) and network, then start the assessment again.',
  },
  FAULT_INSTALLATION: {
    meaning: 'The installation is incomplete: compiled parts of the software do not match its sources.',
    whatToDo: 'Install or build the software again (npm ci), then start the assessment again.',
  },
  FAULT_SOFTWARE: {
    meaning: 'A processing step ended with an error of the software.',
    whatToDo: 'Report it as a defect, with the error and the step named here and the logs.',
  },
};
