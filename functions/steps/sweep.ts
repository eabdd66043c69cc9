// Every few minutes: starts what comes within the horizon, and does what is due where its execution
// was lost. Both may be done twice without harm; what one run does not get to, the next one does.
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Services } from '#functions/services.ts';
import { sweep } from '#functions/sweep.ts';

export const sweepStep = (services: Services) =>
  middy<unknown, { started: number; lost: number }, Error, Context>()
    .before(() => services.definitions.refresh())
    .handler(() => sweep(services));
