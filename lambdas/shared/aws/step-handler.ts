/** The one wrapper of every step's handler: contracts checked at the door, errors named, nothing of the event logged. */
import '../../../spine/host/v8-flags.ts';
import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { z } from 'zod';

import type { ObjectStore } from '../object-store.ts';
import type { StepLog } from '../../../contracts/step-log.ts';

import { checked } from '../contract.ts';

import { currentStore } from './ports.ts';
import { safeError } from './safe-error.ts';

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

export function stepHandler<I extends z.ZodType, O extends z.ZodType>(step: Step<I, O>): StepHandler {
  const logger = new Logger({ serviceName: step.name });
  const handle = middy<unknown, unknown>().handler(async (event) => {
    try {
      const input = checked(step.input, event, `${step.name} input`);
      const output = await step.run(input, { store: currentStore(), log: stepLog(logger) });
      return checked(step.output, output, `${step.name} output`);
    } catch (error) {
      throw safeError(error);
    }
  });
  return (event, context) => {
    logger.addContext(context);
    return handle(event, context);
  };
}

function stepLog(logger: Logger): StepLog {
  return {
    progress: (text, fraction) => logger.info(text, { progress: fraction ?? true }),
    info: (text, fields) => logger.info(text, { ...fields }),
    warn: (text, fields) => logger.warn(text, { ...fields }),
  };
}
