import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { OperationAnswer } from '#client/client.ts';
import { useLabel } from '#console/admin/form/form-context.ts';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import styles from '#console/admin/tools/tools.module.css';
import { useApi } from '#console/app/context.ts';
import { serverNow } from '#console/app/server-clock.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { Listed } from '#console/records/listed.tsx';
import { usePages } from '#console/records/pages.ts';
import { Button } from '#console/ui/button.tsx';
import { DataTable } from '#console/ui/data-table.tsx';
import { InstantField } from '#console/ui/date-fields.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { Badge, Card, Row, Stack, type Tone } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';

type Delivery = OperationAnswer<'webhookDeliveries'>['items'][number];

const deliveriesOf = (hook: string) => ['webhook-deliveries', hook];
const dayMs = 86_400_000;
const tones: Record<Delivery['status'], Tone> = { pending: 'info', delivered: 'good', dead: 'danger' };

/** A message of trial, a new secret, and what did not arrive sent once more. */
const Acts = ({ hook }: { hook: string }) => {
  const text = useText();
  const when = useWhen();
  const word = useWord();
  const api = useApi();
  const queries = useQueryClient();
  const path = { key: hook };
  const [since, setSince] = useState<string | undefined>(() => new Date(serverNow() - dayMs).toISOString());
  const test = useMutation({ mutationFn: async () => (await api.testWebhook({ path })).data });
  const rotate = useMutation({ mutationFn: async () => (await api.rotateWebhook({ path })).data });
  const recover = useMutation({
    mutationFn: () => api.recoverWebhook({ path, body: { since: since ?? '' } }),
    onSuccess: () => {
      sayDone(text('admin.sentAgain'));
      return queries.invalidateQueries({ queryKey: deliveriesOf(hook) });
    },
  });
  return (
    <Card title={text('admin.tryIt')}>
      <Row>
        <Button isPending={test.isPending} onPress={() => test.mutate()}>
          {text('admin.test')}
        </Button>
        <Button isPending={rotate.isPending} onPress={() => rotate.mutate()}>
          {text('admin.rotate')}
        </Button>
        {test.data && (
          <Badge tone={test.data.status >= 200 && test.data.status < 300 ? 'good' : 'danger'}>
            {test.data.status === 0 ? word('admin.webhookOutcome', test.data.reason ?? 'failed') : test.data.status}
          </Badge>
        )}
      </Row>
      {rotate.data && (
        <div aria-live="polite">
          <p>{text('admin.secretOnce')}</p>
          <code className={styles.secret}>{rotate.data.secret}</code>
          {rotate.data.previousUntil !== undefined && (
            <p>{text('admin.secretUntil', { at: when.instant(rotate.data.previousUntil) })}</p>
          )}
        </div>
      )}
      <div className={styles.form}>
        <InstantField label={text('admin.since')} value={since} onChange={setSince} />
        <div>
          <Button isPending={recover.isPending} isDisabled={since === undefined} onPress={() => recover.mutate()}>
            {text('admin.recover')}
          </Button>
        </div>
      </div>
      <FormFailure error={test.error ?? rotate.error ?? recover.error} />
    </Card>
  );
};

/** What the webhook was sent, the newest first, and what became of each message. */
export const WebhookDeliveries = ({ edited: { key = '' } }: ToolProps) => {
  const text = useText();
  const when = useWhen();
  const word = useWord();
  const known = useLabel();
  const api = useApi();
  const queries = useQueryClient();
  const list = usePages(
    deliveriesOf(key),
    async (place) => (await api.webhookDeliveries({ path: { key }, query: { limit: 25, ...place } })).data,
  );
  const replay = (deliveryId: string) =>
    api
      .replayWebhook({ path: { key }, body: { deliveryId } })
      .then(() => sayDone(text('admin.sentAgain')))
      .then(() => queries.invalidateQueries({ queryKey: deliveriesOf(key) }));
  return (
    <Stack>
      <Acts hook={key} />
      <Listed list={list} empty={text('admin.noDeliveries')}>
        {(deliveries) => (
          <DataTable
            label={text('admin.tab.deliveries')}
            items={deliveries}
            idOf={({ id }) => id}
            columns={[
              { id: 'type', name: text('admin.eventType'), cell: ({ type }) => type },
              { id: 'at', name: text('admin.at'), cell: ({ createdAt }) => when.instant(createdAt) },
              {
                id: 'status',
                name: text('admin.state'),
                cell: ({ status, outcome }) => (
                  <Row>
                    <Badge tone={tones[status]}>{known.word(status)}</Badge>
                    {outcome !== undefined && word('admin.webhookOutcome', outcome)}
                  </Row>
                ),
              },
              { id: 'attempts', name: text('admin.attempts'), cell: ({ attempts }) => attempts, align: 'end' },
              {
                id: 'again',
                name: text('admin.replay'),
                cell: ({ id }) => (
                  <Button size="small" onPress={() => replay(id)}>
                    {text('admin.replay')}
                  </Button>
                ),
              },
            ]}
            empty={null}
          />
        )}
      </Listed>
    </Stack>
  );
};
