/** `npm run watch`: what it does on stderr, one line each. */
import { join } from 'node:path';

import { deliveryOf } from '../arrivals/options.ts';
import { runService, stderrLog } from '../arrivals/service.ts';
import { HELP, parseWatchOptions } from './options.ts';
import { startWatch } from './watch.ts';

await runService(async () => {
  const options = parseWatchOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return null;
  }
  const deliver = await deliveryOf(options, join(options.state, 'handed'));
  const watch = await startWatch(options, deliver, stderrLog);
  console.log(`watch: looking at ${options.folder}`);
  return watch;
});
