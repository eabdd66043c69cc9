import { ChevronDown, ChevronUp, Clock, Inbox, MailWarning, Radio, UserRoundCog, Zap } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { useConsole } from '#console/app/context.ts';
import { useServerNow } from '#console/app/use-server-now.ts';
import { useText } from '#console/i18n/use-text.ts';
import styles from '#console/local/local.module.css';
import type { Panel } from '#console/local/panel-dialog.tsx';
import { useTravel } from '#console/local/use-travel.ts';
import { Button, IconButton } from '#console/ui/button.tsx';
import { later } from '#console/ui/later.tsx';
import { sayFailed } from '#console/ui/toast.ts';

const PanelDialog = later(async () => (await import('#console/local/panel-dialog.tsx')).PanelDialog);

const leaps = [
  { by: 'PT1H', key: 'local.hour' },
  { by: 'P1D', key: 'local.day' },
  { by: 'P7D', key: 'local.week' },
] as const;

const narrow = matchMedia('(max-width: 720px)');

/** Says to what lies at the foot of a page how high this is: it has more lines on a telephone. */
const useFoot = () => {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    const { style } = document.documentElement;
    const measure = new ResizeObserver(() => style.setProperty('--bar', `${place.current?.offsetHeight ?? 0}px`));
    if (place.current) measure.observe(place.current);
    return () => {
      measure.disconnect();
      style.removeProperty('--bar');
    };
  }, []);
  return place;
};

/** On the local stack: travelling in time, the inbox, events, dead letters, faults, who one is. */
export const LocalBar = () => {
  const { session } = useConsole();
  const text = useText();
  const { formatDate } = useIntl();
  const travel = useTravel();
  const now = useServerNow(1000);
  // On a telephone it would lie before half of the page.
  const [isOpen, setOpen] = useState(
    () => (sessionStorage.getItem('caseward.local-bar') ?? (narrow.matches ? 'closed' : 'open')) === 'open',
  );
  const [panel, setPanel] = useState<Panel>();
  const [leap, setLeap] = useState<string>();
  const bar = useFoot();
  const toggle = () => {
    sessionStorage.setItem('caseward.local-bar', isOpen ? 'closed' : 'open');
    setOpen(!isOpen);
  };
  const leapBy = async (advance: string) => {
    setLeap(advance);
    try {
      await travel({ advance });
    } catch (error) {
      sayFailed(error);
    } finally {
      setLeap(undefined);
    }
  };
  return (
    <aside ref={bar} className={styles.bar} aria-label={text('local.title')}>
      <IconButton label={text(isOpen ? 'local.hide' : 'local.show')} size="small" onPress={toggle}>
        {isOpen ? <ChevronDown aria-hidden /> : <ChevronUp aria-hidden />}
      </IconButton>
      <span className={styles.now}>
        <Clock size={16} aria-hidden />
        <time dateTime={new Date(now).toISOString()}>
          {formatDate(now, { dateStyle: 'medium', timeStyle: 'medium' })}
        </time>
      </span>
      {isOpen && (
        <>
          {leaps.map(({ by, key }) => (
            <Button
              key={by}
              size="small"
              onPress={() => void leapBy(by)}
              isPending={leap === by}
              isDisabled={leap !== undefined && leap !== by}
            >
              {text(key)}
            </Button>
          ))}
          <Button size="small" onPress={() => setPanel('travel')}>
            {text('local.travel')}
          </Button>
          <span className={styles.space} />
          <Button size="small" look="quiet" onPress={() => setPanel('inbox')}>
            <Inbox aria-hidden />
            {text('local.inbox')}
          </Button>
          <Button size="small" look="quiet" onPress={() => setPanel('events')}>
            <Radio aria-hidden />
            {text('local.events')}
          </Button>
          <Button size="small" look="quiet" onPress={() => setPanel('letters')}>
            <MailWarning aria-hidden />
            {text('local.letters')}
          </Button>
          <Button size="small" look="quiet" onPress={() => setPanel('faults')}>
            <Zap aria-hidden />
            {text('local.faults')}
          </Button>
          <Button size="small" look="quiet" onPress={() => session.signIn('/', { anew: true })}>
            <UserRoundCog aria-hidden />
            {text('local.another')}
          </Button>
        </>
      )}
      {panel && <PanelDialog panel={panel} onClose={() => setPanel(undefined)} />}
    </aside>
  );
};
