import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLabel } from '#console/admin/form/form-context.ts';
import { Findings } from '#console/admin/tools/findings.tsx';
import { RunEntry } from '#console/admin/tools/run-entry.tsx';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import styles from '#console/admin/tools/tools.module.css';
import { useApi } from '#console/app/context.ts';
import { serverNow } from '#console/app/server-clock.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { InstantField } from '#console/ui/date-fields.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { Badge, Card, EmptyState, Quiet, Row, Skeleton, Stack } from '#console/ui/surface.tsx';
import { useSettled } from '#console/ui/use-settled.ts';

const dayMs = 86_400_000;
const checkAfterMs = 700;
const most = 50;

/** What is wrong or odd with the rule as it is written now, and how many it would match. */
const RuleCheck = ({ draft, edited }: ToolProps) => {
  const text = useText();
  const api = useApi();
  const rule = useSettled(draft.draft, checkAfterMs);
  const { data, error } = useQuery({
    queryKey: ['admin-rule-check', edited.key, rule],
    queryFn: async () =>
      (await api.checkRule({ body: { rule, ...(edited.key !== undefined && { ruleId: edited.key }) } })).data,
    placeholderData: (before) => before,
  });
  return (
    <Card title={text('admin.checkRule')}>
      <FormFailure error={error} />
      {!data && !error && <Skeleton lines={2} />}
      {data && (
        <Stack>
          <Findings findings={data.errors} tone="danger" />
          <Findings findings={data.warnings} tone="warn" />
          {data.errors.length === 0 && (
            <Row>
              {data.warnings.length === 0 && <Badge tone="good">{text('admin.nothingOdd')}</Badge>}
              <strong>{text('admin.matchesNow', { count: data.matchesNow, more: data.atLeast ? 'yes' : 'no' })}</strong>
            </Row>
          )}
        </Stack>
      )}
    </Card>
  );
};

const Figure = ({ value, name }: { value: number; name: string }) => (
  <div className={styles.figure}>
    <strong>{value}</strong>
    <span>{name}</span>
  </div>
);

/** What the rule would have done about what happened in a time, or would do about one record. */
export const RuleTry = (props: ToolProps) => {
  const { draft } = props;
  const text = useText();
  const { word } = useLabel();
  const api = useApi();
  const [from, setFrom] = useState<string | undefined>(() => new Date(serverNow() - 7 * dayMs).toISOString());
  const [to, setTo] = useState<string | undefined>(() => new Date(serverNow()).toISOString());
  const [recordId, setRecordId] = useState('');
  const run = useMutation({
    mutationFn: async () => {
      const over = recordId === '' ? { eventsFrom: from ?? '', eventsTo: to ?? '' } : { recordId };
      const { data } = await api.dryRunRule({ query: { limit: most }, body: { rule: draft.draft, over } as never });
      return data;
    },
  });
  const of = typeof draft.draft.for === 'string' ? draft.draft.for : undefined;
  const summary = run.data?.summary;
  return (
    <Stack>
      <RuleCheck {...props} />
      <Card title={text('admin.dryRun')}>
        <Quiet>{text('admin.dryRunText')}</Quiet>
        <div className={styles.form}>
          <InstantField label={text('admin.from')} value={from} onChange={setFrom} isDisabled={recordId !== ''} />
          <InstantField label={text('admin.to')} value={to} onChange={setTo} isDisabled={recordId !== ''} />
          <TextField label={text('admin.orRecord')} value={recordId} onChange={setRecordId} />
          <Button look="primary" isPending={run.isPending} onPress={() => run.mutate()}>
            {text('admin.dryRun')}
          </Button>
        </div>
        <FormFailure error={run.error} />
        {summary && (
          <div className={styles.figures} aria-live="polite">
            <Figure value={summary.events} name={text('admin.events')} />
            <Figure value={summary.matched} name={text('admin.matched')} />
            {Object.entries(summary.actions).map(([action, count]) => (
              <Figure key={action} value={count} name={word(action)} />
            ))}
            <Figure value={summary.mails} name={text('admin.mails')} />
          </div>
        )}
        {summary && summary.conflicts.length > 0 && (
          <Findings
            tone="warn"
            findings={summary.conflicts.map(({ ruleId, events }) => ({
              code: ruleId,
              detail: text('admin.conflictsWith', { rule: ruleId, count: events }),
            }))}
          />
        )}
        {summary?.inputs === 'today' && (
          <Quiet>{text('admin.takenToday', { what: (summary.today ?? []).map(word).join(', ') })}</Quiet>
        )}
        {run.data?.results.length === 0 && <EmptyState title={text('admin.noEvents')} />}
        <div className={styles.entries}>
          {run.data?.results.map((result) => (
            <RunEntry key={`${result.eventId} ${result.recordId}`} run={result} of={of} />
          ))}
        </div>
        {run.data?.nextCursor !== undefined && <Quiet>{text('admin.moreThanShown', { count: most })}</Quiet>}
      </Card>
    </Stack>
  );
};
