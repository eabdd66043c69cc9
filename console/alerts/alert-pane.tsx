import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { AlertActions } from '#console/alerts/alert-actions.tsx';
import { AlertHistory, AlertNotes, Occurrences } from '#console/alerts/alert-log.tsx';
import { type AlertSummary, summaryQuery } from '#console/alerts/alert-queries.ts';
import styles from '#console/alerts/alerts.module.css';
import { useTriage } from '#console/alerts/triage.ts';
import { useApi } from '#console/app/context.ts';
import { ContactCard } from '#console/contacts/contact-card.tsx';
import { useText } from '#console/i18n/use-text.ts';
import { AlertStatusBadge, PriorityBadge } from '#console/records/badges.tsx';
import { CaseLink } from '#console/records/case-link.tsx';
import { useConfigured } from '#console/records/configured.ts';
import { Ago, DueWords } from '#console/records/due-words.tsx';
import { FieldFacts } from '#console/records/field-facts.tsx';
import { ActorName, PersonName, TypeName } from '#console/records/names.tsx';
import { ButtonLink } from '#console/ui/button.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { Badge, Card, Facts, Row, Skeleton, Stack } from '#console/ui/surface.tsx';
import { WhyButton } from '#console/why/why-button.tsx';

/** The alert that is looked at: what it says, of whom, and what can be done about it. */
export const AlertPane = () => {
  const { id } = useParams({ from: '/staff/alerts/$id' });
  const { data, error, refetch } = useQuery(summaryQuery(useApi(), id));
  if (data) return <AlertDetails key={id} summary={data} />;
  return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton lines={8} />;
};

const AlertDetails = ({ summary }: { summary: AlertSummary }) => {
  const text = useText();
  const { back } = useTriage();
  const { record, contact, rights } = summary;
  const types = useConfigured('alert-types');
  const type = types.get(record.type);
  const outcome = type?.outcomes.find(({ key }) => key === record.outcome)?.name ?? record.outcome;
  const labels = {
    priority: text('work.column.priority'),
    dueAt: text('work.column.due'),
    reviewer: text('alerts.reviewer'),
  };
  /** A value that a rule, a clock or a signal may have set: one can ask why it is so. */
  const asked = (field: keyof typeof labels, value: ReactNode) => (
    <Row key={field}>
      {value}
      <WhyButton kind="alert" id={record.id} field={field} label={labels[field]} />
    </Row>
  );
  return (
    <Stack>
      <div className={styles.back}>
        <ButtonLink href={back} look="quiet" size="small">
          <ArrowLeft aria-hidden />
          {text('alerts.back')}
        </ButtonLink>
      </div>
      <div className={styles.paneHead}>
        <Row>
          <h2 className={styles.paneTitle}>
            <TypeName of="alert" type={record.type} />
            {record.course && ` · ${record.course.code}`}
          </h2>
          <AlertStatusBadge status={record.status} />
          {record.repeats > 0 && <Badge tone="warn">{text('alerts.repeats', { count: record.repeats })}</Badge>}
          {record.private && <Badge>{text('work.private')}</Badge>}
        </Row>
      </div>
      <AlertActions summary={summary} />
      <div className={styles.paneBody}>
        <div className={styles.saying}>
          <Card title={text('alerts.about')}>
            {record.description !== undefined && <p className={styles.text}>{record.description}</p>}
            <Facts
              facts={[
                [labels.priority, asked('priority', <PriorityBadge priority={record.priority} />)],
                [
                  labels.dueAt,
                  asked('dueAt', <DueWords dueAt={record.dueAt} isClosed={record.category === 'closed'} />),
                ],
                [labels.reviewer, asked('reviewer', <PersonName of={record.reviewer} />)],
                [text('alerts.raised'), <Ago key="raised" at={record.createdAt} />],
                [text('alerts.raisedBy'), <ActorName key="by" actor={record.createdBy} />],
                record.source !== undefined && [text('alerts.source'), record.source],
                outcome !== undefined && [text('alerts.outcome'), outcome],
                record.caseId !== undefined && [text('alerts.case'), <CaseLink key="case" id={record.caseId} />],
                record.tags.length > 0 && [text('alerts.tags'), record.tags.join(', ')],
              ]}
            />
            {type && <FieldFacts definitions={type.fields} values={record.fields} />}
          </Card>
        </div>
        {contact && (
          <div className={styles.beside}>
            <ContactCard contact={contact} />
          </div>
        )}
        <Stack>
          {record.repeats > 0 && <Occurrences record={record} />}
          <AlertNotes id={record.id} mayAdd={rights.includes('discuss')} />
          <AlertHistory id={record.id} />
        </Stack>
      </div>
    </Stack>
  );
};
