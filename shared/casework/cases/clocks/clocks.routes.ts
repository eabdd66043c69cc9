import * as z from 'zod';
import { caseAnswerSchema } from '#shared/casework/cases/case.ts';
import { amountSchema, signedAmountSchema } from '#shared/core/calendars/amount.ts';
import { clockAnswerSchema, clockStates, pauseCauses } from '#shared/core/clocks/clock.schema.ts';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { shortListQuery } from '#shared/core/records/listing.schema.ts';
import { actorSchema, dueInstant, instant, key, statement } from '#shared/core/records/primitives.ts';

const family = 'cases' as const;
const who = 'staff' as const;
const one = z.strictObject({ id: z.string().min(1).max(64) });
const oneClock = one.extend({ key: z.string().min(1).max(80) });
const note = statement.optional();
const onlyNote = z.strictObject({ note }).optional();

/** What is said of each thing that is done to a clock: of a case, or of a task. */
export const clockBodies = {
  set: z.union([z.strictObject({ to: dueInstant, note }), z.strictObject({ in: amountSchema, note })]),
  extend: z.strictObject({ by: signedAmountSchema, note }),
  restore: onlyNote,
  clear: onlyNote,
  pause: z.strictObject({ note: statement }),
  resume: onlyNote,
};

const operation = {
  findsMoreFaults: true as const,
  method: 'POST' as const,
  family,
  who,
  ifMatch: 'optional' as const,
  params: oneClock,
  answer: caseAnswerSchema,
};
const refusals = ['not-found', 'not-allowed', 'in-trash', 'clock-stopped', 'stale'] as const;

export const caseClocksRoute = defineRoute({
  name: 'caseClocks',
  method: 'GET',
  readsOneRecord: true,
  path: '/v1/cases/{id}/clocks',
  family,
  who,
  summary: 'The clocks of a case',
  params: one,
  query: z.strictObject(shortListQuery),
  answer: pageOf(clockAnswerSchema),
  refusals: ['not-found'],
});
export const setClockRoute = defineRoute({
  ...operation,
  name: 'setClock',
  path: '/v1/cases/{id}/clocks/{key}/set',
  summary: 'Set a target to an instant, or to so long from now',
  body: clockBodies.set,
  refusals: [...refusals, 'no-working-time'],
});
export const extendClockRoute = defineRoute({
  ...operation,
  name: 'extendClock',
  path: '/v1/cases/{id}/clocks/{key}/extend',
  summary: 'Move a target by an amount; a negative one shortens',
  body: clockBodies.extend,
  refusals: [...refusals, 'no-working-time'],
});
export const restoreClockRoute = defineRoute({
  ...operation,
  name: 'restoreClock',
  path: '/v1/cases/{id}/clocks/{key}/restore',
  summary: 'Give a clock the target of its configuration again',
  body: clockBodies.restore,
  refusals: [...refusals, 'no-working-time'],
});
export const clearClockRoute = defineRoute({
  ...operation,
  name: 'clearClock',
  path: '/v1/cases/{id}/clocks/{key}/clear',
  summary: 'Take a target away; setting or restoring it brings it back',
  body: clockBodies.clear,
  refusals,
});
export const pauseClockRoute = defineRoute({
  ...operation,
  name: 'pauseClock',
  path: '/v1/cases/{id}/clocks/{key}/pause',
  summary: 'Pause a clock by hand, with the reason',
  body: clockBodies.pause,
  refusals: [...refusals, 'already-paused'],
});
export const resumeClockRoute = defineRoute({
  ...operation,
  name: 'resumeClock',
  path: '/v1/cases/{id}/clocks/{key}/resume',
  summary: 'End the pause by hand; what else holds the clock goes on holding it',
  body: clockBodies.resume,
  refusals: [...refusals, 'not-paused', 'no-working-time'],
});

const stand = z.strictObject({
  state: z.enum(clockStates),
  dueAt: instant,
  pausedBy: z.array(z.enum(pauseCauses)).optional(),
});
/**
 * A move of a clock: which event, who, what they asked for, and how the clock stood before and
 * after.
 */
export const ledgerItemSchema = z
  .strictObject({
    at: instant,
    why: z.strictObject({
      eventId: z.string(),
      /** The type of the event. */
      kind: z.string(),
      by: actorSchema,
      operation: z.looseObject({}).optional(),
      note: z.string().optional(),
    }),
    from: stand,
    to: stand,
  })
  .meta({ id: 'ClockMove' });
export const clockLedgerRoute = defineRoute({
  name: 'clockLedger',
  method: 'GET',
  readsOneRecord: true,
  path: '/v1/cases/{id}/clocks/{key}/ledger',
  family,
  who,
  summary: 'Every move of a clock with what led to it, oldest first',
  params: oneClock,
  query: plainPageQuery,
  answer: pageOf(ledgerItemSchema),
  refusals: ['not-found'],
});

const reachOfPreview = z.strictObject({
  key: z.string(),
  startsAt: instant,
  dueAt: instant,
  reminders: z.array(instant),
});
export const previewTargetsRoute = defineRoute({
  name: 'previewTargets',
  method: 'POST',
  path: '/v1/targets/preview',
  family,
  who,
  summary: 'What the targets of a case would be, each as if its clock started at an instant',
  body: z.strictObject({ type: key, priority: key.optional(), at: dueInstant, calendar: key.optional() }),
  answer: z.strictObject({ clocks: z.array(reachOfPreview) }),
  refusals: ['unknown-reference', 'no-working-time'],
});

export const caseClockRoutes = [
  caseClocksRoute,
  setClockRoute,
  extendClockRoute,
  restoreClockRoute,
  clearClockRoute,
  pauseClockRoute,
  resumeClockRoute,
  clockLedgerRoute,
  previewTargetsRoute,
];
