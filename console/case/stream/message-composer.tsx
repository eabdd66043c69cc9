import { type FormEvent, useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import styles from '#console/case/stream/stream.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { useTemplates } from '#console/records/template-names.ts';
import { Button } from '#console/ui/button.tsx';
import { FormFailure, faultAt } from '#console/ui/failure.tsx';
import { Select, TextField } from '#console/ui/fields.tsx';
import { Row } from '#console/ui/surface.tsx';
import { useDraft } from '#console/ui/use-draft.ts';

const ownWords = '-';

const addressesIn = (typed: string): string[] =>
  typed
    .split(/[\s,;]+/)
    .map((address) => address.trim())
    .filter((address) => address !== '');

/** A mail to the requester or other people of the case, by a template or in one's own words. */
export const MessageComposer = () => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, record } = useCase();
  const [draft, keep] = useDraft(`message ${id}`);
  const [subject, setSubject] = useState(record.subject);
  const [template, setTemplate] = useState(ownWords);
  const [others, setOthers] = useState('');
  const [error, setError] = useState<unknown>();
  const [isPending, setPending] = useState(false);
  const templates = useTemplates();
  const isOwn = template === ownWords;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    const also = addressesIn(others);
    const to = also.length === 0 ? {} : { to: ['requester' as const, ...also] };
    const body = isOwn ? { subject, text: draft, ...to } : { template, ...to };
    setPending(true);
    setError(undefined);
    act(() => api.sendCaseMessage({ path: { id }, body }), text('case.done.message'))
      .then(() => {
        keep('');
        setOthers('');
        setTemplate(ownWords);
      }, setError)
      .finally(() => setPending(false));
  };
  return (
    <form noValidate className={styles.form} onSubmit={send}>
      <FormFailure error={error} shown={['/subject', '/text', '/template', '/to']} />
      <Select
        label={text('case.message.template')}
        choices={[
          { id: ownWords, name: text('case.message.own') },
          ...[...templates].map(([key, name]) => ({ id: key, name })),
        ]}
        value={template}
        onChange={setTemplate}
        error={faultAt(error, '/template')}
      />
      {isOwn && (
        <>
          <TextField
            label={text('case.message.subject')}
            isRequired
            value={subject}
            onChange={setSubject}
            error={faultAt(error, '/subject')}
          />
          <TextField
            label={text('case.message.text')}
            isRequired
            rows={6}
            value={draft}
            onChange={keep}
            error={faultAt(error, '/text')}
          />
        </>
      )}
      <TextField
        label={text('case.message.also')}
        hint={text('case.message.alsoHint')}
        isRequired={false}
        value={others}
        onChange={setOthers}
        error={faultAt(error, '/to')}
      />
      <Row>
        <Button
          type="submit"
          look="primary"
          isPending={isPending}
          isDisabled={isOwn && (draft.trim() === '' || subject.trim() === '')}
        >
          {text('case.message.send')}
        </Button>
      </Row>
    </form>
  );
};
