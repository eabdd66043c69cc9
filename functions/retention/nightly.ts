// Carries every policy out once a day, by a job where anything is due. That it was looked at is an
// item made once a day and policy, in the transaction that begins the job.
import { beginJob } from '#functions/jobs/begin-job.ts';
import { nextPastRetention } from '#functions/retention/past-retention.ts';
import type { Services } from '#functions/services.ts';
import { byTheClock } from '#functions/wake/woken.ts';
import { iso } from '#shared/core/records/instants.ts';
import { CommitConflict } from '#shared/core/table/commit.ts';
import { rateKey } from '#shared/core/table/keys.ts';
import { closedUntil } from '#shared/insight/retention/closed-until.ts';

const day = 24 * 60 * 60 * 1000;

/** By whose rights the policies of an institution are carried out every day. */
export const everyDay = { id: 'retention', groups: [], isAdmin: true, seesAll: true, isStaff: true };

/** Most days there is nothing to do for a policy, and no job of it. */
const isAnythingDue = async (services: Services, input: Parameters<typeof nextPastRetention>[1]): Promise<boolean> => {
  let place: string | undefined;
  do {
    const { rows, next } = await nextPastRetention(services, input, { place, limit: 100 });
    if (rows.some(({ hold }) => hold === undefined)) return true;
    place = next;
  } while (place !== undefined);
  return false;
};

// Of which day and configuration a function knows that all is looked at: a sweep comes every few
// minutes, and need not ask the table each time.
const lookedAt = new WeakMap<Services, string>();

export const runRetentionDaily = async (services: Services): Promise<void> => {
  const at = services.now();
  const date = iso(at).slice(0, 10);
  const today = `${date} ${await services.definitions.epoch()}`;
  if (lookedAt.get(services) === today) return;
  const policies = await services.definitions.all('retention-policies');
  for (const [key, { value }] of policies) {
    if (!value.enabled) continue;
    const once = rateKey(`retention/${key}`, date);
    if (await services.table.get(once)) continue;
    const input = { policy: value, closedUntil: closedUntil(value, at) };
    const writes = (await isAnythingDue(services, input))
      ? beginJob(services, { kind: 'retention', input, by: everyDay, at }).writes
      : [];
    const mark = { put: { ...once, expiresAt: Math.ceil((at + 2 * day) / 1000) }, when: 'new' as const };
    try {
      await services.commit(byTheClock(at), [], [...writes, mark]);
    } catch (error) {
      // Another run of the sweep was first.
      if (!(error instanceof CommitConflict)) throw error;
    }
  }
  lookedAt.set(services, today);
};
