import { withoutHiddenCases } from '#functions/api/hidden-cases.ts';
import type { SearchHit } from '#functions/search/search-records.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { answerAlert } from '#shared/casework/alerts/answer-alert.ts';
import { answerCase } from '#shared/casework/cases/answer-case.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { SearchedKind } from '#shared/core/table/search-keys.ts';
import type { ShownRecord } from '#shared/insight/search/search-file.ts';

/** A record as its own route shows it. */
export const shownRecord = async (
  { definitions }: Pick<Services, 'definitions'>,
  { kind, record }: { kind: SearchedKind; record: SearchHit['record'] },
  at: number,
): Promise<ShownRecord> => {
  if (kind === 'contact') return record as Contact;
  if (kind === 'alert') return answerAlert(record as Alert);
  return answerCase(record as Case, await definitionOf(definitions, record as Case), at);
};

/** Records as they are shown in a file to a caller. */
export const shownInFile = async (
  services: Services,
  { kind, records, caller }: { kind: SearchedKind; records: readonly SearchHit['record'][]; caller: Person },
  at: number,
): Promise<ShownRecord[]> => {
  const items = await Promise.all(records.map((record) => shownRecord(services, { kind, record }, at)));
  const shown = await withoutHiddenCases(services, { body: { items }, caller });
  return (shown as { items: ShownRecord[] }).items;
};
