// Puts a mail that somebody answered with on its case, as a note, or as the answer to the question that it answers. A mail counts once: its Message-ID is taken in the transaction that writes it. What
// is on no case stays where SES put it, for a month, and is logged without whom it is from.
import { consumer } from '#functions/events/consumer.ts';
import { buildFiles } from '#functions/files.ts';
import { logger } from '#functions/logger.ts';
import { contactNamedBy, contactsBy } from '#functions/mail/situation.ts';
import { buildServices } from '#functions/services.ts';
import type { Case } from '#shared/cases/case.ts';
import { afterMerges, definitionOf } from '#shared/cases/cases.ts';
import { addNoteToCase } from '#shared/cases/note.ts';
import { isOpen } from '#shared/cases/status.ts';
import { byHand } from '#shared/events/event.ts';
import { fileIn, fileWrite, isAwaited, placeOf } from '#shared/files/file.ts';
import { pendingObject } from '#shared/files/keys.ts';
import { directoryOf } from '#shared/notifications/directory.ts';
import { fingerprintOf } from '#shared/notifications/fingerprint.ts';
import { readHiddenRequester } from '#shared/portal/hidden-requester.ts';
import { answerTo, isWaiting, type Question } from '#shared/questions/question.ts';
import { type Aside, setAside, type Writer, writerOf } from '#shared/replies/accept-reply.ts';
import { filesFrom } from '#shared/replies/files-from.ts';
import { type Reply, readReply, replyText } from '#shared/replies/read-reply.ts';
import { endOfId, type RepliedTo, repliedTo } from '#shared/replies/reply-address.ts';
import { againOnConflict } from '#shared/table/commit.ts';
import { childPrefix, fileKey, partitionOf, receivedKey } from '#shared/table/keys.ts';
import { Secret } from '#shared/table/secret.ts';

const services = buildServices(process.env);
const files = buildFiles(process.env);
const { table, definitions } = services;
const secret = new Secret(table, 'replies');

const writerTo = async (record: Case, reply: Reply): Promise<Writer | undefined> => {
  const type = await definitions.one('case-types', record.type);
  if (!type) return undefined;
  const directory = directoryOf(await definitions.all('groups'));
  const outside = [...record.clients, ...record.subscriptions.map(({ id }) => id)];
  const contact = await contactNamedBy(services, record);
  const others = await contactsBy(services, [...new Set(outside)]);
  const hiddenEmail = record.anonymous ? (await readHiddenRequester(table, record.id))?.email : undefined;
  return writerOf(reply, { record, type: type.value, directory, contact, hiddenEmail, others });
};

/** Puts the content of files where what is uploaded lies, to be looked at as everything there is. A file that is not awaited any more has come that far. */
const bring = async (caseId: string, fileIds: readonly string[], { attachments }: Reply): Promise<void> => {
  const record = await afterMerges(table, caseId);
  if (!record || fileIds.length === 0) return;
  const items = await table.getMany(
    fileIds.map((id) => fileKey(record.id, id)),
    { consistent: true },
  );
  for (const file of items.flatMap((item) => fileIn(item, services.now()) ?? []).filter(isAwaited)) {
    const attachment = attachments[fileIds.indexOf(file.id)];
    if (attachment) await files.write(pendingObject(placeOf(file)), attachment);
  }
};

/** Of somebody unknown to staff no whole mail is kept: it says whom it is from. */
const asFarAsKnown = (reply: Reply, { anonymous }: Case): Reply =>
  anonymous
    ? { ...reply, attachments: reply.attachments.filter(({ contentType }) => contentType !== 'message/rfc822') }
    : reply;

/** The question that a mail answers: what was answered is its mail, and it waits for an answer still. Anything else that is written is a note. */
const questionAnswered = async (record: Case, { question: end }: RepliedTo): Promise<Question | undefined> => {
  if (end === undefined || !isOpen(record)) return undefined;
  const pk = partitionOf({ kind: 'case', id: record.id });
  const items = await table.queryAll({ pk, prefix: childPrefix('question'), consistent: true });
  const questions = items.map((item) => item.record as Question);
  return questions.find((question) => endOfId(question.id) === end && isWaiting(question, record));
};

const putOnCase = (to: RepliedTo, received: Reply): Promise<Aside | undefined> =>
  againOnConflict(async () => {
    const record = await afterMerges(table, to.caseId);
    if (!record || record.trashedAt) return 'no-such-case';
    const reply = asFarAsKnown(received, record);
    const marker = receivedKey({ kind: 'case', id: record.id }, fingerprintOf(reply.messageId));
    const before = await table.get(marker);
    // Put there by an earlier attempt, that may have ended before it brought what came with the mail.
    if (before) {
      await bring(record.id, (before.fileIds ?? []) as string[], reply);
      return undefined;
    }
    const writer = await writerTo(record, reply);
    if (!writer) return 'not-of-the-case';
    const at = services.now();
    const definition = await definitionOf(definitions, record);
    const announced = filesFrom(reply, { record, writer, newId: services.newId, at }, definition);
    const fileIds = announced.map(({ id }) => id);
    const text = replyText(reply);
    const { by } = writer;
    const isRequester = by.kind === 'requester' && writer.public;
    const question = isRequester ? await questionAnswered(record, to) : undefined;
    const answered = () =>
      question &&
      answerTo(record, { question, input: { text, fileIds }, files: announced, by, at, via: 'mail' }, definition)
        .decision;
    const noted = () => {
      const attachments = announced.map(({ id, name, contentType, size }) => ({ id, name, contentType, size }));
      const note = { id: services.newId(at), text, via: 'mail' as const, attachments, at, ...writer };
      return addNoteToCase(record, note, definition);
    };
    await services.commit(
      { actor: by, at, cause: byHand },
      [answered() ?? noted()],
      [{ put: { ...marker, fileIds }, when: 'new' }, ...announced.map((file) => fileWrite(record.id, file))],
    );
    await bring(record.id, fileIds, reply);
    return undefined;
  });

export const handler = consumer(services, async ({ envelope }) => {
  const { object } = envelope.detail as { object: { key: string } };
  const reply = await readReply(await files.read(object.key));
  const key = await secret.load();
  const to = reply.to.map((address) => repliedTo(key, address)).find((found) => found !== undefined);
  const reason: Aside | undefined =
    to === undefined ? 'nothing-of-ours' : (setAside(reply) ?? (await putOnCase(to, reply)));
  if (reason) logger.info('a mail was put aside', { reason, object: object.key });
});
