import { describe, expect, it } from 'vitest';
import { routeByField } from '#shared/casework/assignment/route-by-field.ts';
import { caseDefinition, raised } from '../cases/sample-cases.ts';

const definition = caseDefinition({
  fields: [{ key: 'desk', name: 'Desk', type: 'text' }],
  routing: { field: 'desk' },
  groups: { autoAssign: ['night-desk'] },
});

describe('[CA-7] [CA-8] routing by a field', () => {
  it.each([
    ['a group on the list', { desk: 'night-desk' }, { field: 'desk', value: 'night-desk', group: 'night-desk' }],
    ['one that is not on the list', { desk: 'day-desk' }, { field: 'desk', value: 'day-desk' }],
    ['nothing', {}, undefined],
  ])('of a field that says %s', (_what, fields, routed) => {
    expect(routeByField(definition.type, fields)).toEqual(routed);
  });

  it('is not done for a type without it', () => {
    expect(routeByField(caseDefinition().type, { desk: 'night-desk' })).toBeUndefined();
  });

  it('gives a new case to the group and says so in its event; whoever says an assignee has the last word', () => {
    const { after, events } = raised({ fields: { desk: 'night-desk' } }, definition);
    expect(after.assignee).toEqual({ group: 'night-desk' });
    expect(events[0]?.after.routed).toEqual({ field: 'desk', value: 'night-desk', group: 'night-desk' });
    const said = raised({ fields: { desk: 'night-desk' }, assignee: { user: 'u9' } }, definition);
    expect([said.after.assignee, said.events[0]?.after.routed]).toEqual([{ user: 'u9' }, undefined]);
  });
});
