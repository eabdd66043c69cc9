import { RecordedInputs } from '#functions/automation/recorded-inputs.ts';
import { restoreInputs } from '#functions/automation/replay-run.ts';
import type { ReadingServices } from '#functions/services.ts';
import type { KeptRun } from '#shared/automation/rules/kept-inputs.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { runsOfEvent } from '#shared/core/table/automation-keys.ts';
import { partitionOf } from '#shared/core/table/keys.ts';

/** What the runs of an event on its record were decided on, as far as they keep it. */
export const recordedInputsOf = async (
  reading: ReadingServices,
  { kind, id, eventId }: { kind: TargetKind; id: string; eventId: string },
): Promise<RecordedInputs> => {
  const items = await reading.table.queryAll({ pk: partitionOf({ kind, id }), prefix: runsOfEvent(eventId) });
  const runs = items.flatMap(({ run, inputs }): KeptRun[] =>
    run && inputs !== undefined ? [{ run: run as RuleRun, inputs: String(inputs) }] : [],
  );
  const restored = await Promise.all(runs.map((run) => restoreInputs(reading, kind, run)));
  return new RecordedInputs(restored.flatMap((one) => one ?? []));
};
