import { describe, expect, it } from 'vitest';
import { createActivity, editActivity, endActivity } from '#shared/casework/activities/change-activity.ts';
import { adviser, at, caseDefinition, openCase, taskIds } from '#test/unit/cases/sample-cases.ts';
import { faultsIn } from '#test/unit/refused.ts';

const definition = caseDefinition({
  activityTypes: [
    {
      key: 'visit',
      name: 'Home visit',
      fields: [
        { key: 'where', name: 'Where', type: 'text', required: true },
        { key: 'miles', name: 'Miles', type: 'integer', default: 1 },
        { key: 'rush', name: 'Rush', type: 'text', shownWhen: { field: 'case.priority', op: 'is', value: 'critical' } },
      ],
    },
  ],
});
const within = { record: openCase({}, definition), definition };
const ids = taskIds();
const faultsOf = (decide: () => unknown): string[] => faultsIn(decide).map(({ pointer, code }) => `${pointer} ${code}`);
const doing = { by: adviser, at: at(1) };
const add = (input: object, to = within) =>
  createActivity(to, {
    id: ids(),
    input: { type: 'visit', subject: 'A visit', status: 'scheduled', ...input },
    ...doing,
  }).activity;
const end = (activity: ReturnType<typeof add>, as: 'completed' | 'cancelled', fields?: Record<string, unknown>) =>
  endActivity(
    within,
    { activity },
    { as, end: { ...(fields && { fields }) }, closing: undefined, newId: ids, ...doing },
  ).activity;
const planned = () => {
  const { fields: _none, ...activity } = add({ fields: { where: 'home' } });
  return activity;
};

describe('[TA-5] the fields of an activity', () => {
  it('are those of its kind in the type of the case; a kind that the type does not name has none', () => {
    expect(add({ fields: { where: 'home' } }).fields).toEqual({ where: 'home', miles: 1 });
    expect(add({ type: 'call' })).not.toHaveProperty('fields');
    expect(faultsOf(() => add({ type: 'call', fields: { where: 'home' } }))).toEqual(['/fields/where unknown-field']);
  });

  it('are checked as those of a case are, by the case where they are not always shown', () => {
    expect(faultsOf(() => add({ fields: { miles: 'ten', rush: 'yes', constructor: 'x' } }))).toEqual([
      '/fields/miles invalid-integer',
      '/fields/constructor unknown-field',
      '/fields/rush hidden-field',
      '/fields/where required',
    ]);
    const urgent = { ...within, record: { ...within.record, priority: 'critical' } };
    expect(add({ fields: { where: 'home', rush: 'yes' } }, urgent).fields).toMatchObject({ rush: 'yes' });
  });

  it('merge when they are changed, and null clears', () => {
    const activity = add({ fields: { where: 'home', miles: 3 } });
    const edit = (fields: Record<string, unknown>) =>
      editActivity(within, { activity }, { changes: { fields }, at: at(2) }).activity.fields;
    expect(edit({ where: 'school' })).toEqual({ where: 'school', miles: 3 });
    expect(edit({ miles: null })).toEqual({ where: 'home' });
    expect(faultsOf(() => edit({ where: null }))).toEqual(['/fields/where required']);
  });

  it('are owed at the end where a plan made the activity, and only by what was done', () => {
    expect(faultsOf(() => end(planned(), 'completed'))).toEqual(['/fields/where required']);
    expect(end(planned(), 'completed', { where: 'home' }).fields).toEqual({ where: 'home', miles: 1 });
    expect(end(planned(), 'cancelled')).not.toHaveProperty('fields');
    expect(end(add({ fields: { where: 'home' } }), 'completed', { miles: 4 }).fields).toEqual({
      where: 'home',
      miles: 4,
    });
  });

  it('lose what the case does not show any more, without standing in the way of the end', () => {
    const urgent = { ...within, record: { ...within.record, priority: 'critical' } };
    const activity = add({ fields: { where: 'home', rush: 'yes' } }, urgent);
    expect(end(activity, 'completed').fields).toEqual({ where: 'home', miles: 1 });
  });
});
