import { Eye, Mail, MessageSquareText, Paperclip, Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCase } from '#console/case/case-context.ts';
import type { MessageAnswer } from '#console/case/case-queries.ts';
import styles from '#console/case/stream/stream.module.css';
import type { Change, StreamRow } from '#console/case/stream/stream-rows.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { Ago } from '#console/records/due-words.tsx';
import { useFieldName } from '#console/records/field-name.ts';
import { ActorName } from '#console/records/names.tsx';
import { useTemplateName } from '#console/records/template-names.ts';
import { useValueWords } from '#console/records/value-words.ts';
import { classes } from '#console/ui/classes.ts';
import { Badge } from '#console/ui/surface.tsx';

type RowOf<K extends StreamRow['kind']> = Extract<StreamRow, { kind: K }>;

const Seen = () => {
  const text = useText();
  return (
    <Badge tone="warn" icon={<Eye aria-hidden />}>
      {text('case.stream.public')}
    </Badge>
  );
};

const Head = ({ children, at }: { children: ReactNode; at: string }) => (
  <p className={styles.head}>
    {children}
    <span className={styles.when}>
      <Ago at={at} />
    </span>
  </p>
);

const NoteRow = ({ note, at }: RowOf<'note'>) => {
  const text = useText();
  return (
    <li className={classes(styles.row, styles.noteRow, note.public && styles.publicRow)}>
      <MessageSquareText aria-hidden className={styles.icon} />
      <div className={styles.body}>
        <Head at={at}>
          <strong>
            <ActorName actor={note.createdBy} />
          </strong>
          {note.public ? <Seen /> : <span className={styles.small}>{text('case.stream.private')}</span>}
          {'via' in note && note.via === 'mail' && <Badge>{text('case.stream.byMail')}</Badge>}
          {'unverifiedSender' in note && note.unverifiedSender && (
            <Badge tone="danger">{text('case.stream.unverified')}</Badge>
          )}
        </Head>
        <p className={styles.words}>{note.text}</p>
        {'attachments' in note && note.attachments && note.attachments.length > 0 && (
          <ul className={styles.attachments}>
            {note.attachments.map(({ id, name }) => (
              <li key={id}>
                <Paperclip size={14} aria-hidden /> {name}
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
};

const Changes = ({ changes }: { changes: readonly Change[] }) => {
  const text = useText();
  const { record } = useCase();
  const fieldName = useFieldName();
  const valueWords = useValueWords();
  return (
    <ul className={styles.changes}>
      {changes.map(({ path, before, after }) => {
        const sort = { name: path.split('.').at(-1) ?? path, caseType: record.type };
        return (
          <li key={path}>
            {text('case.change', {
              field: fieldName(path, record.type),
              before: valueWords(before, sort),
              after: valueWords(after, sort),
            })}
          </li>
        );
      })}
    </ul>
  );
};

const Letter = ({ message }: { message: MessageAnswer }) => {
  const word = useWord();
  return (
    <>
      <p className={styles.words}>{message.text}</p>
      <ul className={styles.small}>
        {message.to.map(({ address, name, state }) => (
          <li key={address}>
            {name ?? address}: {word('case.delivery', state)}
          </li>
        ))}
      </ul>
    </>
  );
};

const EventRow = ({ row }: { row: RowOf<'event'> }) => {
  const word = useWord();
  const { type } = useCase();
  const reasons = [
    ...(type?.closureReasons ?? []),
    ...(type?.reassignReasons ?? []),
    ...(type?.escalationReasons ?? []),
  ];
  const Icon = row.message ? Mail : Workflow;
  return (
    <li className={classes(styles.row, row.message && styles.noteRow, row.isPublic && styles.publicRow)}>
      <Icon aria-hidden className={styles.icon} />
      <div className={styles.body}>
        <Head at={row.at}>
          <span className={styles.what}>
            {row.text ?? word('case.eventName', row.type)}
            {row.operation !== undefined && <>: {word('case.ledger.operation', row.operation)}</>}
          </span>
          <span className={styles.small}>
            <ActorName actor={row.actor} />
          </span>
          {row.isPublic && <Seen />}
        </Head>
        {row.changes.length > 0 && <Changes changes={row.changes} />}
        {row.said.map((words) => (
          <p key={words} className={styles.said}>
            {reasons.find(({ key }) => key === words)?.name ?? word('case.eventReason', words)}
          </p>
        ))}
        {row.message && <Letter message={row.message} />}
      </div>
    </li>
  );
};

const MailRow = ({ mails, at }: RowOf<'mail'>) => {
  const text = useText();
  const word = useWord();
  const nameOf = useTemplateName();
  return (
    <li className={styles.row}>
      <Mail aria-hidden className={styles.icon} />
      <details className={styles.body}>
        <summary className={styles.head}>
          <span className={styles.small}>{text('case.stream.mails', { count: mails.length })}</span>
          <span className={styles.when}>
            <Ago at={at} />
          </span>
        </summary>
        <ul className={styles.small}>
          {mails.map(({ eventId, notification, to, state }) => (
            <li key={`${eventId} ${notification} ${to}`}>
              {text('case.stream.mailed', { notification: nameOf(notification), to })} · {word('case.delivery', state)}
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
};

/** One thing that was written on the case, or happened to it. */
export const StreamRowView = ({ row }: { row: StreamRow }) => {
  if (row.kind === 'note') return <NoteRow {...row} />;
  if (row.kind === 'mail') return <MailRow {...row} />;
  return <EventRow row={row} />;
};
