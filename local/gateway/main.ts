/** `npm run gateway`: what it does on stderr, one line each; the address on stdout when it listens. */
import { join } from 'node:path';

import { deliveryOf } from '../arrivals/options.ts';
import { runService, stderrLog } from '../arrivals/service.ts';
import { startGateway } from './gateway.ts';
import { HELP, parseGatewayOptions } from './options.ts';

await runService(async () => {
  const options = parseGatewayOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return null;
  }
  const deliver = await deliveryOf(options, join(options.spool, 'handed'));
  const gateway = await startGateway(options, deliver, stderrLog);
  console.log(`gateway: listening on ${options.host}:${gateway.port} as ${options.rules.ae}`);
  return gateway;
});
