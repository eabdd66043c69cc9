import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  eventsIn,
  faultsOfTexts,
  ownIdOf,
  renderSignal,
  type SignalEvent,
  UnusableSignal,
} from '#shared/automation/signals/render-signal.ts';
import { signalMappingSchema } from '#shared/automation/signals/signal-mapping.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';

const mapping = (members: object = {}, alert: object = {}) =>
  signalMappingSchema.parse({
    name: 'Missed classes',
    match: { field: 'event.detailType', op: 'is', value: 'Classes Missed' },
    contactId: '{{ event.detail.contactId }}',
    alert: { type: 'attendance', ...alert },
    ...members,
  });

const missed = (detail: unknown): SignalEvent => ({
  source: 'lms',
  detailType: 'Classes Missed',
  detail,
  time: '2026-11-21T09:00:00Z',
});
const plain = missed({ contactId: 'S1', course: 'MATH-101', count: 3, week: '2026-W47' });

const refusal = (...given: Parameters<typeof renderSignal>): string => {
  try {
    renderSignal(...given);
  } catch (error) {
    if (error instanceof UnusableSignal) return error.message;
    throw error;
  }
  throw new Error('was taken');
};

describe('a signal', () => {
  it('[AL-12] becomes the alert that its mapping says, with what the event says', () => {
    const one = mapping(
      { dedupeKey: '{{ event.detail.contactId }}/{{ event.detail.week }}' },
      {
        priority: 'critical',
        description: 'Missed {{ event.detail.count }} classes',
        course: { code: '{{ event.detail.course }}' },
        tags: ['lms', '{{ event.detail.week | downcase }}', '{{ event.detail.nothing }}'],
        fields: { missed: 3, unit: '{{ event.detail.course }}' },
      },
    );
    expect(renderSignal(one, plain)).toEqual({
      contactId: 'S1',
      dedupeKey: 'S1/2026-W47',
      observed: [],
      alert: {
        type: 'attendance',
        contactId: 'S1',
        priority: 'critical',
        description: 'Missed 3 classes',
        course: { code: 'MATH-101' },
        source: 'lms',
        tags: ['lms', '2026-w47'],
        fields: { missed: 3, unit: 'MATH-101' },
      },
    });
  });

  it('[AL-12] is cut where its texts are longer than an alert takes, and never within a character', () => {
    const long = missed({ contactId: 'S1', text: `x${'🦉'.repeat(15_000)}` });
    const { alert } = renderSignal(mapping({}, { description: '{{ event.detail.text }}' }), long);
    expect(alert?.description).toHaveLength(20_000);
    expect(alert?.description?.isWellFormed()).toBe(true);
    expect(renderSignal(mapping(), { ...plain, source: 's'.repeat(256) }).alert?.source).toHaveLength(200);
  });

  it.each([
    ['it does not say whom it is about', mapping(), missed({}), 'the event does not say whom it is about'],
    ['what it gives cannot be a contact', mapping(), missed({ contactId: 'a b' }), 'cannot be one'],
    ['its actor has no SIS id', mapping({ contactId: undefined }), plain, 'whom it is about'],
    ['its detail is no object', mapping(), missed('oh'), 'whom it is about'],
    [
      'the alert would not be valid',
      mapping({}, { course: { code: '{{ event.detail.nothing }}' } }),
      plain,
      '/course/code',
    ],
    [
      'a text is not valid',
      mapping({}, { description: 'a {{ event.detail.text }}' }),
      missed({ contactId: 'S1', text: '\u0000' }),
      '/description',
    ],
    [
      'its dedupe key is a whole text',
      mapping({ dedupeKey: '{{ event.detail.text }}' }),
      missed({ contactId: 'S1', text: 'x'.repeat(501) }),
      'dedupe key',
    ],
    [
      'a text of the mapping keeps on computing',
      mapping({}, { description: '{% for i in (1..100000000) %}x{% endfor %}' }),
      plain,
      'a text of the mapping fails',
    ],
  ])('[AL-12] cannot be used, and says why, where %s', (_why, one, event, reason) => {
    expect(refusal(one, event)).toContain(reason);
  });
});

describe('the texts of a mapping', () => {
  it('[AL-12] are refused by their pointers, all at once, where they are no templates', () => {
    const one = mapping(
      { contactId: '{{ event.detail.contactId', dedupeKey: '{% if %}' },
      { description: '{{ a | no_such_filter }}', tags: ['fine', '{{'], fields: { 'a-b': '{% nope %}', count: 3 } },
    );
    expect(faultsOfTexts(one).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/contactId invalid-template',
      '/dedupeKey invalid-template',
      '/alert/description invalid-template',
      '/alert/tags/1 invalid-template',
      '/alert/fields/a-b invalid-template',
    ]);
  });

  it('[AL-12] may say whatever the event has', () => {
    expect(faultsOfTexts(mapping({}, { description: '{{ event.detail.anything.at[0].all | upcase }}' }))).toEqual([]);
  });
});

