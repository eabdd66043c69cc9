import { Paged } from '#console/admin/tools/paged.tsx';
import { type Run, RunEntry } from '#console/admin/tools/run-entry.tsx';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import styles from '#console/admin/tools/tools.module.css';
import { useText } from '#console/i18n/use-text.ts';

/** What the rule did, the newest first, with why. */
export const RuleRuns = ({ edited, saved }: ToolProps) => {
  const text = useText();
  const of = typeof saved?.for === 'string' ? saved.for : undefined;
  return (
    <Paged<Run> name="runsOfRule" path={{ id: edited.key ?? '' }} empty={text('admin.noRuns')}>
      {(runs) => (
        <div className={styles.entries}>
          {runs.map((run) => (
            <RunEntry key={run.id} run={run} of={of} />
          ))}
        </div>
      )}
    </Paged>
  );
};
