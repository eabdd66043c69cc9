import { afterEach, beforeEach, expect } from 'vitest';
import type { EventDetail } from '#shared/core/events/detail.ts';
import { eventSource } from '#shared/core/events/source.ts';
import { faultOf } from '#test/declared-events.ts';
import { unlisted } from '#test/house/data-model.ts';
import { here, type Institution, openInstitution } from '#test/house/institution.ts';

// Each test begins in an institution of its own, as the sample has it, at the same instant: what
// another one did is not there.
beforeEach(openInstitution);

// Tests that share an institution look at each event once.
const looked = new WeakMap<Institution, number>();

// Every event of every story says what its declaration says: docs/decisions/0054.
afterEach(async () => {
  const institution = here();
  const events = await institution.local.busEvents();
  const fresh = events.slice(looked.get(institution)).filter(({ source }) => source === eventSource);
  looked.set(institution, events.length);
  expect(fresh.flatMap((event) => faultOf(event['detail-type'], event.detail as EventDetail) ?? [])).toEqual([]);
  expect(unlisted(institution.keys()), 'docs/data-model.md lists every item').toEqual([]);
});
