import type { Case } from '#shared/casework/cases/case.ts';
import { type CaseDefinition, calendarOfType } from '#shared/casework/cases/case-definition.ts';
import { type AgendaEntry, type Waiting, withEntry, withoutKinds } from '#shared/casework/cases/clocks/agenda.ts';
import { type Happening, isFromRequester, isStaffReply } from '#shared/casework/cases/clocks/happening.ts';
import { addAmount } from '#shared/core/calendars/working-time.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';

// A silent requester is warned so long after the last public word of staff, and the case is closed
// so long after that. Both stand in the agenda under the id of the case.

const warning = ({ id }: Pick<Case, 'id'>) => ({ kind: 'silence' as const, id });
const closing = ({ id }: Pick<Case, 'id'>) => ({ kind: 'closing' as const, id });

/** The agenda of a case whose requester has spoken: nothing of it waits for their silence. */
const heardFromRequester = (agenda: readonly AgendaEntry[]): AgendaEntry[] =>
  withoutKinds(agenda, ['silence', 'closing']);

/** A note that another contact wrote is private: its requester has not spoken. */
const isWordOfRequester = (happening: Happening): boolean =>
  isFromRequester(happening) && !(happening.type === 'Note Added' && happening.after.note?.public === false);

/** The agenda after an event: a word of staff begins the wait, and one of the requester ends it. */
export const silenceAfter = (
  agenda: readonly AgendaEntry[],
  happening: Happening,
  definition: CaseDefinition,
): readonly AgendaEntry[] => {
  const { record, at } = happening;
  if (isWordOfRequester(happening)) return heardFromRequester(agenda);
  const { silence } = definition.type;
  const isBegun = agenda.some((entry) => entry.id === record.id);
  if (!silence)
    return isBegun ? withEntry(withEntry(agenda, warning(record), undefined), closing(record), undefined) : agenda;
  if (!isStaffReply(happening)) return agenda;
  const warnedAt = iso(addAmount(calendarOfType(definition), at, silence.warnAfter));
  return withEntry(withEntry(agenda, closing(record), undefined), warning(record), warnedAt);
};

/** The silence of a requester, as the wake-up of their case knows it. */
export const waitingForWord = (record: Case, definition: CaseDefinition): Waiting | undefined => {
  const entry = record.agenda.find(({ kind }) => kind === 'silence');
  const { silence } = definition.type;
  if (!entry || !silence) return undefined;
  return {
    ...warning(record),
    next: entry.at,
    wake: (current, at) => {
      const closesAt = iso(addAmount(calendarOfType(definition), Math.max(at, epoch(entry.at)), silence.closeAfter));
      return {
        type: 'Silence Warned',
        detail: { closesAt },
        record: { ...current, agenda: withEntry(current.agenda, closing(record), closesAt) },
        rest: { ...warning(record), next: undefined, wake: over, write: () => undefined },
      };
    },
    write: () => undefined,
  };
};

const over = (): never => {
  throw new Error('nothing waits for the requester any more');
};
