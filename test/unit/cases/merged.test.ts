import { describe, expect, it } from 'vitest';
import { asItGoesOn, keptOutAsIn, sideOf } from '#shared/casework/cases/links/merged.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { openCase } from './sample-cases.ts';

const ids = {
  ann: '01KAG00000000000000000ANN1',
  ben: '01KAG00000000000000000BEN1',
};
const at = (minute: number) => `2026-11-23T12:${String(minute).padStart(2, '0')}:00.000Z`;
const brought = (noteIds: string[]) =>
  ({ noteIds, fileIds: [], questionIds: [], taskIds: [], alertIds: [] }) as unknown as ReturnType<
    typeof openCase
  >['beforeMerge'];
const hidden = { anonymous: true } as const;
const merged = openCase({
  ...hidden,
  id: ids.ann,
  mergedInto: ids.ben,
  closedAt: at(10),
  beforeMerge: brought(['a1']),
});
const home = openCase({ ...hidden, id: ids.ben, mergedFrom: [ids.ann] });

const by = (kind: Actor['kind'], id: string): Actor => ({ kind, id });
const thing = (id: string, createdBy: Actor, minute: number) => ({ id, createdBy, createdAt: at(minute) });
const things = {
  'what the first brought': thing('a1', by('requester', ids.ann), 1),
  'what staff told the first before': thing('a1', by('user', 'ines'), 2),
  'what staff told the second before': thing('b1', by('user', 'ines'), 3),
  'what the second brought': thing('b2', by('requester', ids.ben), 4),
  'what the first wrote since': thing('a2', by('requester', ids.ann), 11),
  'what the second wrote since': thing('b3', by('requester', ids.ben), 12),
  'what staff said since': thing('s1', by('user', 'ines'), 13),
};
const seenBy = (shows: ReturnType<typeof sideOf>) =>
  Object.entries(things).flatMap(([what, one]) => (shows(one) ? [what] : []));

describe('[CA-16] [PO-1] two requesters whose cases became one', () => {
  it('see what is theirs and what staff say since, each on their own side', () => {
    expect(seenBy(sideOf(ids.ann, { record: home, merged: [merged], from: merged }))).toEqual([
      'what the first brought',
      'what staff told the first before',
      'what the first wrote since',
      'what staff said since',
    ]);
    expect(seenBy(sideOf(ids.ben, { record: home, merged: [merged] }))).toEqual([
      'what staff told the second before',
      'what the second brought',
      'what the second wrote since',
      'what staff said since',
    ]);
  });

  it('see all of it where both cases were theirs, or none was merged', () => {
    const theirs = { contactId: 'S1', anonymous: undefined };
    const [one, other] = [openCase({ ...merged, ...theirs }), openCase({ ...home, ...theirs })];
    expect(seenBy(sideOf('S1', { record: other, merged: [one], from: one }))).toHaveLength(7);
    expect(seenBy(sideOf(ids.ben, { record: home, merged: [] }))).toHaveLength(7);
  });

  it('are not shown each other’s words either once the merge was taken back', () => {
    const back = { ...home, mergedFrom: undefined, otherRequesters: [ids.ann] };
    expect(seenBy(sideOf(ids.ben, { record: back, merged: [] }))).not.toContain('what the first wrote since');
  });

  it('see their own case as the other goes on, but for what the other requester said at its end', () => {
    const closure = (who: Actor) => ({ reason: 'solved', details: 'Not needed', at: at(20), by: who });
    const end = { status: { key: 'done', category: 'resolved' as const }, closedAt: at(20) };
    const closed = (who: Actor) => asItGoesOn(merged, openCase({ ...home, ...end, closure: closure(who) }));
    expect(closed(by('user', 'ines'))).toMatchObject({ id: ids.ann, ...end, closure: { details: 'Not needed' } });
    expect(closed(by('requester', ids.ben)).closure).not.toHaveProperty('details');
    const open = asItGoesOn(merged, home);
    expect(open.status).toEqual(home.status);
    expect(open).not.toHaveProperty('closedAt');
  });

  it('[CA-12] are told nothing where the other case keeps them out, or lies in the trash', () => {
    const one = { ...merged, locks: ['S1'] };
    expect(keptOutAsIn(one, { ...home, locks: ['ines', 'S1'] })).toEqual({ ...one, locks: ['S1', 'ines'] });
    expect(keptOutAsIn(one, { ...home, trashedAt: at(30) })).toEqual({ ...one, trashedAt: at(30) });
  });
});
