import { RunEntry } from '#console/admin/tools/run-entry.tsx';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import styles from '#console/admin/tools/tools.module.css';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Listed } from '#console/records/listed.tsx';
import { usePages } from '#console/records/pages.ts';

/** What the rule did, the newest first, with why. */
export const RuleRuns = ({ edited, saved }: ToolProps) => {
  const text = useText();
  const api = useApi();
  const path = { id: edited.key ?? '' };
  const list = usePages(
    ['rule-runs', 'of rule', path.id],
    async (place) => (await api.runsOfRule({ path, query: { limit: 25, ...place } })).data,
  );
  const of = typeof saved?.for === 'string' ? saved.for : undefined;
  return (
    <Listed list={list} empty={text('admin.noRuns')}>
      {(runs) => (
        <div className={styles.entries}>
          {runs.map((run) => (
            <RunEntry key={run.id} run={run} of={of} />
          ))}
        </div>
      )}
    </Listed>
  );
};
