import { newAlertFrom } from '#functions/api/alerts/create.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { actorOf, type Person } from '#shared/access/person.ts';
import { createAlertsRoute } from '#shared/casework/alerts/alert.routes.ts';
import { newAlertBodySchema } from '#shared/casework/alerts/alert.ts';
import { invalid, problem, Refusal } from '#shared/core/errors.ts';
import { byHand } from '#shared/core/events/event.ts';
import { faultsFrom } from '#shared/core/http/faults.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { runJob } from '#shared/core/table/job.ts';
import { idempotencyKey, type Key } from '#shared/core/table/keys.ts';

// Rows at a time: enough to hide the way to the table, few enough not to crowd out everybody else.
const rowsAtATime = 8;
// As long as the answer of the whole is kept.
const keptFor = 24 * 60 * 60 * 1000;

interface RowResult {
  status: number;
  id?: string;
  error?: Record<string, unknown>;
}

interface Bulk {
  caller: Person;
  now: number;
  requestId: string;
}

const rowOf = (row: unknown) => {
  const parsed = newAlertBodySchema.safeParse(row);
  if (!parsed.success) throw invalid(faultsFrom(parsed.error, row));
  return parsed.data;
};

/**
 * One row in a transaction of its own, with an item for its outcome: repeated with the same key, it
 * is not done again.
 */
const raiseRow = (
  services: Services,
  row: unknown,
  { caller, now, rowKey }: Bulk & { rowKey: Key | undefined },
): Promise<RowResult> =>
  againOnConflict(async () => {
    const before = rowKey && (await services.table.get(rowKey));
    if (before) return before.result as RowResult;
    const { decision, writes, repeated } = await newAlertFrom(services, { body: rowOf(row), caller, now });
    const result = { status: repeated ? 200 : 201, id: decision.after.id };
    const marker: Write[] = rowKey
      ? [{ put: { ...rowKey, result, expiresAt: Math.ceil((now + keptFor) / 1000) }, when: 'new' }]
      : [];
    await services.commit({ actor: actorOf(caller), at: now, cause: byHand }, [decision], [...writes, ...marker]);
    return result;
  });

const refusedRow = (error: unknown, requestId: string): RowResult => {
  if (!(error instanceof Refusal)) throw error;
  return { status: error.status, error: { ...problem(error, requestId) } };
};

// POST /v1/alerts/bulk: rows are independent of each other; a dry run says what would become of
// each and writes nothing.
export const createAlerts = routeHandler(
  createAlertsRoute,
  async (services, { body, query, caller, now, idempotency, requestId }) => {
    const dry = query.dryRun === 'true';
    const rehearsed: Decision[][] = body.items.map(() => []);
    const raise = async (row: unknown, index: number): Promise<RowResult> => {
      try {
        if (dry) {
          const { decision, writes, repeated } = await newAlertFrom(services, { body: rowOf(row), caller, now });
          services.rehearse({ actor: actorOf(caller), at: now, cause: byHand }, [decision], writes);
          rehearsed[index] = [decision];
          return { status: repeated ? 200 : 201 };
        }
        // Rows are identified by the whole request, so that a key used for another request finds
        // none of them.
        const rowKey =
          idempotency && idempotencyKey(caller.id, `${idempotency.key} ${idempotency.fingerprint} ${index}`);
        return await raiseRow(services, row, { caller, now, requestId, rowKey });
      } catch (error) {
        return refusedRow(error, requestId);
      }
    };
    const { done: results } = await runJob(
      body.items.map((row, index) => () => raise(row, index)),
      { atOnce: rowsAtATime },
    );
    // Each row is committed by itself; only a dry run leaves its decisions to be shown.
    return { body: { results }, decisions: rehearsed.flat(), inPartsOf: 1 };
  },
);
