import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLabel } from '#console/admin/form/form-context.ts';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import styles from '#console/admin/tools/tools.module.css';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { RecordLink } from '#console/records/record-link.tsx';
import { Button, ButtonLink } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { Badge, Banner, Card, Quiet, Row, Stack } from '#console/ui/surface.tsx';

const shown = 20;

const Records = ({ records }: { records: readonly { kind: string; id: string; reason?: string }[] }) => {
  const { word } = useLabel();
  return (
    <ul className={styles.figures}>
      {records.slice(0, shown).map(({ kind, id, reason }) => (
        <li key={`${kind} ${id}`}>
          <RecordLink of={kind} id={id} /> {reason !== undefined && <Quiet>{word(reason)}</Quiet>}
        </li>
      ))}
    </ul>
  );
};

/** Which records the policy would take today, and taking them now. */
export const RetentionRun = ({ edited: { key = '' }, draft }: ToolProps) => {
  const text = useText();
  const api = useApi();
  const { word } = useLabel();
  const [isAsking, setAsking] = useState(false);
  const dry = useMutation({
    mutationFn: async () => (await api.runRetentionPolicy({ path: { key }, query: { dryRun: 'true' } })).data,
  });
  const run = useMutation({
    mutationFn: () => api.runRetentionPolicy({ path: { key } }),
    onSettled: () => setAsking(false),
  });
  const found = dry.data && 'held' in dry.data ? dry.data : undefined;
  return (
    <Stack>
      {draft.isDirty && <Banner tone="warn">{text('admin.ofSaved')}</Banner>}
      <Card title={text('admin.dryRun')}>
        <Row>
          <Button look="primary" isPending={dry.isPending} onPress={() => dry.mutate()}>
            {text('admin.dryRun')}
          </Button>
          <Button look="danger" onPress={() => setAsking(true)}>
            {text('admin.runNow')}
          </Button>
        </Row>
        <FormFailure error={dry.error ?? run.error} />
        {run.isSuccess && (
          <Banner>
            {text('admin.jobBegun')} <ButtonLink href="/admin/jobs">{text('admin.place.jobs')}</ButtonLink>
          </Banner>
        )}
        {found && (
          <Stack>
            <div className={styles.figures} aria-live="polite">
              {(['cases', 'alerts'] as const).map((kind) => (
                <div key={kind} className={styles.figure}>
                  <strong>
                    {found.counts[kind]}
                    {found.atLeast && '+'}
                  </strong>
                  <span>{word(kind)}</span>
                </div>
              ))}
            </div>
            <Records records={found.items} />
            {found.held.length > 0 && (
              <>
                <Badge tone="warn">{text('admin.onHold', { count: found.held.length })}</Badge>
                <Records records={found.held} />
              </>
            )}
          </Stack>
        )}
      </Card>
      {isAsking && (
        <Dialog title={text('admin.runNow')} isOpen onClose={() => setAsking(false)} role="alertdialog">
          <p>{text('admin.runNowText')}</p>
          <Actions>
            <Button onPress={() => setAsking(false)}>{text('action.cancel')}</Button>
            <Button look="danger" isPending={run.isPending} onPress={() => run.mutate()}>
              {text('admin.runNow')}
            </Button>
          </Actions>
        </Dialog>
      )}
    </Stack>
  );
};
