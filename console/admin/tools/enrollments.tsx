import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-aria-components/Link';
import type { OperationAnswer } from '#client/client.ts';
import { useLabel } from '#console/admin/form/form-context.ts';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import styles from '#console/admin/tools/tools.module.css';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { ContactField } from '#console/records/contact-field.tsx';
import { Listed } from '#console/records/listed.tsx';
import { usePages } from '#console/records/pages.ts';
import { Button } from '#console/ui/button.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { Select } from '#console/ui/fields.tsx';
import { Badge, Card, Quiet, Row, Stack } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';

type Enrollment = OperationAnswer<'listEnrollments'>['items'][number];

const statuses = ['running', 'finished', 'failed', 'aborted'] as const;

const Entry = ({ one, onAbort }: { one: Enrollment; onAbort: () => unknown }) => {
  const text = useText();
  const when = useWhen();
  const { word } = useLabel();
  return (
    <details className={styles.entry}>
      <summary>
        <strong>{one.contactId}</strong>
        <Badge tone={one.status === 'failed' ? 'danger' : 'info'}>{word(one.status)}</Badge>
        <code>{one.step}</code>
        <Quiet>
          {text('admin.since')} {when.instant(one.since)} · {text('admin.version', { version: one.workflowVersion })}
        </Quiet>
      </summary>
      <div className={styles.inside}>
        {one.reason !== undefined && <p>{one.reason}</p>}
        {one.waitingFor && (
          <p>
            {text('admin.waitsFor')} {word(one.waitingFor.event ?? one.waitingFor.why)}{' '}
            {one.waitingFor.at !== undefined && when.instant(one.waitingFor.at)}
          </p>
        )}
        <ol className={styles.entries}>
          {one.log.map(({ path, at, do: does, outcome }) => (
            <li key={`${path} ${at} ${outcome}`}>
              {when.instant(at)} <strong>{word(does)}</strong> <Badge>{word(outcome)}</Badge> <code>{path}</code>
            </li>
          ))}
        </ol>
        <Row>
          <Link href={`/contacts/${one.contactId}`}>{one.contactId}</Link>
          {one.status === 'running' && (
            <Button size="small" look="danger" onPress={onAbort}>
              {text('admin.abort')}
            </Button>
          )}
        </Row>
      </div>
    </details>
  );
};

/** Who is where in a workflow, since when and waiting for what; enrols somebody by hand. */
export const Enrollments = ({ edited: { key = '' } }: ToolProps) => {
  const text = useText();
  const { word } = useLabel();
  const api = useApi();
  const queries = useQueryClient();
  const [status, setStatus] = useState<(typeof statuses)[number]>('running');
  const [contactId, setContactId] = useState<string>();
  const [enrolled, setEnrolled] = useState(0);
  const list = usePages(
    ['enrollments', key, status],
    async (place) => (await api.listEnrollments({ path: { id: key }, query: { status, limit: 25, ...place } })).data,
  );
  const again = () => queries.invalidateQueries({ queryKey: ['enrollments', key] });
  const enroll = useMutation({
    mutationFn: (id: string) => api.enrollContact({ path: { id: key }, body: { contactId: id } }),
    onSuccess: (_enrolment, contact) => {
      sayDone(text('admin.enrolled', { contact }));
      setContactId(undefined);
      setEnrolled((count) => count + 1);
      return again();
    },
  });
  const abort = (eid: string) => api.abortEnrollment({ path: { id: key, eid } }).then(again);
  return (
    <Stack>
      <Card title={text('admin.enroll')}>
        <div className={styles.form}>
          <ContactField key={enrolled} label={text('admin.contactId')} value={contactId} onChange={setContactId} />
          <div>
            <Button
              isDisabled={contactId === undefined}
              isPending={enroll.isPending}
              onPress={() => contactId !== undefined && enroll.mutate(contactId)}
            >
              {text('admin.enroll')}
            </Button>
          </div>
        </div>
        <FormFailure error={enroll.error} />
      </Card>
      <Select
        label={text('admin.state')}
        choices={statuses.map((id) => ({ id, name: word(id) }))}
        value={status}
        onChange={(id) => setStatus(statuses.find((one) => one === id) ?? status)}
      />
      <Listed list={list} empty={text('admin.nobodyIn')}>
        {(items) => (
          <div className={styles.entries}>
            {items.map((one) => (
              <Entry key={one.id} one={one} onAbort={() => abort(one.id)} />
            ))}
          </div>
        )}
      </Listed>
    </Stack>
  );
};
