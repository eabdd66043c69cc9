import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '#local/demo/world.ts';
import { go, steps } from '#test/stack/main-job.ts';
import { sampleAdmin, stackInMemory } from '#test/stack/stack.ts';
import { anEndpoint } from '#test/stories/endpoint.ts';
import { livesAHazard } from '#test/stories/lives/hazard.ts';

let stack: Awaited<ReturnType<typeof stackInMemory>>;
const world = { memory: {} } as World;
beforeAll(async () => {
  stack = await stackInMemory();
  world.local = stack.local;
});
afterAll(() => stack?.stop());

describe('the main job, with everything on the bus delivered twice, late and out of order', () => {
  beforeAll(() => stack.local.faults({ duplicate: 1, reorder: true, delayMs: 200, seed: 7 }));
  afterAll(() => stack.local.faults({}));

  for (const step of steps) test(step.title, () => go(step, world));

  test('[AU-1] [WF-1] [SE-3] [WH-1] what an event sets off is there once: by a rule, a workflow, a segment, a webhook', async () => {
    const { local } = stack;
    const admin = await local.as(sampleAdmin);
    const { url, got } = await anEndpoint();
    const put = async (path: string, body: object) =>
      expect((await admin.send('PUT', path, { body })).status, path).toBe(201);
    await put('/v1/contacts/once', { name: 'Once', email: 'once@students.example.edu' });
    await put('/v1/segments/once', {
      name: 'Once',
      condition: { field: 'contact.labels', op: 'contains', value: 'once' },
    });
    await put('/v1/webhooks/once', { name: 'Once', url, events: ['Segment Joined'] });
    const trigger = { event: 'alert-created' };
    const condition = { field: 'alert.contactId', op: 'is', value: 'once' };
    const note = { do: 'add-note', note: { text: 'Once' } };
    await admin.post('/v1/rules', { title: 'Once', for: 'alert', trigger, condition, actions: [note] });
    const steps = [{ do: 'add-label', label: 'once' }];
    await admin.post('/v1/workflows', { title: 'Once', trigger, condition, repeat: 'always', steps });
    await local.idle();
    const alert = { type: 'attendance', priority: 'low', contactId: 'once', course: { code: 'X' } };
    const { id } = await admin.post<{ id: string }>('/v1/alerts', alert);
    await local.idle();
    await local.advance('PT2S');
    await local.idle();
    const notes = await admin.get<{ items: object[] }>(`/v1/alerts/${id}/notes`);
    expect(notes.items).toHaveLength(1);
    const happened = (await local.busEvents()).filter(({ detail }) => detail.contactId === 'once');
    const once = new Map(happened.map((event) => [event.detail.eventId, event['detail-type']]));
    const count = (type: string) => [...once.values()].filter((one) => one === type).length;
    expect(['Note Added', 'Workflow Started', 'Workflow Finished', 'Segment Joined'].map(count)).toEqual([1, 1, 1, 1]);
    expect(got.map(({ body }) => body.type)).toEqual(['Segment Joined']);
  });
});

// The other lives are lived in the house.
test('[PO-1] [PO-2] [FI-1] [ME-1] [SLA-4] a hazard report raised anonymously with a photo lives on the stack as it does in the house', {
  timeout: 60_000,
}, async () => {
  await livesAHazard({ ...stack, fetch });
  expect(await stack.local.deadLetters()).toEqual([]);
});
