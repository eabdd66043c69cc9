import { expect, test } from 'vitest';
import { entriesOf } from '#console/portal/entries.ts';
import type { Happening, MyNote } from '#console/portal/my-case.ts';

const at = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T09:00:00.000Z`;
const note = (day: number): MyNote => ({
  id: `note ${day}`,
  createdAt: at(day),
  createdBy: { kind: 'user' },
  text: 'Hello',
});
const happening = (day: number): Happening => ({
  eventId: `event ${day}`,
  type: 'Case Status Changed',
  occurredAt: at(day),
  actor: { kind: 'user' },
  text: 'Status: Open',
});

test('[UI-2] [PO-1] what a requester reads has no gap: it ends where notes or history are not read on', () => {
  const idsOf = (...read: Parameters<typeof entriesOf>) => entriesOf(...read).map(({ id }) => id);
  const history = { items: [happening(20), happening(3)], hasMore: false };
  const newest = { items: [note(22), note(10)], hasMore: true };
  expect(idsOf(newest, history)).toEqual(['note 22', 'event 20', 'note 10']);
  const whole = { items: [...newest.items, note(5)], hasMore: false };
  expect(idsOf(whole, history)).toEqual(['note 22', 'event 20', 'note 10', 'note 5', 'event 3']);
  expect(idsOf(whole, { ...history, hasMore: true })).toEqual(['note 22', 'event 20', 'note 10', 'note 5', 'event 3']);
});
