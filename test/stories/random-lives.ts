import { seededRandom } from '#bench/seeded-random.ts';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { Client } from '#test/house/institution.ts';
import { aCaseType, aContact, anAlertType, here } from './world.ts';

// Lives of cases and alerts by chance: whatever is refused is refused.

const priorities = ['critical', 'high', 'medium', 'low'];
const owners = [{ user: 'amara' }, { user: 'ben' }, { group: 'tutors' }, { group: 'advisers' }];
const stages = ['first', 'second'];
const anyVersion = { 'if-match': '*' };
const halls = ['north', 'north', 'south', 'east'];

/** Who acts now: tokens end as time passes. */
const actors = async (): Promise<{ admin: Client; manager: Client; tutor: Client }> => {
  const { as } = here().local;
  const [admin, manager, tutor] = await Promise.all([
    as({ sub: 'ada', groups: ['admins'] }),
    as({ sub: 'amara', groups: ['advisers'] }),
    as({ sub: 'dev', groups: ['tutors'] }),
  ]);
  return { admin, manager, tutor };
};

interface Lives {
  /** Does so many things to them, with time in between. */
  live: (steps: number) => Promise<void>;
  /** Erases somebody, or deletes a case from the trash for good. */
  end: () => Promise<void>;
  /** The ids and names of those who were erased. */
  erased: () => Promise<{ id: string; name: string }[]>;
}

/** Records of two case types and two alert types about a few persons. */
export const randomLives = async (seed: number): Promise<Lives> => {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const persons = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const name = `Quastenflosser${'abcdefgh'[index]}`;
      const attributes = { hall: halls[index % 4], row: index };
      return { id: (await aContact({ name, email: `${name}@example.edu`, attributes })).id, name };
    }),
  );
  const contacts = persons.map(({ id }) => id);
  const caseTypes = [
    'academic-concern',
    await aCaseType({ stages: stages.map((key) => ({ key, name: key })) }),
    'hazard-report',
  ];
  const alertTypes = [
    await anAlertType(),
    await anAlertType({ groups: { raisers: ['faculty'], reviewers: ['estates'] } }),
  ];
  const cases: string[] = [];
  const alerts: string[] = [];

  const send = async <T>(by: Client, path: string, body: object = {}): Promise<T | undefined> => {
    const answer = await by.send<T>('POST', `/v1/${path}`, { body });
    return answer.status < 300 ? answer.body : undefined;
  };
  const patch = async (by: Client, path: string, body: object): Promise<void> => {
    const { status, headers } = await by.send('GET', `/v1/${path}`);
    if (status === 200)
      await by.send('PATCH', `/v1/${path}`, { body, headers: { 'if-match': headers.get('etag') ?? '' } });
  };

  const raiseCase = async () => {
    const { admin } = await actors();
    const type = pick(caseTypes);
    const made = await send<CaseAnswer>(admin, 'cases', {
      type,
      subject: 'Of chance',
      contactId: pick(contacts),
      priority: pick(priorities),
      private: random() < 0.2,
      ...(random() < 0.5 && { assignee: pick(owners) }),
      fields: type === 'hazard-report' ? { kind: 'lighting' } : {},
    });
    if (made) cases.push(made.id);
  };
  const raiseAlert = async () => {
    const { admin } = await actors();
    const made = await send<AlertAnswer>(admin, 'alerts', {
      type: pick(alertTypes),
      contactId: pick(contacts),
      priority: pick(priorities),
      source: pick(['lms', 'sis|50%']),
      private: random() < 0.2,
    });
    if (made) alerts.push(made.id);
  };
  const onCase = async () => {
    const { admin } = await actors();
    const id = `cases/${pick(cases)}`;
    await pick([
      () => send(admin, `${id}/close`, { reason: pick(['solved', 'student-left', 'nothing-found']) }),
      () => send(admin, `${id}/close`, { reason: pick(['solved', 'made-safe']) }),
      () => send(admin, `${id}/reopen`, { note: 'Again' }),
      () => send(admin, `${id}/assign`, pick(owners)),
      () => send(admin, `${id}/status`, { status: pick(['open', 'waiting', 'new']) }),
      () => send(admin, `${id}/notes`, { text: 'We look at it', public: true }),
      () => send(admin, `${id}/merge`, { into: pick(cases) }),
      () => send(admin, `${id}/convert`, { type: pick(caseTypes), targets: pick(['keep', 'restart']) }),
      () => patch(admin, id, { priority: pick(priorities), private: random() < 0.3 }),
      () => patch(admin, id, { contactId: pick(contacts) }),
      () => admin.send('PUT', `/v1/${id}/locks/${pick(['ben', 'farah'])}`, { body: {} }),
      () => admin.send('DELETE', `/v1/${id}/locks/ben`),
      () => patch(admin, id, { stage: pick(stages) }),
      async () => {
        const { headers } = await admin.send('GET', `/v1/${id}`);
        await admin.send('DELETE', `/v1/${id}`, { headers: { 'if-match': headers.get('etag') ?? '' } });
        if (random() < 0.5) await send(admin, `${id}/restore`);
      },
      () => send(admin, `${id}/clocks/completion/pause`, { note: 'Wait' }),
      () => send(admin, `${id}/clocks/completion/set`, { in: { amount: 2, unit: 'days', time: 'calendar' } }),
    ])();
  };
  const onAlert = async () => {
    const { admin } = await actors();
    const id = `alerts/${pick(alerts)}`;
    await pick([
      () => send(admin, `${id}/start`),
      () => send(admin, `${id}/resolve`, { outcome: 'contacted' }),
      () => send(admin, `${id}/dismiss`),
      () => send(admin, `${id}/cancel`),
      () => send(admin, `${id}/reopen`),
      () => send(admin, `${id}/unlink`),
      () => send(admin, `${id}/escalate`, { case: { type: pick(caseTypes), subject: 'Of an alert' } }),
      () => send(admin, `${id}/escalate`, { caseId: pick(cases) }),
      () => send(admin, `${id}/assign`, pick(owners)),
      () => patch(admin, id, { priority: pick(priorities) }),
    ])();
  };
  const onContact = async () => {
    const { admin } = await actors();
    await patch(admin, `contacts/${pick(contacts)}`, { attributes: { hall: pick(halls) } });
  };

  const eraseSomebody = async () => {
    const { admin } = await actors();
    await send(admin, `contacts/${pick(contacts)}/erase`, { mode: pick(['anonymise', 'delete']) });
  };
  const deleteForGood = async () => {
    const { admin } = await actors();
    const path = `/v1/cases/${pick(cases)}`;
    for (const query of ['', '?permanent=true']) await admin.send('DELETE', `${path}${query}`, { headers: anyVersion });
  };

  await raiseCase();
  await raiseAlert();
  return {
    end: async () => {
      await pick([eraseSomebody, deleteForGood])();
      await here().local.idle();
    },
    erased: async () => {
      const { admin } = await actors();
      const statuses = await Promise.all(persons.map(({ id }) => admin.send('GET', `/v1/contacts/${id}`)));
      return persons.filter((_, index) => statuses[index]?.status === 404);
    },
    live: async (steps) => {
      for (let step = 0; step < steps; step++) {
        const chance = random();
        if (chance < 0.22) await raiseCase();
        else if (chance < 0.4) await raiseAlert();
        else if (chance < 0.75) await onCase();
        else if (chance < 0.93) await onAlert();
        else await onContact();
        if (random() < 0.15) await here().local.advance(pick(['PT3H', 'P1D', 'P4D']));
      }
    },
  };
};
