import { useState } from 'react';
import { useCase } from '#console/case/case-context.ts';
import type { ActivityAnswer } from '#console/case/case-queries.ts';
import { type ActivityEnd, EditActivityDialog, EndActivityDialog } from '#console/case/work/activity-dialogs.tsx';
import styles from '#console/case/work/work.module.css';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { PersonName } from '#console/records/names.tsx';
import { Button } from '#console/ui/button.tsx';
import { Badge, Card, Row, type Tone } from '#console/ui/surface.tsx';

const tones: Readonly<Record<ActivityAnswer['status'], Tone>> = {
  scheduled: 'info',
  completed: 'good',
  cancelled: 'plain',
  'not-required': 'plain',
};
const ends: readonly ActivityEnd[] = ['complete', 'notRequired', 'cancel'];

export const ActivityCard = ({ activity }: { activity: ActivityAnswer }) => {
  const text = useText();
  const word = useWord();
  const when = useWhen();
  const { type, may } = useCase();
  const [doing, setDoing] = useState<ActivityEnd | 'edit'>();
  const { subject, status, at, assignee, from, over } = activity;
  const kind = type?.activityTypes.find(({ key }) => key === activity.type)?.name;
  const plan = from && ('timeline' in from ? from.timeline : from.sequence);
  const plans = [...(type?.timelines ?? []), ...(type?.sequences ?? [])];
  const close = () => setDoing(undefined);
  return (
    <Card title={subject} actions={<Badge tone={tones[status]}>{text(`case.activityStatus.${status}`)}</Badge>}>
      <p className={styles.quiet}>
        {kind ?? word('case.activityKind', activity.type)}
        {at !== undefined && (
          <>
            {' · '}
            <time dateTime={at}>
              {when.instant(at)} ({when.fromNow(at)})
            </time>
          </>
        )}
        {plan !== undefined && <> · {plans.find(({ key }) => key === plan)?.name ?? plan}</>}
        {activity.fixed && <> · {text('case.activity.fixed')}</>}
        {assignee && (
          <>
            {' · '}
            <PersonName of={assignee} />
          </>
        )}
      </p>
      {activity.text !== undefined && <p className={styles.words}>{activity.text}</p>}
      {over?.note !== undefined && <p className={styles.words}>{over.note}</p>}
      {status === 'scheduled' && may('help') && (
        <Row>
          {ends.map((end) => (
            <Button key={end} size="small" look={end === 'complete' ? 'plain' : 'quiet'} onPress={() => setDoing(end)}>
              {text(`case.activity.${end}`)}
            </Button>
          ))}
          <Button size="small" look="quiet" onPress={() => setDoing('edit')}>
            {text('action.edit')}
          </Button>
        </Row>
      )}
      {doing === 'edit' && <EditActivityDialog activity={activity} onClose={close} />}
      {doing !== undefined && doing !== 'edit' && <EndActivityDialog activity={activity} end={doing} onClose={close} />}
    </Card>
  );
};
