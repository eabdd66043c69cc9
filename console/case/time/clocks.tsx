import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useIsAdmin } from '#console/app/me.ts';
import { useCase } from '#console/case/case-context.ts';
import type { ClockAnswer } from '#console/case/case-queries.ts';
import { useClocks } from '#console/case/header/aside.tsx';
import { useCaseClockCalls } from '#console/case/time/clock-calls.ts';
import { ClockDialog } from '#console/case/time/clock-dialogs.tsx';
import { ClockLine } from '#console/case/time/clock-line.tsx';
import { actsOnClock, type ClockAct } from '#console/case/time/clock-words.ts';
import { Ledger } from '#console/case/time/ledger.tsx';
import { useTarget } from '#console/case/time/use-target.ts';
import { useText } from '#console/i18n/use-text.ts';
import { IconButton } from '#console/ui/button.tsx';
import { Menu } from '#console/ui/menu.tsx';
import { Card, EmptyState, Stack } from '#console/ui/surface.tsx';

const ClockCard = ({ clock }: { clock: ClockAnswer }) => {
  const text = useText();
  const isAdmin = useIsAdmin();
  const { may } = useCase();
  const { name, target, isWorking } = useTarget()(clock);
  const calls = useCaseClockCalls(clock.key);
  const [doing, setDoing] = useState<ClockAct>();
  const acts = may('work') ? actsOnClock(clock, { target, isAdmin }) : [];
  const menu = acts.length > 0 && (
    <Menu
      label={text('case.clock.acts', { name })}
      trigger={
        <IconButton label={text('case.clock.acts', { name })} size="small">
          <Ellipsis aria-hidden />
        </IconButton>
      }
      entries={acts.map((act) => ({ id: act, name: text(`case.clockAct.${act}`), onPress: () => setDoing(act) }))}
    />
  );
  return (
    <Card title={name} actions={menu}>
      <ClockLine clock={clock} isNamed={false} />
      <h3>{text('case.ledger.title')}</h3>
      <Ledger clock={clock} />
      {doing && (
        <ClockDialog
          name={name}
          dueAt={clock.dueAt}
          isWorking={isWorking}
          calls={calls}
          act={doing}
          onClose={() => setDoing(undefined)}
        />
      )}
    </Card>
  );
};

/** Every target of the case with why it stands where it stands. */
export const TimeTab = () => {
  const text = useText();
  const clocks = useClocks();
  if (clocks.length === 0)
    return (
      <EmptyState title={text('case.clock.none')}>
        <p>{text('case.clock.noneText')}</p>
      </EmptyState>
    );
  return (
    <Stack>
      {clocks.map((clock) => (
        <ClockCard key={`${clock.key} ${clock.startedAt}`} clock={clock} />
      ))}
    </Stack>
  );
};
