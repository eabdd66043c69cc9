import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Problem } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { answerIn } from '#console/portal/answer-in.ts';
import { AppointmentsOfMine } from '#console/portal/appointments-of-mine.tsx';
import { DetailsOfMine } from '#console/portal/details-of-mine.tsx';
import { FilesOfMine } from '#console/portal/files-of-mine.tsx';
import { type Access, type MyCaseRecord, myCaseOf } from '#console/portal/my-case.ts';
import { QuestionsOfMine } from '#console/portal/questions-of-mine.tsx';
import { RenewLink } from '#console/portal/renew-link.tsx';
import { StatusOfMine } from '#console/portal/status-of-mine.tsx';
import { StreamOfMine } from '#console/portal/stream-of-mine.tsx';
import { Withdraw } from '#console/portal/withdraw.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { Card, Facts, Page, Row, Skeleton } from '#console/ui/surface.tsx';

export const MyCaseByLogin = () => {
  const { id } = useParams({ from: '/requester/portal/cases/$id' });
  return <MyCasePage access={{ id }} />;
};

export const MyCaseByLink = () => {
  const { token } = useParams({ from: '/public/portal/links/$token' });
  return <MyCasePage access={{ token }} />;
};

const FactsOfMine = ({ record }: { record: MyCaseRecord }) => {
  const text = useText();
  const when = useWhen();
  const { typeName, type, dueAt, closedAt, closure, fieldsInWords, location } = record;
  const said = { yes: text('portal.yes'), no: text('portal.no'), date: when.date, instant: when.instant };
  return (
    <Facts
      facts={[
        [text('portal.reference'), record.reference],
        [text('portal.type'), typeName ?? type],
        [text('portal.raisedAt'), when.instant(record.createdAt)],
        dueAt !== undefined &&
          closedAt === undefined && [text('portal.due'), `${when.fromNow(dueAt)} (${when.instant(dueAt)})`],
        closedAt !== undefined && [text('portal.closedAt'), when.instant(closedAt)],
        closure?.details !== undefined && [text('portal.outcome'), closure.details],
        ...fieldsInWords.map(({ name, value }) => [name, answerIn(value, said)] as const),
        location?.address !== undefined && [text('portal.place'), location.address],
      ]}
    />
  );
};

/** One case as its requester sees it, and what they can do about it. */
const MyCasePage = ({ access }: { access: Access }) => {
  const api = useApi();
  const text = useText();
  const name = 'id' in access ? access.id : access.token;
  const isLink = 'token' in access;
  const mine = useMemo(() => myCaseOf(api, isLink ? { token: name } : { id: name }), [api, name, isLink]);
  const { data: record, error, isPending, refetch } = useQuery({ queryKey: [...mine.key, 'mine'], queryFn: mine.read });
  if (isPending) return <Skeleton />;
  if (error instanceof Problem && error.code === 'link-not-valid') return <RenewLink />;
  if (!record) return <Failure error={error} onRetry={() => void refetch()} />;
  const isOpen = record.closedAt === undefined;
  return (
    <Page title={record.subject} actions={isOpen && <Withdraw mine={mine} />}>
      <Row>
        <StatusOfMine record={record} />
      </Row>
      <QuestionsOfMine mine={mine} />
      <Card title={text('portal.about')}>
        {record.description && <p>{record.description}</p>}
        <FactsOfMine record={record} />
      </Card>
      <AppointmentsOfMine mine={mine} />
      <StreamOfMine mine={mine} />
      <FilesOfMine mine={mine} isOpen={isOpen} />
      <DetailsOfMine mine={mine} />
    </Page>
  );
};
