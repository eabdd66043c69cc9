import * as z from 'zod';
import { checkStates, forgottenRow } from '#shared/casework/forgotten/forgotten.schema.ts';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { instant } from '#shared/core/records/primitives.ts';

export const forgottenRoute = defineRoute({
  name: 'forgotten',
  method: 'GET',
  path: '/v1/insight/forgotten',
  family: 'cases',
  who: 'staff',
  summary: 'Open cases and alerts that nobody will look at, or that nothing will bring up again',
  query: plainPageQuery,
  answer: pageOf(forgottenRow).extend({
    /** When the newest check that is whole began; none where there was none yet. */
    asOf: instant.optional(),
    /**
     * `complete`: all was looked at, and no configuration has changed since. `stale`: it has, or
     * the check lies more than a day back. `running`: a check is under way.
     */
    state: z.enum(checkStates),
  }),
});

export const forgottenRoutes = [forgottenRoute];
