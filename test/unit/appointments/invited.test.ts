import { describe, expect, it } from 'vitest';
import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import { allSent, type Invitations, invitationsAfter, pendingOf } from '#shared/casework/appointments/invited.ts';

interface Reader {
  address: string;
}
type State = Invitations<Reader> | undefined;
const [ann, ben, stella] = ['ann', 'ben', 'stella'].map((name) => ({ address: `${name}@campus.example` })) as [
  ...[Reader, Reader, Reader],
];
const meeting = {
  title: 'A talk',
  startsAt: '2027-03-10T15:00:00.000Z',
  endsAt: '2027-03-10T15:30:00.000Z',
  status: 'scheduled',
  sequence: 0,
} as Appointment;

interface Step {
  appointment?: Partial<Appointment>;
  wanted?: Reader[];
  isItself?: boolean;
  by?: Reader;
}
const stateAfter = (before: State, { appointment, wanted = [], isItself = false, by }: Step): State =>
  invitationsAfter(before, {
    appointment: { ...meeting, ...appointment },
    wanted,
    caseVersion: (before?.caseVersion ?? 0) + 1,
    isItself,
    didIt: (one) => one.address === by?.address,
  });
const nameOf = ({ address }: Reader): string => address.split('@')[0] ?? '';
const pending = (state: State): string[] =>
  (state ? pendingOf(state) : [])
    .flatMap(({ notification, sequence, recipients }) =>
      recipients.map((one) => `${nameOf(one)} ${notification.slice(12)} ${sequence}`),
    )
    .sort();
const sent = (state: State): State => state && allSent(state);
/** Everything that somebody is told by these steps, each told before the next. */
const story = (...steps: Step[]): string[][] => {
  let state: State;
  return steps.map((step) => {
    state = stateAfter(state, step);
    const mails = pending(state);
    state = sent(state);
    return mails;
  });
};
const made: Step = { wanted: [ann, stella], isItself: true };

describe('[AP-1] who is invited to an appointment', () => {
  it('hears of every change to it, and that it is cancelled, with sequences that grow', () => {
    const moved = { startsAt: '2027-03-11T15:00:00.000Z', sequence: 1 };
    expect(
      story(
        made,
        { ...made, appointment: moved },
        { ...made, appointment: { ...moved, sequence: 2 } },
        { ...made, appointment: { ...moved, sequence: 3, status: 'cancelled' } },
      ),
    ).toEqual([
      ['ann created 0', 'stella created 0'],
      ['ann updated 1', 'stella updated 1'],
      [],
      ['ann cancelled 3', 'stella cancelled 3'],
    ]);
  });

  it('changes with the case: the one is told that it is taken back, the other is invited, and who stays hears nothing', () => {
    expect(
      story(made, { wanted: [ben, stella] }, { wanted: [ann, stella] }, { wanted: [] }, { wanted: [ann, stella] }),
    ).toEqual([
      ['ann created 0', 'stella created 0'],
      ['ann cancelled 1', 'ben created 0'],
      ['ann created 2', 'ben cancelled 1'],
      ['ann cancelled 3', 'stella cancelled 1'],
      ['ann created 4', 'stella created 2'],
    ]);
  });

  it('is an address: somebody who is reached elsewhere is invited there, and no more where they were', () => {
    const moved = { address: 'STELLA@campus.example' };
    const elsewhere = { address: 'stella@home.example' };
    expect(story(made, { wanted: [ann, moved] }, { wanted: [ann, elsewhere] })).toEqual([
      ['ann created 0', 'stella created 0'],
      [],
      ['STELLA cancelled 1', 'stella created 0'],
    ]);
  });

  it('is not mailed about what they made themselves; but what others, or they, change of a mailed invitation they are', () => {
    const moved = { title: 'A long talk', sequence: 1 };
    const again = { title: 'A talk again', sequence: 2 };
    expect(
      story(
        { ...made, by: ann },
        { ...made, by: ann, appointment: moved },
        { ...made, by: ben, appointment: again },
        { ...made, by: ann, appointment: { ...again, title: 'The last', sequence: 3 } },
      ),
    ).toEqual([
      ['stella created 0'],
      ['stella updated 1'],
      ['ann updated 2', 'stella updated 2'],
      ['ann updated 3', 'stella updated 3'],
    ]);
    expect(story({ ...made, by: ann }, { wanted: [ben, stella], by: ann })).toEqual([
      ['stella created 0'],
      ['ben created 0'],
    ]);
  });

  it('is told what is still pending by whichever event comes, once', () => {
    const first = stateAfter(undefined, made);
    const second = stateAfter(first, made);
    expect(second?.people).toEqual(first?.people);
    const replaced = stateAfter(first, { wanted: [ben, stella] });
    expect(pending(replaced)).toEqual(['ann cancelled 1', 'ben created 0', 'stella created 0']);
    expect(pending(sent(replaced))).toEqual([]);
    const moved = stateAfter(first, { ...made, appointment: { title: 'Other', sequence: 1 } });
    expect(pending(moved)).toEqual(['ann created 1', 'stella created 1']);
  });

  it('keeps what was kept or missed, and nobody is told of what never invited anybody', () => {
    expect(story(made, { appointment: { status: 'attended' } }, { appointment: { status: 'no-show' } })).toEqual([
      ['ann created 0', 'stella created 0'],
      [],
      [],
    ]);
    expect(story({ appointment: { status: 'cancelled' }, wanted: [ann] })).toEqual([[]]);
  });

  it.each(['cancelled', 'attended', 'no-show'] as const)(
    'is nobody, and that is kept, where the first event to come says %s: those before it are late',
    (status) => {
      expect(stateAfter(undefined, { appointment: { status }, wanted: [ann], isItself: true })).toMatchObject({
        caseVersion: 1,
        people: [],
      });
    },
  );

  it('is nobody any more after an event that changes nothing', () => {
    const nobody = stateAfter(undefined, { appointment: { status: 'cancelled' }, wanted: [ann] });
    expect(stateAfter(nobody, { appointment: { status: 'cancelled' }, wanted: [ann] })).toEqual(nobody);
  });

  it('knows what those who are invited no more were told last', () => {
    const first = sent(stateAfter(undefined, made));
    const moved = stateAfter(first, { wanted: [ben], appointment: { title: 'Secret', sequence: 1 } });
    expect(moved).toMatchObject({ shown: { title: 'Secret' }, before: { title: 'A talk' } });
  });
});
