import { useQuery } from '@tanstack/react-query';
import { CalendarDays } from 'lucide-react';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import type { MyAppointment, MyCase } from '#console/portal/my-case.ts';
import styles from '#console/portal/portal.module.css';
import { Button } from '#console/ui/button.tsx';
import { downloadFile } from '#console/ui/download.ts';
import { Badge, Card, Quiet } from '#console/ui/surface.tsx';

/** An appointment as a file for any calendar program. */
const calendarFile = async ({ id, title, startsAt, endsAt, location: place }: MyAppointment): Promise<File> => {
  const { default: ical } = await import('ical-generator');
  const calendar = ical({ prodId: { company: 'Caseward', product: 'Portal' } });
  calendar.createEvent({
    id: `appointment-${id}@${location.hostname}`,
    start: new Date(startsAt),
    end: new Date(endsAt),
    summary: title,
    ...(place !== undefined && { location: place }),
  });
  return new File([calendar.toString()], `${title}.ics`, { type: 'text/calendar' });
};

/** When and where the requester is met. */
export const AppointmentsOfMine = ({ mine }: { mine: MyCase }) => {
  const text = useText();
  const when = useWhen();
  const { data = [] } = useQuery({ queryKey: [...mine.key, 'my appointments'], queryFn: mine.appointments });
  if (data.length === 0) return null;
  return (
    <Card title={text('portal.appointments')}>
      {data.map((appointment) => (
        <div key={appointment.id} className={styles.happening}>
          <p>
            <strong>{appointment.title}</strong>{' '}
            <Badge tone={appointment.status === 'scheduled' ? 'info' : 'plain'}>
              {text(`portal.appointment.${appointment.status}`)}
            </Badge>
          </p>
          <p>{when.span(appointment.startsAt, appointment.endsAt)}</p>
          {appointment.location !== undefined && <Quiet>{appointment.location}</Quiet>}
          {appointment.status === 'scheduled' && (
            <div>
              <Button size="small" onPress={async () => downloadFile(await calendarFile(appointment))}>
                <CalendarDays aria-hidden />
                {text('portal.calendarFile')}
              </Button>
            </div>
          )}
        </div>
      ))}
    </Card>
  );
};
