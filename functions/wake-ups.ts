import type { SFNClient } from '@aws-sdk/client-sfn';
import { clientOf } from '#functions/aws-client.ts';
import { wakeUpEnvironment } from '#shared/core/clocks/environment.ts';
import { executionName, type WakeUp } from '#shared/core/clocks/moments.ts';

const day = 24 * 60 * 60 * 1000;

/** How executions that wait are started, and for how far ahead. */
export interface WakeUps {
  start: (wakeUp: WakeUp) => Promise<void>;
  /** The last instant that an execution is started for, in epoch milliseconds. */
  horizonFrom: (now: number) => number;
}

/**
 * The client is loaded with the first wake-up that is started: most processes of most functions
 * start none.
 */
export const buildWakeUps = (environment: Record<string, string | undefined>): WakeUps => {
  const { WAKE_UP_MACHINE_ARN, HORIZON_DAYS } = wakeUpEnvironment.parse(environment);
  let client: SFNClient | undefined;
  return {
    start: async (wakeUp) => {
      const { SFNClient, StartExecutionCommand } = await import('@aws-sdk/client-sfn');
      client ??= clientOf(SFNClient);
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn: WAKE_UP_MACHINE_ARN,
            name: executionName(wakeUp),
            input: JSON.stringify(wakeUp),
          }),
        );
      } catch (error) {
        // Started before: what it does it decides on what it reads then.
        if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
      }
    },
    horizonFrom: (now) => now + HORIZON_DAYS * day,
  };
};
