/** `npm run reprocess`: a campaign over an output folder. Progress on stderr, the page that tells what changed on stdout. */
import { fileURLToPath } from 'node:url';

import { CampaignOverBudget } from '../../lambdas/shared/campaigns/plan-campaign.ts';
import { COMMIT_VARIABLE, software } from '../../lambdas/shared/version.ts';

import { CommandLineError, exitCodeOf } from '../command/errors.ts';
import { commitOf } from '../commit.ts';
import { ArchiveUnusable } from '../dicomweb/service.ts';
import { openOutput } from '../output-folder.ts';
import { executionOnPool } from '../serve/run-execution.ts';

import { onSchedule } from './on-schedule.ts';
import { oneCampaign } from './one-campaign.ts';
import { HELP, parseReprocess, type ReprocessOptions } from './options.ts';

const EXIT = { done: 0, failed: 1, held: 3 } as const;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseReprocess(args);
    if (options === null) {
      console.log(HELP);
      return EXIT.done;
    }
    // The processes of the steps inherit it.
    process.env[COMMIT_VARIABLE] ??= commitOf(ROOT);
    tell(`osteon ${software().version} - not cleared for clinical use; decision support`);
    if (options.schedule === null) return await campaign(options);
    // Its timer keeps the process.
    onSchedule(options.schedule, () => campaign(options), tell);
    return EXIT.done;
  } catch (error) {
    if (error instanceof ArchiveUnusable) {
      tell(`osteon: ${error.message}; the same command again goes on where it was`);
      return EXIT.failed;
    }
    return exitCodeOf(
      error instanceof CampaignOverBudget ? new CommandLineError(error.message, { cause: error }) : error,
    );
  }
}

async function campaign(options: ReprocessOptions): Promise<number> {
  const run = executionOnPool(options.from, options.workers);
  const never = new AbortController().signal;
  const store = await openOutput(options.from);
  const { held, page, part } = await oneCampaign(options, store, {
    assess: ({ input }) => run(input, never),
    tell,
  });
  console.log(`${part}: ${page}`);
  if (!held) return EXIT.done;
  tell('osteon: more has changed than is allowed: the results do not count; --go-on lets the campaign go on');
  return EXIT.held;
}

function tell(line: string): void {
  console.error(line);
}
