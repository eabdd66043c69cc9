import { useApi } from '#console/app/context.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { Ago } from '#console/records/due-words.tsx';
import { useFieldName } from '#console/records/field-name.ts';
import { More } from '#console/records/more.tsx';
import { usePages } from '#console/records/pages.ts';
import { useValueWords } from '#console/records/value-words.ts';
import { Failure } from '#console/ui/failure.tsx';
import { Badge, Card, EmptyState, Quiet, Row, Skeleton, Stack, type Tone } from '#console/ui/surface.tsx';
import { ExplanationTree } from '#console/why/explanation-tree.tsx';
import { type RuleRunAnswer, readRuns } from '#console/why/runs-query.ts';
import { useRuleTitle } from '#console/why/use-rule-title.ts';
import styles from '#console/why/why.module.css';

type RunState = 'failed' | 'skipped' | 'matched' | 'unmatched';
const tones: Readonly<Record<RunState, Tone>> = {
  failed: 'danger',
  skipped: 'warn',
  matched: 'good',
  unmatched: 'plain',
};
const stateOf = ({ failure, skipped, matched }: RuleRunAnswer): RunState => {
  if (failure) return 'failed';
  if (skipped) return 'skipped';
  return matched ? 'matched' : 'unmatched';
};

const Actions = ({ actions, caseType }: { actions: RuleRunAnswer['actions']; caseType: string | undefined }) => {
  const text = useText();
  const word = useWord();
  const fieldName = useFieldName();
  const valueWords = useValueWords();
  if (actions.length === 0) return null;
  return (
    <ul className={styles.actions}>
      {actions.map(({ do: act, done, changed = {}, reason }, place) => (
        <li key={`${act} ${String(place)}`}>
          {word('why.do', act)}
          {Object.entries(changed).map(([field, value]) => (
            <span key={field}>
              {' · '}
              {fieldName(field, caseType)}: {valueWords(value, { name: field, caseType })}
            </span>
          ))}
          {!done && <Quiet> ({reason ?? text('why.notDone')})</Quiet>}
        </li>
      ))}
    </ul>
  );
};

const Run = ({ run, caseType }: { run: RuleRunAnswer; caseType: string | undefined }) => {
  const text = useText();
  const word = useWord();
  const titleOf = useRuleTitle();
  const state = stateOf(run);
  return (
    <Card title={titleOf(run.ruleId)}>
      <Row>
        <Badge tone={tones[state]}>{text(`why.run.${state}`)}</Badge>
        <Quiet>
          <Ago at={run.at} /> · {text('why.run.version', { version: run.ruleVersion })}
        </Quiet>
      </Row>
      {run.failure && <p>{run.failure.reason}</p>}
      {run.skipped && <p>{word('why.skipped', run.skipped)}</p>}
      <ExplanationTree explanation={run.explanation} caseType={caseType} />
      <Actions actions={run.actions} caseType={caseType} />
    </Card>
  );
};

/** What rules decided about a record: conditions with what was found, and what was done. */
export const RuleRuns = ({ recordId, caseType }: { recordId: string; caseType?: string }) => {
  const text = useText();
  const api = useApi();
  const runs = usePages(['rule-runs', recordId], (place) => readRuns(api, recordId, place));
  if (runs.error) return <Failure error={runs.error} onRetry={runs.retry} />;
  if (runs.isPending) return <Skeleton />;
  if (runs.items.length === 0 && !runs.hasMore)
    return (
      <EmptyState title={text('why.noRuns')}>
        <p>{text('why.noRunsText')}</p>
      </EmptyState>
    );
  return (
    <Stack>
      {runs.items.map((run) => (
        <Run key={run.id} run={run} caseType={caseType} />
      ))}
      {runs.hasMore && <More list={runs} />}
    </Stack>
  );
};
