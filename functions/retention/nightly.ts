// Carries every policy out once a day, each by a job. The item that says so is made once a day and
// policy, in the transaction that begins the job.
import { beginJob } from '#functions/jobs/begin-job.ts';
import type { Services } from '#functions/services.ts';
import { byTheClock } from '#functions/wake/woken.ts';
import { iso } from '#shared/core/records/instants.ts';
import { CommitConflict } from '#shared/core/table/commit.ts';
import { rateKey } from '#shared/core/table/keys.ts';
import { closedUntil } from '#shared/insight/retention/closed-until.ts';

const day = 24 * 60 * 60 * 1000;

/** By whose rights the policies of an institution are carried out every day. */
export const everyDay = { id: 'retention', groups: [], isAdmin: true, seesAll: true, isStaff: true };

export const runRetentionDaily = async (services: Services): Promise<void> => {
  const policies = await services.definitions.all('retention-policies');
  const at = services.now();
  const date = iso(at).slice(0, 10);
  for (const [key, { value }] of policies) {
    if (!value.enabled) continue;
    const once = rateKey(`retention/${key}`, date);
    if (await services.table.get(once)) continue;
    const input = { policy: value, closedUntil: closedUntil(value, at) };
    const { writes } = beginJob(services, { kind: 'retention', input, by: everyDay, at });
    const mark = { put: { ...once, expiresAt: Math.ceil((at + 2 * day) / 1000) }, when: 'new' as const };
    try {
      await services.commit(byTheClock(at), [], [...writes, mark]);
    } catch (error) {
      // Another run of the sweep was first.
      if (!(error instanceof CommitConflict)) throw error;
    }
  }
};
