import { contactNamedBy, contactsBy, lockedAddressesOf } from '#functions/mail/context.ts';
import type { Services } from '#functions/services.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { afterMerges, definitionOf } from '#shared/casework/cases/cases.ts';
import { mergedCases } from '#shared/casework/cases/links/merged-cases.ts';
import { type HiddenRequester, readHiddenRequester } from '#shared/casework/cases/people/hidden-requester.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { fileIn, fileWrite, isAwaited, placeOf } from '#shared/casework/files/file.ts';
import { pendingObject } from '#shared/casework/files/keys.ts';
import { addNoteToCase } from '#shared/casework/notes/note.ts';
import { answerTo, isWaiting, type Question } from '#shared/casework/questions/question.ts';
import { byHand } from '#shared/core/events/event.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { childPrefix, fileKey, partitionOf } from '#shared/core/table/keys.ts';
import { receivedKey } from '#shared/core/table/mail-keys.ts';
import { directoryOf } from '#shared/mail/notifications/directory.ts';
import { type PeopleOfCase, type Writer, writerOf } from '#shared/mail/replies/accept-reply.ts';
import { fileOfMail, filesFrom } from '#shared/mail/replies/files-from.ts';
import { cleanAttachment, keptMail } from '#shared/mail/replies/kept-mail.ts';
import { newText, type Ours } from '#shared/mail/replies/new-text.ts';
import { noteText } from '#shared/mail/replies/note-text.ts';
import type { Attachment, ReceivedMail } from '#shared/mail/replies/read-reply.ts';
import { endOfId, type RepliedTo } from '#shared/mail/replies/reply-address.ts';
import { refusedFilesEvent, type SetAsideReason } from '#shared/mail/replies/set-aside.ts';
import type { Hidden } from '#shared/mail/replies/take-out.ts';

// Puts a mail on a case: a note, or the answer to the question that it answers, with its files and
// the whole mail as a private one.

/** By what a mail of ours is known where one is quoted. */
const marksOfOurs = ({ mailSender, pages }: Services): Omit<Ours, 'hidden'> => ({
  senders: [mailSender],
  pages: [pages.PORTAL_URL, pages.STAFF_URL],
});

/** A case with everybody who may write to it by mail; undefined where its type is gone. */
interface Addressed {
  people: PeopleOfCase;
  /** Requesters of it, and of the cases that were merged into it, whom staff are not to know. */
  hidden: readonly HiddenRequester[];
}

/** By what the requester of a case is known, and what is kept of one whom staff are not to know. */
const requesterOf = async (services: Services, record: Case) => {
  const hidden = record.anonymous ? await readHiddenRequester(services.table, record.id) : undefined;
  const contact = await contactNamedBy(services, record);
  return { hidden, requester: { record, contact, hiddenEmail: hidden?.email } };
};

export const addressedBy = async (services: Services, record: Case): Promise<Addressed | undefined> => {
  const { definitions } = services;
  const type = await definitions.one('case-types', record.type);
  if (!type) return undefined;
  const directory = directoryOf(await definitions.all('groups'));
  const outside = [
    ...record.clients,
    ...record.subscriptions.filter((one) => one.confirmed !== false).map(({ id }) => id),
  ];
  const others = await contactsBy(services, [...new Set(outside)]);
  const own = await requesterOf(services, record);
  const merged = await Promise.all(
    (await mergedCases(services.table, record)).map((one) => requesterOf(services, one)),
  );
  const ofMerged = merged.map(({ requester }) => requester);
  const lockedAddresses = await lockedAddressesOf(services, record, directory);
  return {
    people: { ...own.requester, type: type.value, directory, others, ofMerged, lockedAddresses },
    hidden: [own, ...merged].flatMap(({ hidden }) => hidden ?? []),
  };
};

/**
 * Whether staff are not to know who wrote a mail: the case's requester or that of a merged one, or
 * somebody who may be either.
 */
const isFromHidden = ({ people }: Addressed, writer: Writer | undefined): boolean => {
  const { record, ofMerged = [] } = people;
  const isHidden = ofMerged.some((one) => one.record.anonymous && (!writer || writer.by.id === one.record.id));
  return (
    record.anonymous === true ||
    isHidden ||
    (writer?.isUnverified === true && ofMerged.some((one) => one.record.anonymous))
  );
};

/**
 * Whom staff are not to know by a mail: by what was said of them, and by how this mail calls its
 * sender.
 */
const hiddenIn = (
  { head, email }: ReceivedMail,
  addressed: Addressed | undefined,
  writer: Writer | undefined,
): Hidden | undefined => {
  if (!addressed) return undefined;
  const isSender = isFromHidden(addressed, writer);
  const { hidden } = addressed;
  if (hidden.length === 0 && !isSender) return undefined;
  const senders = isSender ? [email.from, email.sender, ...(email.replyTo ?? [])] : [];
  const names = [...hidden.map(({ name }) => name), ...senders.map((one) => one?.name)];
  const addresses = [
    ...hidden.map((one) => one.email),
    ...(isSender ? head.from : []),
    ...senders.map((one) => one?.address),
  ];
  const known = (values: readonly (string | undefined)[]) =>
    values.filter((value) => value !== undefined && value !== '');
  return { names: known(names) as string[], addresses: known(addresses) as string[] };
};

