/**
 * What V8 13.6 (Node.js 24) compiles without a fault that makes numbers wrong; imported first by whatever computes or reports.
 *
 * The fault: of two objects that one literal has made, such as `{ stiffness, linear }`, the later writes its numbers into the
 * earlier. It takes a loop that Maglev's code is put into while it runs, Turbofan's after it, and a compiling thread that is
 * late: one process in two of a small script, one in a hundred of levels solved on a busy machine (decision 0070).
 *
 * @remarks A flag of V8, set as the process starts: NODE_OPTIONS does not take it, and AWS Lambda could not be given it
 * otherwise.
 */
import { setFlagsFromString } from 'node:v8';

const WITHOUT_MAGLEV = '--no-maglev';

setFlagsFromString(WITHOUT_MAGLEV);
