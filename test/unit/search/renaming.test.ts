import { describe, expect, test } from 'vitest';
import { eventOf, type Followed, followed, livesOn } from '#bench/keeping.ts';
import { seededRandom } from '#bench/seeded-random.ts';
import { project } from '#functions/events/project.ts';
import { countRecords } from '#functions/insight/count-records.ts';
import { figures } from '#functions/insight/figures.ts';
import { keepSearch } from '#functions/search/keep-search.ts';
import { layouts } from '#functions/services.ts';
import { parseReference } from '#shared/casework/cases/reference.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { putContact } from '#shared/casework/contacts/put-contact.ts';
import { byHand } from '#shared/core/events/event.ts';
import { commit } from '#shared/core/table/commit.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import type { Documents } from '#shared/core/table/dynamodb.ts';
import { followUpKey } from '#shared/core/table/insight-keys.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { candidates } from '#shared/insight/search/candidates.ts';
import { readQuery } from '#shared/insight/search/query.ts';

// A contact of many cases changes: they follow in parts, while what does it dies, and it changes
// again.

const student = recordKey({ kind: 'contact', id: 'S115' });
const ada = { kind: 'user', id: 'ada' } as const;
const cases = 9;
/** Of how many cases one run has the name written. */
const most = 4;

/** A table that dies now and then, once it is told to. */
const dying = () => {
  const random = seededRandom(5);
  let rate = 0;
  const through = (memory: Documents) => ({
    onChange: (memory as unknown as { onChange: () => void }).onChange.bind(memory),
    send: (async (operation, input) => {
      if (random() < rate) throw new Error('dead');
      return memory.send(operation, input);
    }) as Documents['send'],
  });
  return {
    through: through as never,
    dies: (to: number) => {
      rate = to;
    },
  };
};

/** Hands over what waits, so many times or until nothing does. What fails comes again. */
const settle = async ({ waiting }: Followed, handler: Followed['handler'], times = 400): Promise<number> => {
  let runs = 0;
  while (waiting.length > 0 && runs < times) {
    const batch = waiting.splice(0, 20);
    try {
      const { batchItemFailures } = await handler(eventOf(batch), {} as never);
      const [failed] = batchItemFailures;
      const from = batch.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === failed?.itemIdentifier);
      if (failed) waiting.unshift(...batch.slice(from));
      // Some of it comes twice, behind what came after it.
      else if (runs % 4 === 0) waiting.push(...batch.slice(0, 2));
    } catch {
      waiting.unshift(...batch);
    }
    runs++;
  }
  return runs;
};

const change = async ({ services, commands, pass }: Followed, given: Partial<Contact>): Promise<void> => {
  const before = (await services.table.get(student))?.record as Contact;
  const { id, version: _version, createdAt: _at, createdBy: _by, updatedAt: _updated, ...kept } = before;
  const at = pass(60_000);
  const decision = putContact(before, { id, input: { ...kept, ...given } as never, by: ada, at });
  const { newId } = services;
  await commit({ table: commands.table, layouts, newId }, { actor: ada, at, cause: byHand }, [decision as Decision]);
};

const foundBy = async ({ commands: { table } }: Followed, text: string): Promise<number> => {
  const { query } = readQuery({ text }, parseReference);
  let found = 0;
  for await (const _one of candidates(table, { kind: 'case', query, order: 'newest' })) found++;
  return found;
};

describe('[FN-2] [DA-1] a contact with more cases than one run takes', () => {
  test('[FN-2] [DA-1] has all of them follow it, whatever dies and however often it changes', async () => {
    const death = dying();
    const around = await followed(death.through);
    const { services } = around;
    const handler = project(services, [keepSearch(services, most), figures(services, most)]);
    const [raise] = Object.values(await livesOn(around));
    const ids: string[] = [];
    for (let made = 0; made < cases; made++) ids.push((await raise?.(undefined))?.id ?? '');
    await settle(around, handler);
    const name = String(((await services.table.get(student))?.record as Contact | undefined)?.name);
    const email = 'somebody@example.org';
    expect(await foundBy(around, name)).toBe(cases);

    await change(around, { name: 'Quastenflosser', email, attributes: { year: 7 } });
    death.dies(0.01);
    await settle(around, handler, 2);
    // Some are done, and some are not, when it changes again.
    await change(around, { name: 'Seeteufel', attributes: { year: 8 } });
    await change(around, { name: 'Seeteufel', attributes: { year: 9 } });
    expect(await settle(around, handler)).toBeGreaterThan(cases / most);
    expect(around.waiting).toEqual([]);
    death.dies(0);

    expect(await foundBy(around, 'seeteufel')).toBe(cases);
    for (const before of ['quastenflosser', ...name.split(' ')]) expect(await foundBy(around, before)).toBe(0);
    for (const one of ['search', 'figures']) expect(await services.table.get(followUpKey(one, 'S115'))).toBeUndefined();
    // They are counted as they are: to count them anew writes nothing.
    const subjects = ids.map((id) => ({ kind: 'case' as const, id }));
    around.kept.taken();
    await countRecords(services, subjects, { days: services.reportingDays });
    expect(around.kept.taken().size).toBe(0);
  });
});