const person = (members: object) => ({ id: 'https://example.edu/users/554433', type: 'Person', ...members });
const caliper = (members: object) => ({
  id: 'urn:uuid:3A648E68-f00d-4c08-aa59-8738e1884f2c',
  type: 'AssessmentEvent',
  action: 'Submitted',
  ...members,
});

describe('a Caliper event', () => {
  const nobodyNamed = mapping({ contactId: undefined });
  const otherIdentifiers = [
    { type: 'SystemIdentifier', identifierType: 'LtiUserId', identifier: 'lti-1' },
    { type: 'SystemIdentifier', identifierType: 'SisSourcedId', identifier: 'S7' },
  ];

  it.each([
    ['an identifier of the actor', caliper({ actor: person({ otherIdentifiers }) }), 'S7'],
    ['an extension of the actor', caliper({ actor: person({ extensions: { sisSourcedId: 'S8' } }) }), 'S8'],
    [
      'the one who made the attempt, where the actor has graded it',
      caliper({
        type: 'GradeEvent',
        actor: person({ otherIdentifiers: [{ identifierType: 'SisSourcedId', identifier: 'TEACHER' }] }),
        object: { type: 'Attempt', assignee: person({ otherIdentifiers }) },
      }),
      'S7',
    ],
    [
      'the actor, where a grading does not say who made the attempt',
      caliper({ type: 'GradeEvent', actor: person({ otherIdentifiers }), object: { type: 'Attempt' } }),
      'S7',
    ],
  ])('[AL-12] is about whom it says by %s', (_how, detail, contactId) => {
    expect(renderSignal(nobodyNamed, missed(detail)).contactId).toBe(contactId);
  });

  it.each([
    ['the actor is a bare address', caliper({ actor: 'https://example.edu/users/554433' })],
    ['there is no actor', caliper({})],
    ['the actor is nothing', caliper({ actor: null })],
    [
      'identifiers are not a list',
      caliper({ actor: person({ otherIdentifiers: { identifierType: 'SisSourcedId' } }) }),
    ],
    ['an identifier is nothing', caliper({ actor: person({ otherIdentifiers: [null, 7] }) })],
    [
      'the attempt names its student by address only',
      caliper({
        type: 'GradeEvent',
        actor: person({ otherIdentifiers }),
        object: { assignee: 'https://example.edu/u/1' },
      }),
    ],
  ])('[AL-12] says of nobody who they are where %s', (_why, detail) => {
    expect(refusal(nobodyNamed, missed(detail))).toBe('the event does not say whom it is about');
  });

  it('[AL-12] is the same one however often it is put on the bus: it has an id of its own', () => {
    expect(ownIdOf(missed(caliper({})))).toBe('urn:uuid:3a648e68-f00d-4c08-aa59-8738e1884f2c');
    for (const detail of [{ id: 'order-7' }, {}, 'text', null]) expect(ownIdOf(missed(detail))).toBeUndefined();
  });
});

describe('an envelope of Caliper events', () => {
  it('[AL-12] is taken event by event', () => {
    const data = [caliper({ action: 'Started' }), caliper({}), person({})];
    const envelope = missed({ sensor: 'https://example.edu/sensors/1', sendTime: '2026-11-21T09:00:00Z', data });
    expect(eventsIn(envelope)).toEqual(data.map((detail) => ({ ...missed(detail), envelope: envelope.detail })));
  });

  it.each([{ data: [1] }, { sensor: 's', data: 'text' }, { sensor: 's' }, 'text', null, [1]])(
    '[AL-12] is not what %j is: that is one event',
    (detail) => {
      expect(eventsIn(missed(detail))).toEqual([missed(detail)]);
    },
  );
});

// The examples of the specification, kept beside the repository; see the README there.
const samples = new URL('../../../../shared/samples/caliper-1.1-examples.jsonl', import.meta.url);

describe('the examples of the Caliper specification', () => {
  it('[AL-12] are split, matched and rendered by a mapping that says whom they are about', (context) => {
    context.skip(!existsSync(samples), 'the samples are not beside this checkout (../shared/samples)');
    const lines = readFileSync(samples, 'utf8').trim().split('\n');
    const events = lines.flatMap((line) => eventsIn(missed(JSON.parse(line))));
    expect(events.length).toBeGreaterThan(lines.length);
    const submitted = { field: 'event.detail.action', op: 'is', value: 'Submitted' } as const;
    const found = events.filter((event) => evaluate(submitted, { event }, 0).held);
    expect(found.length).toBeGreaterThan(0);
    const texts = { description: '{{ event.detail.type }} {{ event.detail.action }}' };
    const student = mapping(
      { contactId: '{{ event.detail.actor.id | default: event.detail.actor | split: "/" | last }}' },
      texts,
    );
    for (const event of found)
      expect(renderSignal(student, event).alert).toMatchObject({
        contactId: '554433',
        description: expect.stringMatching(/^Ass[A-Za-z]+Event Submitted$/),
      });
  });
});
