import type { Context } from 'aws-lambda';
import { describe, expect, it, vi } from 'vitest';
import { apiHandler } from '#functions/api/api-handler.ts';
import type { ApiEvent } from '#functions/api/parse.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import { configurationLayout } from '#shared/core/definitions/configuration.ts';
import { Definitions } from '#shared/core/definitions/definitions.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { memoryTable } from '#test/house/memory-table.ts';
import { identityOf } from '../access/people.ts';

/**
 * An institution that dies before its `n`th transaction, and is started again: what it keeps is its
 * table.
 */
const institution = () => {
  const { memory, table } = memoryTable();
  const start = (diesBefore = Number.POSITIVE_INFINITY) => {
    let transactions = 0;
    const commit: Services['commit'] = async (_intent, decisions) => {
      transactions++;
      if (transactions === diesBefore) throw new Error('died');
      for (const { kind, after } of decisions) {
        const items = [
          { ...recordKey({ kind, id: after.id }), record: after },
          ...configurationLayout
            .satellites(undefined, after as never)
            .flatMap((write) => ('put' in write ? [write.put] : [])),
        ];
        memory.place(items);
      }
      return [];
    };
    const services = {
      table,
      commit,
      definitions: new Definitions(table),
      now: () => 1_795_000_000_000,
      rehearse: () => undefined,
    } as unknown as Services;
    const handler = apiHandler(services, {
      importConfiguration: () => import('#functions/api/config/file.ts'),
      exportConfiguration: () => import('#functions/api/config/file.ts'),
    });
    const call = async (method: string, path: string, body?: object) => {
      const { headers, requestContext } = identityOf('admin');
      const event = {
        rawPath: path,
        rawQueryString: '',
        headers: { ...headers, 'content-type': 'application/json' },
        requestContext: { ...requestContext, requestId: 'r', http: { method } },
        ...(body && { body: JSON.stringify(body) }),
      } as unknown as ApiEvent;
      const { statusCode, body: text } = (await handler(event, {} as Context)) as { statusCode: number; body: string };
      return { status: statusCode, body: JSON.parse(text) };
    };
    return {
      importing: (file: object) => call('POST', '/v1/configuration/import', file),
      exported: async () => (await call('GET', '/v1/configuration/export')).body as Record<string, object>,
    };
  };
  return { start };
};

// Six parts of twenty; each alert type refers to a priority and a group of its own, which the file
// names after it.
const keys = Array.from({ length: 40 }, (_, index) => `k-${String(index).padStart(2, '0')}`);
const file = {
  'alert-types': Object.fromEntries(
    keys.map((key) => [key, { name: key, defaultPriority: key, groups: { raisers: [], reviewers: [key] } }]),
  ),
  groups: Object.fromEntries(keys.map((key) => [key, { name: key }])),
  priorities: Object.fromEntries(keys.map((key) => [key, { name: key, order: 1 }])),
};
const count = (exported: Record<string, object>) =>
  Object.values(exported).reduce((sum, entries) => sum + Object.keys(entries).length, 0);

describe('[CA-3] an import that dies between two transactions', () => {
  it.each([1, 2, 4, 6])(
    '[CA-3] before its part %i leaves a sound configuration, which the same import completes',
    async (part) => {
      const { start } = institution();
      const logged = vi.spyOn(logger, 'error').mockImplementation(() => {});
      expect((await start(part).importing(file)).status).toBe(500);
      logged.mockRestore();
      const left = await start().exported();
      expect(count(left)).toBe(20 * (part - 1));
      // What is there is taken back as it is: all that it refers to is there too.
      expect(
        (await start().importing(left)).body.items?.every((item: { change: string }) => item.change === 'same'),
      ).toBe(true);
      const again = await start().importing(file);
      expect(again.status).toBe(200);
      expect(again.body.items.filter((item: { change: string }) => item.change === 'same')).toHaveLength(count(left));
      const whole = await institution().start();
      await whole.importing(file);
      expect(await start().exported()).toEqual(await whole.exported());
    },
  );
});
