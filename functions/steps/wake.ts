// What a wake-up calls at its moment. Called twice, early, late, or for what has changed since, it
// does what is due by now and nothing else.
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Services } from '#functions/services.ts';
import { wake } from '#functions/wake/wake.ts';
import type { Woken } from '#functions/wake/woken.ts';
import type { WakeUp } from '#shared/core/clocks/moments.ts';

export const wakeUpStep = (services: Services) =>
  middy<WakeUp, Woken, Error, Context>()
    .before(() => services.definitions.refresh())
    .handler((wakeUp) => wake(services, wakeUp, services.wakeUps.horizonFrom(services.now())));
