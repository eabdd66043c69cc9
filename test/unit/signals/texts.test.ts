import { describe, expect, it } from 'vitest';
import { sisIdsOf } from '#shared/automation/signals/sis-id.ts';
import { faultOfText, renderText } from '#shared/automation/signals/texts.ts';

const detail = {
  user_id: '74140000000965463',
  local: 965463,
  shard: 7414,
  percent: 31.5,
  actor: { extensions: { 'com.instructure.canvas': { user_sis_id: 'S7' }, 'bb:user.externalId': 'S8' } },
  'bb:course': { id: 'C1' },
  'edu.a': { b: 1 },
  edu: { 'a.b': 2 },
};
const read = ['event.source', 'event.detail'];
const faults = (text: string, pointer = '') => faultOfText(text, pointer, read);
const say = (text: string) => renderText(text, { event: { detail } });

describe('[AL-12] a text of a mapping', () => {
  it.each([
    ['{{ event.detail.actor.extensions["com.instructure.canvas"].user_sis_id }}', 'S7'],
    ['{{ event.detail.actor.extensions.com.instructure.canvas.user_sis_id }}', 'S7'],
    ['{{ event.detail.actor.extensions["bb:user.externalId"] | downcase }}', 's8'],
    ['{{ event.detail.actor.extensions.bb:user.externalId }}', 'S8'],
    ['{{ event.detail.bb:course.id }}', 'C1'],
    ['{% if event.detail.bb:course.id == "C1" %}yes{% endif %}', 'yes'],
    ['{{ event.detail.none | default: "a.b:c" }}', 'a.b:c'],
    ['{{ event.detail.edu.a.b }}', ''],
    ['event.detail.bb:course', 'event.detail.bb:course'],
  ])('[AL-12] %s finds names with dots and colons', (text, said) => {
    expect(faults(text)).toEqual([]);
    expect(say(text)).toBe(said);
  });

  it('[AL-12] keeps the digits of a number, and compares them in quotes', () => {
    expect(say('{{ event.detail.user_id }}')).toBe('74140000000965463');
    expect(say('{% if event.detail.user_id == "74140000000965463" %}same{% endif %}')).toBe('same');
    expect(say('{{ event.detail.percent | plus: 1 | round }}')).toBe('33');
  });

  it.each([
    '{{ event.detail.user_id | plus: 0 }}',
    '{{ event.detail.user_id | abs }}',
    '{{ event.detail.shard | times: 10000000000000 | plus: event.detail.local }}',
  ])('[AL-12] %s fails rather than to round whom an alert is about', (text) => {
    expect(() => say(text)).toThrow(/cannot reckon with \d+ exactly/);
  });

  it.each([
    ['{{ contact.name }}', 'contact.name'],
    ['{{ event.colour }}', 'event.colour'],
    ['{% for one in detail.items %}{{ one.name }}{% endfor %}', 'detail.items'],
    ['{{ event.detail[key] }}', 'key'],
  ])('[AL-12] %s asks for what there never is, and is refused when it is saved', (text, name) => {
    expect(faults(text, '/contactId')).toMatchObject([{ pointer: '/contactId', code: 'unknown-token' }]);
    expect(faults(text)[0]?.detail).toContain(`there is no ${name};`);
    expect(faults('{% assign id = event.detail.id %}{{ id }} {{ event.source }} {{ event }}')).toEqual([]);
  });

  it('[AL-12] with a number that no double holds is refused when it is saved', () => {
    const text = '{% if event.detail.user_id == 74140000000965463 %}x{% endif %}';
    expect(faults(text, '/dedupeKey')).toEqual([
      {
        pointer: '/dedupeKey',
        code: 'invalid-template',
        detail: '74140000000965463 has more digits than a number keeps: write it in quotes',
      },
    ]);
    expect(faults(text.replace('74140000000965463', '"74140000000965463"'))).toEqual([]);
    expect(faults('ticket 74140000000965463: {{ event.detail.local }}')).toEqual([]);
  });
});

const actor = (members: object) => ({ type: 'Event', actor: { type: 'Person', id: 'urn:x:user:1', ...members } });

describe('[AL-12] [IN-3] the SIS id that an actor carries', () => {
  it.each([
    ['Canvas', actor({ extensions: { 'com.instructure.canvas': { user_login: 'ada', user_sis_id: 'S7' } } })],
    ['Canvas, the other way round', actor({ extensions: { 'com.instructure.canvas': { sis_user_id: 'S7' } } })],
    ['Blackboard', actor({ extensions: { 'bb:user.id': '_1_1', 'bb:user.externalId': 'S7' } })],
    ['Blackboard, nested', actor({ extensions: { 'bb:user': { id: '_1_1', externalId: 'S7' } } })],
    ['1EdTech', actor({ extensions: { sourcedId: 'S7' } })],
    ['LTI', actor({ extensions: { lis_person_sourcedid: 'S7' } })],
    ['a name that is a URL', actor({ extensions: { 'https://lms.example.edu/caliper/sisSourcedId': 'S7' } })],
    ['a member of the actor itself', actor({ user_sis_id: 'S7' })],
    ['the same one twice', actor({ sourcedId: 'S7', extensions: { sisId: 'S7', sis_user_id: null } })],
  ])('[AL-12] is found where %s puts it', (_where, event) => {
    expect(sisIdsOf(event)).toEqual(['S7']);
  });

  it('[AL-12] may be a number, and is not taken from another id or from two that differ', () => {
    expect(sisIdsOf(actor({ extensions: { user_sis_id: 4711 } }))).toEqual(['4711']);
    expect(sisIdsOf(actor({ extensions: { externalId: 'x', user_id: '1', id: '2' } }))).toEqual([]);
    expect(sisIdsOf(actor({ extensions: { a: { sisId: 'S7' }, b: { sisId: 'S8' } } }))).toEqual(['S7', 'S8']);
  });
});
