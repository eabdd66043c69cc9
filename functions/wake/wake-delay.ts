import { runDelayed } from '#functions/automation/time/delays.ts';
import { ended, type Waker, waiting } from '#functions/wake/woken.ts';
import type { DelayedRun } from '#shared/automation/rules/time/delayed-run.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { momentKey } from '#shared/core/table/keys.ts';

export const wakeTheDelay: Waker = async (services, wakeUp) => {
  const item = await services.table.get(momentKey({ kind: 'delay', id: wakeUp.id }));
  if (!item) return ended(wakeUp);
  const at = epoch(String(item.at));
  if (at > services.now()) return waiting(wakeUp, at);
  await runDelayed(services, item.delayed as DelayedRun);
  return ended(wakeUp);
};
