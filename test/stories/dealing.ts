import { expect } from 'vitest';
import type { Client } from '#local/demo/client.ts';
import { aCase, aCaseType, here, likeness, put, signIn, unique } from './world.ts';

// Teams that a rule deals to, and people who go away.

interface Member {
  id: string;
  calendar?: string;
  capacity?: number;
}

/** A team of these people, and a type of cases that a rule deals to them. */
export const dealing = async (
  members: Member[],
  { behaviour = 'rotational', type: changes = {} }: { behaviour?: string; type?: object } = {},
): Promise<{ team: string; type: string }> => {
  const team = unique('team-');
  const listed = members.map((one) => ({ name: one.id, email: `${one.id}@staff.example.edu`, ...one }));
  await put(`/v1/groups/${team}`, { name: team, members: listed });
  const { groups } = await likeness('/v1/case-types/academic-concern', {});
  const type = await aCaseType({ groups: { ...(groups as object), reassignment: [team] }, ...changes });
  await here().as.admin.post('/v1/rules', {
    title: `Deals to ${team}`,
    for: 'case',
    trigger: { event: 'case-created' },
    condition: { field: 'case.type', op: 'is', value: type },
    actions: [{ do: 'update-assignee', assign: { behaviour, pool: [{ group: team }] } }],
  });
  return { team, type };
};

export const raised = async (type: string): Promise<{ id: string; assignee: unknown }> => {
  const { id } = await aCase({ type });
  await here().local.idle();
  const { assignee } = await here().as.admin.get<{ assignee?: unknown }>(`/v1/cases/${id}`);
  return { id, assignee };
};

export const later = (days: number): string =>
  new Date(Date.parse('2026-11-23T00:00:00Z') + days * 86_400_000).toISOString();
export const goesAway = async (id: string, more: object = {}): Promise<Client> => {
  const them = await signIn(id, 'tutors');
  const body = { from: later(-30), to: later(300), ...more };
  expect(await them.send('PUT', '/v1/me/absence', { body })).toMatchObject({ status: 200, body });
  return them;
};
