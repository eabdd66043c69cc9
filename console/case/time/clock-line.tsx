import { Pause, Timer, TimerOff } from 'lucide-react';
import type { ClockAnswer } from '#console/case/case-queries.ts';
import { leftNow, lengthWords } from '#console/case/time/clock-words.ts';
import styles from '#console/case/time/time.module.css';
import { useTarget } from '#console/case/time/use-target.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { classes } from '#console/ui/classes.ts';
import { Badge, type Tone } from '#console/ui/surface.tsx';

const tones: Readonly<Record<ClockAnswer['state'], Tone>> = {
  running: 'brand',
  paused: 'info',
  met: 'good',
  breached: 'danger',
  cleared: 'plain',
};
const icons = { running: Timer, paused: Pause, met: Timer, breached: TimerOff, cleared: TimerOff } as const;

/** A length of time in words. */
const useLength = () => {
  const text = useText();
  return (ms: number, isWorking: boolean): string => {
    const { key, ...parts } = lengthWords(ms, isWorking);
    return text(`case.length.${key}`, parts);
  };
};

/** Where one target stands: what is left of it, until when, and what holds it. */
export const ClockLine = ({ clock, isNamed = true }: { clock: ClockAnswer; isNamed?: boolean }) => {
  const text = useText();
  const when = useWhen();
  const length = useLength();
  const { name, isWorking } = useTarget()(clock);
  const Icon = icons[clock.state];
  const isCounting = clock.state === 'running' || clock.state === 'paused';
  const left = length(leftNow(clock, { now: when.now, isWorking }), isWorking);
  return (
    <div className={styles.clock}>
      <div className={styles.clockHead}>
        {isNamed && <span className={styles.clockName}>{name}</span>}
        <Badge tone={tones[clock.state]} icon={<Icon aria-hidden />}>
          {text(`case.clock.${clock.state}`)}
        </Badge>
      </div>
      {isCounting && (
        <p className={classes(styles.left, clock.state === 'paused' && styles.standing)}>
          {text(isWorking ? 'case.clock.leftWorking' : 'case.clock.left', { left })}
        </p>
      )}
      <p className={styles.due}>
        {clock.state === 'running' && clock.dueAt && text('case.clock.due', { when: when.instant(clock.dueAt) })}
        {clock.state === 'paused' &&
          text('case.clock.heldBy', {
            causes: (clock.pausedBy ?? []).map((cause) => text(`case.clock.by.${cause}`)).join(', '),
          })}
        {clock.state === 'breached' &&
          clock.breachedAt &&
          text('case.clock.missed', { when: when.instant(clock.breachedAt) })}
        {clock.state === 'met' && clock.stoppedAt && text('case.clock.metAt', { when: when.instant(clock.stoppedAt) })}
        {clock.nextReminderAt !== undefined && (
          <> · {text('case.clock.reminder', { when: when.instant(clock.nextReminderAt) })}</>
        )}
      </p>
    </div>
  );
};
