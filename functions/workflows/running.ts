import type { Services } from '#functions/services.ts';
import type { Enrolment } from '#shared/automation/workflows/enrolment.ts';
import { enrolmentIn } from '#shared/automation/workflows/enrolment-writes.ts';
import { enrolmentPartition } from '#shared/core/table/automation-keys.ts';
import { everyShard } from '#shared/core/table/keys.ts';

// As much as one Query reads at a time.
const aPage = 500;

/** Everybody who is under way in a workflow, page by page, as the index has them. */
export async function* runningIn({ table }: Services, workflow: string): AsyncGenerator<Enrolment> {
  for (const shard of everyShard) {
    const range = { index: 'gsi1' as const, pk: enrolmentPartition(workflow, 'running', shard), limit: aPage };
    for (let after: string | undefined; ; ) {
      const { items, more } = await table.query({ ...range, after });
      yield* items.map(enrolmentIn);
      const last = items.at(-1);
      if (!more || !last) break;
      after = String(last.gsi1sk);
    }
  }
}
