import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Problem } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { AboutMine } from '#console/portal/about-mine.tsx';
import { AppointmentsOfMine } from '#console/portal/appointments-of-mine.tsx';
import { DetailsOfMine } from '#console/portal/details-of-mine.tsx';
import { FilesOfMine } from '#console/portal/files-of-mine.tsx';
import { type Access, myCaseOf } from '#console/portal/my-case.ts';
import { QuestionsOfMine } from '#console/portal/questions-of-mine.tsx';
import { RenewLink } from '#console/portal/renew-link.tsx';
import { StatusOfMine } from '#console/portal/status-of-mine.tsx';
import { StreamOfMine } from '#console/portal/stream-of-mine.tsx';
import { Withdraw } from '#console/portal/withdraw.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { Page, Row, Skeleton } from '#console/ui/surface.tsx';

export const MyCaseByLogin = () => {
  const { id } = useParams({ from: '/requester/portal/cases/$id' });
  return <MyCasePage access={{ id }} />;
};

export const MyCaseByLink = () => {
  const { token } = useParams({ from: '/public/portal/links/$token' });
  return <MyCasePage access={{ token }} />;
};

/** One case as its requester sees it, and what they can do about it. */
const MyCasePage = ({ access }: { access: Access }) => {
  const api = useApi();
  const text = useText();
  const when = useWhen();
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
      <AboutMine record={record} text={text} when={when} />
      <AppointmentsOfMine mine={mine} />
      <StreamOfMine mine={mine} />
      <FilesOfMine mine={mine} isOpen={isOpen} />
      <DetailsOfMine mine={mine} />
    </Page>
  );
};
