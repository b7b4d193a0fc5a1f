/** The one wrapper of every step's handler: contracts checked at the door, errors named, nothing of the event logged. */
import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { z } from 'zod';

import type { ObjectStore } from '../object-store.ts';
import type { StepLog } from '../../../contracts/step-log.ts';

import { currentStore } from './ports.ts';

/** What a step may touch beside its input. */
export interface StepPorts {
  readonly store: ObjectStore;
  readonly log: StepLog;
}

export interface Step<I extends z.ZodType, O extends z.ZodType> {
  /** The state's name in the state machine. */
  readonly name: string;
  readonly input: I;
  readonly output: O;
  readonly run: (input: z.output<I>, ports: StepPorts) => Promise<z.input<O>>;
}

/** A step as a function that AWS Lambda, or the local host, can invoke. */
export type StepHandler = (event: unknown, context: Context) => Promise<unknown>;

/** The event of the state machine is not what the step's contract says: a defect of ours, never retried. */
export class ContractBroken extends Error {
  override readonly name = 'ContractBroken';
}

export function stepHandler<I extends z.ZodType, O extends z.ZodType>(step: Step<I, O>): StepHandler {
  const logger = new Logger({ serviceName: step.name });
  const handle = middy<unknown, unknown>().handler(async (event) => {
    const input = checked(step.input, event, `${step.name} input`);
    const output = await step.run(input, { store: currentStore(), log: stepLog(logger) });
    return checked(step.output, output, `${step.name} output`);
  });
  return (event, context) => {
    logger.addContext(context);
    return handle(event, context);
  };
}

/** The message names paths and expectations, never the values, which might be a patient's. */
function checked<T extends z.ZodType>(contract: T, value: unknown, what: string): z.output<T> {
  const parsed = contract.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.code}`);
  throw new ContractBroken(`${what} violates its contract at ${issues.join(', ')}`);
}

function stepLog(logger: Logger): StepLog {
  return {
    progress: (text, fraction) => logger.info(text, { progress: fraction ?? true }),
    info: (text, fields) => logger.info(text, { ...fields }),
    warn: (text, fields) => logger.warn(text, { ...fields }),
  };
}
