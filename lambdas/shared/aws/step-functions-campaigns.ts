/** Executions of the machine of campaigns on AWS Step Functions. */
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  paginateListExecutions,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';

import type { CampaignExecutions } from '../executions.ts';
import { PlatformFault } from '../errors.ts';

import { EXECUTION_STATES } from './step-functions-executions.ts';

/** A campaign that was started again so often wants a person. */
const MOST_STARTS = 50;

/** @param client the part that is used, so that a test can hand in its own */
export function stepFunctionsCampaigns(
  stateMachineArn: string,
  client = new SFNClient({}),
): CampaignExecutions & {
  /** Whether another execution runs that was started before. */
  readonly overlaps: (executionArn: string) => Promise<boolean>;
} {
  const stateAt = async (executionArn: string) => {
    try {
      const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return EXECUTION_STATES[status!];
    } catch (cause) {
      if (cause instanceof ExecutionDoesNotExist) return null;
      throw asFault(cause, 'describe the execution');
    }
  };
  const executionOf = (name: string): string =>
    `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  const last = async (campaignId: string) => {
    let found: {
      readonly start: number;
      readonly state: NonNullable<Awaited<ReturnType<typeof stateAt>>>;
    } | null = null;
    for (let start = 1; start <= MOST_STARTS; start++) {
      const state = await stateAt(executionOf(`${campaignId}-${start}`));
      if (state === null) return found;
      found = { start, state };
    }
    return found;
  };
  const running = async () => {
    const found: { readonly arn: string; readonly at: number }[] = [];
    try {
      const where = { stateMachineArn, statusFilter: 'RUNNING' } as const;
      for await (const { executions = [] } of paginateListExecutions({ client }, where))
        for (const { executionArn: arn = '', startDate } of executions)
          found.push({ arn, at: startDate?.getTime() ?? 0 });
    } catch (cause) {
      throw asFault(cause, 'list executions');
    }
    return found;
  };
  return {
    stateOf: async (campaignId) => (await last(campaignId))?.state ?? null,

    async start(campaignId) {
      const before = await last(campaignId);
      if (before?.state === 'running') return;
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn,
            name: `${campaignId}-${(before?.start ?? 0) + 1}`,
            input: JSON.stringify({ campaignId }),
          }),
        );
      } catch (cause) {
        throw asFault(cause, 'start the execution');
      }
    },

    runs: async () => (await running()).length > 0,

    async overlaps(executionArn) {
      const all = await running();
      const own = all.find(({ arn }) => arn === executionArn);
      // One that is not listed yet is the latest.
      return all.some(
        ({ arn, at }) =>
          arn !== executionArn && (own === undefined || at < own.at || (at === own.at && arn < executionArn)),
      );
    },
  };
}

function asFault(cause: unknown, what: string): PlatformFault {
  const name = cause instanceof Error ? cause.name : 'unknown';
  return new PlatformFault(`Step Functions did not ${what}: ${name}`, { cause });
}
