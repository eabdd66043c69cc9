import { contactToPut } from '#functions/contact-to-put.ts';
import { contactByMail, findStaff } from '#functions/imports/find-people.ts';
import { type ImportRun, isOlder, nothingOf, type RowTaken } from '#functions/imports/import-run.ts';
import { type KeptImport, readKept } from '#functions/imports/kept-import.ts';
import { importedCase, refuseAnonymised, takeCase } from '#functions/imports/take-case.ts';
import type { Services } from '#functions/services.ts';
import { actorOf } from '#shared/access/person.ts';
import { definitionForNew } from '#shared/casework/cases/cases.ts';
import { addClient } from '#shared/casework/cases/people/people.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { putContact } from '#shared/casework/contacts/put-contact.ts';
import { goneForGood } from '#shared/casework/gone-for-good.ts';
import { invalid, Refusal, unknownReference } from '#shared/core/errors.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { foldAddress } from '#shared/core/records/address.ts';
import { digestOf } from '#shared/core/records/ids.ts';
import { email as emailSchema, strangerId } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { eventPrefix, partitionOf } from '#shared/core/table/keys.ts';
import { formerItem } from '#shared/core/table/view-keys.ts';
import { digestsOf } from '#shared/insight/imports/digests.ts';
import { fitCase } from '#shared/insight/imports/foreign/fit-case.ts';
import type { ForeignCase, ForeignPerson } from '#shared/insight/imports/foreign/foreign-case.ts';
import type { ForeignFormat } from '#shared/insight/imports/import.schema.ts';
import { attributed } from '#shared/insight/imports/original.ts';

/** Who raised a case there: a contact that there is, one that is to be made, or a name alone. */
interface FoundRequester {
  row: { contactId?: string; onBehalfOf?: object };
  made?: Decision<Contact>;
}

const longestName = 200;

/**
 * A requester by their mail address, else by what the other system calls them. The contact of an
 * address or of an id there has one id here, so of two rows at once one makes it.
 */
const requesterOf = async (
  { services, by }: ImportRun,
  format: ForeignFormat,
  { id, name: said, email: address }: ForeignPerson,
): Promise<FoundRequester> => {
  const email = emailSchema.safeParse(address).data;
  const name = said ?? address;
  if (name === undefined && id === undefined) return { row: {} };
  const known = email === undefined ? undefined : await contactByMail(services, email);
  if (known === 'several' || (email === undefined && id === undefined))
    return { row: { onBehalfOf: { name, ...(email !== undefined && { email }) } } };
  if (known) return { row: { contactId: known.id } };
  const contactId = `${format}-${digestOf(email === undefined ? `id ${id}` : foldAddress(email)).slice(0, 20)}`;
  const { current, nextVersion } = await contactToPut(services.table, contactId);
  if (current) return { row: { contactId } };
  const made = putContact(undefined, {
    id: contactId,
    nextVersion,
    input: {
      name: [...(name ?? email ?? contactId)].slice(0, longestName).join(''),
      ...(email !== undefined && { email }),
      kind: 'person',
      attributes: id === undefined ? {} : { [`${format}Id`]: id.slice(0, longestName) },
      labels: [],
      network: {},
      courses: [],
      // A manager may bring cases in; that an address opens them is for administrators to say.
      ...(!by.isAdmin && email !== undefined && { unconfirmed: {} }),
    },
    by: actorOf(by),
    at: services.now(),
  });
  return { row: { contactId }, made };
};

const isAnotherClient = ({ digests, isWhole }: KeptImport, contactId: string): boolean =>
  isWhole && digests.contactId !== undefined && digests.contactId !== digestsOf({ contactId }).contactId;

/** Whether the contact that a row would make was there, and was erased. */
const isErased = async ({ table }: Services, { id }: Contact): Promise<boolean> => {
  const pk = partitionOf({ kind: 'contact', id });
  const { items } = await table.query({ pk, prefix: eventPrefix, descending: true, limit: 1, consistent: true });
  return goneForGood.has(String((items[0]?.event as DomainEvent | undefined)?.type));
};

/**
 * Each row but the first, whose case it is, adds a client, unless that was taken off it here.
 * @throws `deleted-here` for somebody who was erased
 */
const takeClient = async (
  run: ImportRun,
  kept: KeptImport,
  { contactId, made, updatedAt }: Pick<FoundRequester, 'made'> & { contactId: string; updatedAt: string | undefined },
): Promise<RowTaken> => {
  const { recordId } = kept;
  if (isOlder({ updatedAt }, run.options)) return nothingOf('skipped', recordId);
  const { current } = await importedCase(run, kept);
  refuseAnonymised(current);
  if (current.clients.includes(contactId)) return nothingOf('unchanged', recordId);
  if (made && (await isErased(run.services, made.after))) throw new Refusal('deleted-here', 'They were erased here');
  const former = formerItem('case', current, contactId);
  if (await run.services.table.get(former)) return nothingOf('unchanged', recordId);
  const added = attributed(addClient(current, { id: contactId, at: run.services.now() }), actorOf(run.by));
  return { change: 'updated', id: recordId, parts: [{ decisions: [...(made ? [made] : []), added], writes: [] }] };
};

/**
 * What becomes of a record that another system exported: a case of the type that is asked for.
 * @throws as `takeCase`; 400 where no type was asked for, 422 for one that is not there
 */
export const takeForeign = async (run: ImportRun, foreign: ForeignCase): Promise<RowTaken> => {
  const { services, options } = run;
  const { definitions } = services;
  const { type, format } = options;
  if (type === undefined || format === undefined)
    throw invalid([{ pointer: '/query/type', code: 'required', detail: 'is required' }]);
  const definition = await definitionForNew(definitions, type);
  if (!definition) throw unknownReference('/query/type', 'case type', type);
  const groups = new Map([...(await definitions.all('groups'))].map(([key, { value }]) => [key, value.name]));
  const house = { staff: await findStaff(services), groups };
  const found: FoundRequester = foreign.requester ? await requesterOf(run, format, foreign.requester) : { row: {} };
  const requester = { kind: 'requester' as const, id: found.row.contactId ?? strangerId };
  const { row, unmapped } = fitCase(foreign, format, { definition, house, requester });
  const kept = foreign.hasRowPerClient ? await readKept(services, 'case', String(row.externalId)) : undefined;
  const { contactId } = found.row;
  const taken =
    kept && contactId !== undefined && isAnotherClient(kept, contactId)
      ? await takeClient(run, kept, { ...found, contactId, updatedAt: foreign.updatedAt ?? foreign.createdAt })
      : await takeCase(run, { ...row, ...found.row }, found.made);
  return { ...taken, ...(unmapped.length > 0 && { unmapped }) };
};