/**
 * The question that a mail answers, which waits for an answer still. Anything else that is written
 * is a note.
 */
const questionAnswered = async (
  { table }: Services,
  record: Case,
  end: string | undefined,
): Promise<Question | undefined> => {
  if (end === undefined || !isOpen(record)) return undefined;
  const pk = partitionOf({ kind: 'case', id: record.id });
  const items = await table.queryAll({ pk, prefix: childPrefix('question'), consistent: true });
  const questions = items.map((item) => item.record as Question);
  return questions.find((question) => endOfId(question.id) === end && isWaiting(question, record));
};

/**
 * What a marker of a mail remembers: its files by their places among what came with it, the whole
 * mail having none.
 */
type Brought = { id: string; index?: number | undefined }[];

/**
 * Puts the content of files where what is uploaded lies, to be looked at as everything there is.
 * One that is not awaited any more was brought before.
 */
const bring = async (
  services: Services,
  record: Case,
  { brought, mail, hidden }: { brought: Brought; mail: ReceivedMail; hidden: Hidden | undefined },
): Promise<void> => {
  const items = await services.table.getMany(
    brought.map(({ id }) => fileKey(record.id, id)),
    { consistent: true },
  );
  for (const file of items.flatMap((item) => fileIn(item, services.now()) ?? []).filter(isAwaited)) {
    const place = brought.find(({ id }) => id === file.id);
    if (!place) continue;
    const attachment = place.index === undefined ? undefined : mail.attachments[place.index];
    const { content } = attachment
      ? await cleanAttachment(attachment, hidden)
      : { content: await keptMail(mail, hidden) };
    await services.files.write(pendingObject(placeOf(file)), { content, contentType: file.contentType });
  }
};

const describe = (writer: Writer, { head }: ReceivedMail, hidden: Hidden | undefined) =>
  writer.isUnverified ? { addresses: hidden ? [] : head.from } : undefined;

/** Cleans what came with a mail of what may not be stored. */
const cleaned = async (mail: ReceivedMail, hidden: Hidden | undefined): Promise<Attachment[]> => {
  const attachments: Attachment[] = [];
  for (const one of mail.attachments) attachments.push(await cleanAttachment(one, hidden));
  return attachments;
};

/**
 * Puts a mail on a case, once however often it comes, and gives why not where it was not; to be
 * tried again where somebody else writes the case.
 */
export const putOnCase = async (
  services: Services,
  { mail, identity, to }: { mail: ReceivedMail; identity: string; to: RepliedTo },
): Promise<SetAsideReason | undefined> => {
  const { table, definitions, newId } = services;
  const record = await afterMerges(table, to.caseId);
  if (!record || record.trashedAt) return 'no-such-case';
  const addressed = await addressedBy(services, record);
  const writer = addressed && writerOf(mail.head, addressed.people);
  const hidden = hiddenIn(mail, addressed, writer);
  const marker = receivedKey({ kind: 'case', id: record.id }, identity);
  const before = await table.get(marker);
  // An earlier attempt put it there, and may have ended before it brought what came with the mail.
  if (before) {
    await bring(services, record, { brought: before.files as Brought, mail, hidden });
    return undefined;
  }
  if (!writer) return 'not-of-the-case';
  const at = services.now();
  const definition = await definitionOf(definitions, record);
  const attachments = await cleaned(mail, hidden);
  const { text: written } = newText(mail.email, { ...marksOfOurs(services), hidden });
  if (written === '' && attachments.length === 0) return 'empty';
  const filing = { record, newId, at };
  const { files, refused } = await filesFrom(attachments, { ...filing, writer }, definition);
  const whole = fileOfMail(await keptMail(mail, hidden), filing, definition);
  const announced = files.map(({ file }) => file);
  const names = attachments.map(({ name }) => name);
  const text = noteText(written, { names, unverified: describe(writer, mail, hidden) });
  const { by, isUnverified } = writer;
  const isRequester = by.kind === 'requester' && writer.public;
  const question = isRequester ? await questionAnswered(services, record, to.question) : undefined;
  const answered = () => {
    const input = { text, fileIds: announced.map(({ id }) => id) };
    return (
      question && answerTo(record, { question, input, files: announced, by, at, via: 'mail' }, definition).decision
    );
  };
  const noted = () => {
    const shown = announced.map(({ id, name, contentType, size }) => ({ id, name, contentType, size }));
    const ofMail = {
      via: 'mail' as const,
      mailFileId: whole.id,
      ...(isUnverified && { unverifiedSender: isUnverified }),
    };
    const note = { id: newId(at), text, attachments: shown, at, by, public: writer.public, ...ofMail };
    return addNoteToCase(record, note, definition);
  };
  const brought: Brought = [{ id: whole.id }, ...files.map(({ file: { id }, index }) => ({ id, index }))];
  const refusals: Item[] = refused.length === 0 ? [] : [refusedFilesEvent(record, refused, { newId, at, by })];
  await services.commit(
    { actor: by, at, cause: byHand },
    [answered() ?? noted()],
    [
      { put: { ...marker, files: brought }, when: 'new' },
      ...[whole, ...announced].map((file) => fileWrite(record.id, file)),
      ...refusals.map((put) => ({ put })),
    ],
  );
  await bring(services, record, { brought, mail, hidden });
  return undefined;
};
