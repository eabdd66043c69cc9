import type { BenchStack } from '#bench/bench-stack.ts';
import { figuresOfWrites, followWrites } from '#bench/operations.ts';
import type { Section } from '#bench/report.ts';

const byHand = { event: 'by-hand' };
const anHour = { amount: 1, unit: 'hours', time: 'calendar' };
// A label, a wait, a branch with a mail in it, and a property: what a journey is made of.
const steps = [
  { do: 'add-label', label: 'bench' },
  { do: 'wait', for: anHour },
  {
    do: 'branch',
    if: { field: 'contact.labels', op: 'contains', value: 'bench' },
    then: [{ do: 'send-mail', template: 'welcome', to: { contact: true } }],
  },
  { do: 'wait', for: anHour },
  { do: 'set-property', property: 'attributes.bench', value: 1 },
];

/** A person in a workflow of five steps, from the first to the last, on a whole stack. */
export const measureEnrolment = async (stack: BenchStack): Promise<Section> => {
  const { local } = stack;
  const admin = await local.as({ sub: 'ada', groups: ['admins'] });
  const { id } = await admin.post<{ id: string }>('/v1/workflows', { title: 'Bench', trigger: byHand, steps });
  await local.idle();
  const writtenSince = await followWrites(stack);
  const events = (await local.busEvents()).length;
  const enrolled = await admin.post<{ id: string }>(`/v1/workflows/${id}/enrollments`, { contactId: 'S101' });
  await local.idle();
  for (let waits = 0; waits < 2; waits++) {
    await local.advance('PT1H1S');
    await local.idle();
  }
  const changes = await writtenSince();
  const executions = (await local.executions()).filter(({ name }) => name.includes(enrolled.id));
  return {
    title: 'A person in a workflow of five steps',
    note: 'A label, a wait, a branch with a mail, another wait, a property; with all that follows from them, the mail too.',
    rows: [
      {
        name: 'all of it',
        figures: {
          ...figuresOfWrites(changes),
          'on the bus': { value: (await local.busEvents()).length - events },
          executions: { value: executions.length },
          transitions: { value: executions.reduce((sum, one) => sum + one.transitions, 0) },
        },
      },
    ],
  };
};
