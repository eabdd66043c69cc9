import { useState } from 'react';
import { serverNow } from '#console/app/server-clock.ts';
import { useAct } from '#console/case/case-context.ts';
import { AmountField } from '#console/case/time/amount-field.tsx';
import type { ClockCalls } from '#console/case/time/clock-calls.ts';
import type { ClockAct } from '#console/case/time/clock-words.ts';
import { useText } from '#console/i18n/use-text.ts';
import { InstantField } from '#console/ui/date-fields.tsx';
import { RadioGroup, TextField } from '#console/ui/fields.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';
import type { Amount } from '#shared/core/calendars/amount.ts';

interface ClockDialogProps {
  /** What the clock counts towards. */
  name: string;
  dueAt: string | undefined;
  isWorking: boolean;
  calls: ClockCalls;
  act: ClockAct;
  onClose: () => void;
}

const aDay: Amount = { amount: 1, unit: 'days', time: 'working' };

/** What is said of a change to a target: to when or by how much, and why. */
export const ClockDialog = ({ name, dueAt, isWorking, calls, act: doing, onClose }: ClockDialogProps) => {
  const act = useAct();
  const text = useText();
  const [amount, setAmount] = useState<Amount>({ ...aDay, time: isWorking ? 'working' : 'calendar' });
  const [to, setTo] = useState<string | undefined>(
    new Date(Math.max(Date.parse(dueAt ?? '') || 0, serverNow())).toISOString(),
  );
  const [how, setHow] = useState('to');
  const [note, setNote] = useState('');
  const change = { to: how === 'to' ? to : undefined, amount, note };
  return (
    <FormDialog
      title={text('case.clock.title', { act: text(`case.clockAct.${doing}`), name })}
      submit={text(`case.clockAct.${doing}`)}
      onSubmit={() => act(() => calls[doing](change), text('case.done.clock', { name }))}
      onClose={onClose}
      isReady={doing !== 'pause' || note.trim() !== ''}
      pointers={['/to', '/in', '/in/amount', '/by', '/by/amount', '/note']}
    >
      {(fault) => (
        <>
          {doing === 'set' && (
            <RadioGroup
              label={text('case.clock.how')}
              choices={[
                { id: 'to', name: text('case.clock.toInstant') },
                { id: 'in', name: text('case.clock.inAmount') },
              ]}
              value={how}
              onChange={setHow}
            />
          )}
          {doing === 'set' && how === 'to' && (
            <InstantField label={text('case.clock.to')} value={to} onChange={setTo} error={fault('/to')} isRequired />
          )}
          {doing === 'set' && how === 'in' && (
            <AmountField
              label={text('case.clock.in')}
              value={amount}
              onChange={setAmount}
              error={fault('/in/amount') ?? fault('/in')}
            />
          )}
          {doing === 'extend' && (
            <AmountField
              label={text('case.clock.by')}
              value={amount}
              onChange={setAmount}
              error={fault('/by/amount') ?? fault('/by')}
              isSigned
            />
          )}
          <TextField
            label={text('case.reason')}
            isRequired={doing === 'pause'}
            rows={2}
            value={note}
            onChange={setNote}
            error={fault('/note')}
          />
        </>
      )}
    </FormDialog>
  );
};
