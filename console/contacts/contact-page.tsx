import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { BellPlus, Plus } from 'lucide-react';
import { useState } from 'react';
import { NewAlertDialog } from '#console/alerts/new-alert-dialog.tsx';
import { useApi } from '#console/app/context.ts';
import { ContactActivity } from '#console/contacts/contact-activity.tsx';
import { ContactAlerts, ContactCases } from '#console/contacts/contact-lists.tsx';
import { type ContactPart, contactParts } from '#console/contacts/contact-search.ts';
import { ContactSide } from '#console/contacts/contact-side.tsx';
import { ContactTimeline } from '#console/contacts/contact-timeline.tsx';
import styles from '#console/contacts/contacts.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { Page, Skeleton } from '#console/ui/surface.tsx';
import { Tabs } from '#console/ui/tabs.tsx';
import { NewCaseDialog } from '#console/work/new-case-dialog.tsx';
import type { Contact } from '#shared/casework/contacts/contact.ts';

/** Everything of one person. */
export const ContactPage = () => {
  const { id } = useParams({ from: '/staff/contacts/$id' });
  const api = useApi();
  const { data, error, refetch } = useQuery({
    queryKey: ['contact', id, 'page'],
    queryFn: async () => (await api.getContact({ path: { id } })).data,
  });
  if (data) return <ContactDetails key={id} contact={data} />;
  return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton lines={8} />;
};

const ContactDetails = ({ contact }: { contact: Contact }) => {
  const text = useText();
  const navigate = useNavigate();
  const { part = 'timeline' } = useSearch({ from: '/staff/contacts/$id' });
  const [asked, setAsked] = useState<'case' | 'alert'>();
  const { id, name } = contact;
  const contents: Readonly<Record<ContactPart, React.ReactNode>> = {
    timeline: <ContactTimeline id={id} />,
    cases: <ContactCases id={id} />,
    alerts: <ContactAlerts id={id} />,
    activity: <ContactActivity id={id} />,
  };
  const show = (chosen: string) =>
    void navigate({
      to: '/contacts/$id',
      params: { id },
      search: { part: contactParts.find((one) => one === chosen) ?? 'timeline' },
      replace: true,
    });
  return (
    <Page
      title={name}
      actions={
        <>
          <Button onPress={() => setAsked('alert')}>
            <BellPlus aria-hidden />
            {text('alerts.new')}
          </Button>
          <Button look="primary" onPress={() => setAsked('case')}>
            <Plus aria-hidden />
            {text('work.newCase')}
          </Button>
        </>
      }
    >
      <div className={styles.page}>
        <ContactSide contact={contact} />
        <Tabs
          label={text('contacts.parts')}
          parts={contactParts.map((key) => ({ id: key, name: text(`contacts.part.${key}`), content: contents[key] }))}
          value={part}
          onChange={show}
        />
      </div>
      {asked === 'case' && <NewCaseDialog contactId={id} onClose={() => setAsked(undefined)} />}
      {asked === 'alert' && <NewAlertDialog contactId={id} onClose={() => setAsked(undefined)} />}
    </Page>
  );
};
