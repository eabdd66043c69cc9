import { describe, expect, it } from 'vitest';
import { actorOf, personOf } from '#shared/access/person.ts';

const directory = new Set(['advisers']);
const person = (claims: Record<string, unknown>) => personOf(claims, (group) => directory.has(group));

describe('the person of a token', () => {
  it.each([
    ['a list', { groups: ['advisers', 'students'] }],
    ['the claim that Cognito has', { 'cognito:groups': ['advisers', 'students'] }],
    ['both claims, each group once', { groups: ['advisers'], 'cognito:groups': ['advisers', 'students'] }],
  ])('has the groups of %s', (_form, claims) => {
    expect(person({ sub: 'u1', ...claims })).toMatchObject({
      groups: ['advisers', 'students'],
      isStaff: true,
      isAdmin: false,
    });
  });

  it('has no admins where a group is only called like them', () => {
    for (const groups of [['Domain admins'], ['admins2'], ['Admins'], 'Domain admins', '[Domain admins]'])
      expect(person({ sub: 'u1', groups }), String(groups)).toMatchObject({ isAdmin: false, isStaff: false });
  });

  it.each([
    ['admins', { isAdmin: true, seesAll: false, isStaff: true }],
    ['view-all', { isAdmin: false, seesAll: true, isStaff: true }],
    ['advisers', { isAdmin: false, seesAll: false, isStaff: true }],
    ['students', { isAdmin: false, seesAll: false, isStaff: false }],
  ])('in %s is what the group makes of them', (group, expected) => {
    expect(person({ sub: 'u1', groups: [group] })).toMatchObject(expected);
  });

  it('acts as a user where they are staff, else as a requester', () => {
    expect(actorOf(person({ sub: 'u1', groups: ['advisers'] }))).toEqual({ kind: 'user', id: 'u1' });
    expect(actorOf(person({ sub: 'S1' }))).toEqual({ kind: 'requester', id: 'S1' });
  });
});
