// Every few minutes starts what comes within the horizon, does what was lost, checks for what is
// forgotten and carries out retention. All of it may run twice; the next run does what is left.
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { checkForgotten } from '#functions/forgotten/check.ts';
import { runRetentionDaily } from '#functions/retention/nightly.ts';
import { takeCrossings } from '#functions/segments/crossings.ts';
import type { Services } from '#functions/services.ts';
import { sweep } from '#functions/sweep.ts';
import { everyContactShard } from '#shared/core/table/keys.ts';

export const sweepStep = (services: Services) =>
  middy<unknown, { started: number; lost: number }, Error, Context>()
    .before(() => services.definitions.refresh())
    .handler(async () => {
      // What an index did not show yet when its execution looked.
      await Promise.all(everyContactShard.map((shard) => takeCrossings(services, shard)));
      const swept = await sweep(services);
      await checkForgotten(services);
      await runRetentionDaily(services);
      return swept;
    });
