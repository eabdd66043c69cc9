import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useIsAdmin } from '#console/app/me.ts';
import { useCase } from '#console/case/case-context.ts';
import type { TaskAnswer } from '#console/case/case-queries.ts';
import { useTaskClockCalls } from '#console/case/time/clock-calls.ts';
import { ClockDialog } from '#console/case/time/clock-dialogs.tsx';
import { actsOnClock, type ClockAct } from '#console/case/time/clock-words.ts';
import { useText } from '#console/i18n/use-text.ts';
import { IconButton } from '#console/ui/button.tsx';
import { Menu } from '#console/ui/menu.tsx';

/** What may be done to the clock of a task: as the type of the task says. */
export const TaskClockMenu = ({ task }: { task: TaskAnswer }) => {
  const text = useText();
  const isAdmin = useIsAdmin();
  const { type, may } = useCase();
  const calls = useTaskClockCalls(task.id);
  const [doing, setDoing] = useState<ClockAct>();
  const definition = type?.taskTypes.find(({ key }) => key === task.type);
  const isAllowed = definition?.overrideAllowed ?? true;
  const target = { staffMaySet: isAllowed, staffMayExtend: isAllowed };
  const { clock, title } = task;
  const acts = clock && may('work') ? actsOnClock(clock, { target, isAdmin }) : [];
  if (!clock || acts.length === 0) return null;
  const label = text('case.clock.acts', { name: title });
  return (
    <>
      <Menu
        label={label}
        trigger={
          <IconButton label={label} size="small">
            <Ellipsis aria-hidden />
          </IconButton>
        }
        entries={acts.map((act) => ({ id: act, name: text(`case.clockAct.${act}`), onPress: () => setDoing(act) }))}
      />
      {doing && (
        <ClockDialog
          name={title}
          dueAt={clock.dueAt}
          isWorking={definition?.target?.time === 'working'}
          calls={calls}
          act={doing}
          onClose={() => setDoing(undefined)}
        />
      )}
    </>
  );
};
