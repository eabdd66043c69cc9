import { describe, expect, it } from 'vitest';
import { requireRoom } from '#functions/mail/mailbox-room.ts';
import type { Services } from '#functions/services.ts';
import { hiddenAddress } from '#shared/casework/cases/people/hidden-requester.ts';
import type { Mail } from '#shared/mail/notifications/mime.ts';
import { admits, count, linksPerCase, mailsToAddress, perAddress, perType } from '#shared/portal/rate-limit.ts';
import { memoryTable } from '#test/house/memory-table.ts';

const noon = Date.parse('2026-11-23T12:00:00.000Z');

const tries = async (many: number, limit: Parameters<typeof count>[1], at: number, { table } = memoryTable()) => {
  let through = 0;
  let refusal: unknown;
  for (let i = 0; i < many; i++)
    await count(table, limit, at).then(
      () => through++,
      (error: unknown) => {
        refusal = error;
      },
    );
  return { through, refusal, asked: table.cost.calls };
};

describe('[PO-2] what strangers may do in a minute', () => {
  it('is 20 for an address, then 429 with the seconds until the next minute', async () => {
    const { through, refusal } = await tries(21, perAddress('192.0.2.1'), noon + 17_000);
    expect(through).toBe(20);
    expect(refusal).toMatchObject({ code: 'too-many-requests', headers: { 'retry-after': '43' } });
  });

  it('begins anew with the minute, and for another address', async () => {
    const [rows, at] = [memoryTable(), noon];
    await tries(25, perAddress('192.0.2.2'), at, rows);
    expect((await tries(5, perAddress('192.0.2.3'), at, rows)).through).toBe(5);
    expect((await tries(5, perAddress('192.0.2.2'), at + 60_000, rows)).through).toBe(5);
  });

  it('knows of each table by itself what is too much', async () => {
    await tries(25, perAddress('192.0.2.4'), noon);
    expect((await tries(5, perAddress('192.0.2.4'), noon)).through).toBe(5);
  });

  it('asks the table no more once it is known to be too much', async () => {
    expect((await tries(500, perType('hazard', 30), noon)).asked).toBe(31);
  });

  it('is one limit for all the addresses of a household, however they are written', () => {
    const whatOf = (address: string) => perAddress(address).what;
    const same = ['2001:db8:1:2::1', '2001:0db8:0001:0002:ffff:1:2:3', '2001:DB8:1:2::'];
    expect(new Set(same.map(whatOf)).size).toBe(1);
    expect(
      new Set(['::1', '2001:db8:1:3::1', '2001:db8::2:0:0:0:1', '192.0.2.1', same[0] ?? ''].map(whatOf)).size,
    ).toBe(5);
    expect(whatOf('192.0.2.1')).not.toContain('192.0.2.1');
  });

  it('is three links an hour to one case', async () => {
    const [rows, at] = [memoryTable(), noon];
    expect((await tries(9, linksPerCase('C1'), at, rows)).through).toBe(3);
    expect((await tries(9, linksPerCase('C1'), at + 3_600_000, rows)).through).toBe(3);
  });
});

describe('[PO-2] mails to one address that somebody outside brought about', () => {
  const at = Date.parse('2026-11-23T12:34:56.000Z');
  const to = mailsToAddress('vera@town.example');

  it('are five an hour, each counted once however often it is tried, and begin anew with the hour', async () => {
    const { table } = memoryTable();
    const sent = async (ids: string[], now = at) => {
      const admitted: boolean[] = [];
      for (const id of ids) admitted.push(await admits(table, to, { id, now }));
      return admitted;
    };
    expect(await sent(['a', 'b', 'a', 'c', 'd', 'e', 'f', 'e'])).toEqual([
      ...[true, true, true, true, true, true],
      ...[false, true],
    ]);
    expect(await admits(table, mailsToAddress('ned@town.example'), { id: 'f', now: at })).toBe(true);
    expect(await sent(['f'], at + 26 * 60_000)).toEqual([true]);
  });

  it('[CA-1] are counted for the case of a hidden requester, so that no full mailbox tells staff whose it is', async () => {
    const { table } = memoryTable();
    const services = { table, now: () => at } as unknown as Services;
    const toHidden = (caseId: string, eventId: string) =>
      requireRoom(services, {
        isCounted: true,
        eventId,
        notification: 'portal-link',
        about: { kind: 'case', id: caseId },
        to: { address: hiddenAddress },
      } as unknown as Mail);
    for (const id of ['a', 'b', 'c', 'd', 'e']) await toHidden('C1', id);
    await expect(toHidden('C1', 'f')).rejects.toMatchObject({ code: 'TooManyMails' });
    await expect(toHidden('C2', 'f')).resolves.toBeUndefined();
  });

  it('are as few where several are sent at once', async () => {
    const { table } = memoryTable();
    const empty = { get: async () => undefined, update: table.update.bind(table) };
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, index) => admits(empty, to, { id: `${index}`, now: at })),
    );
    expect(all.filter(Boolean)).toHaveLength(5);
  });
});
