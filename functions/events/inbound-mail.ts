// Puts a mail that somebody answered with on its case, as a note. A mail counts once: its Message-ID is taken in the transaction that writes the note. What
// is on no case stays where SES put it, for a month, and is logged without whom it is from.
import { consumer } from '#functions/events/consumer.ts';
import { buildFiles } from '#functions/files.ts';
import { logger } from '#functions/logger.ts';
import { contactNamedBy, contactsBy } from '#functions/mail/situation.ts';
import { buildServices } from '#functions/services.ts';
import type { Case } from '#shared/cases/case.ts';
import { definitionOf } from '#shared/cases/cases.ts';
import { addNoteToCase, type Note } from '#shared/cases/note.ts';
import { byHand } from '#shared/events/event.ts';
import { fileKey } from '#shared/files/keys.ts';
import { directoryOf } from '#shared/notifications/directory.ts';
import { fingerprintOf } from '#shared/notifications/fingerprint.ts';
import { readRecord } from '#shared/records/read.ts';
import { type Aside, setAside, type Writer, writerOf } from '#shared/replies/accept-reply.ts';
import { type Reply, readReply, replyText } from '#shared/replies/read-reply.ts';
import { caseOfReply } from '#shared/replies/reply-address.ts';
import { againOnConflict } from '#shared/table/commit.ts';
import { receivedKey } from '#shared/table/keys.ts';
import { Secret } from '#shared/table/secret.ts';

const services = buildServices(process.env);
const files = buildFiles(process.env);
const { table, definitions } = services;
const secret = new Secret(table, 'replies');

// A case that was merged leads to the one it was merged into, and that may have been merged too.
const mostMerges = 5;

const caseAnswered = async (id: string): Promise<Case | undefined> => {
  let record = await readRecord<Case>(table, 'case', id);
  for (let merges = 0; record?.mergedInto && merges < mostMerges; merges++)
    record = await readRecord<Case>(table, 'case', record.mergedInto);
  return record?.trashedAt ? undefined : record;
};

const writerTo = async (record: Case, reply: Reply): Promise<Writer | undefined> => {
  const type = await definitions.one('case-types', record.type);
  if (!type) return undefined;
  const directory = directoryOf(await definitions.all('groups'));
  const outside = [...record.clients, ...record.subscriptions.map(({ id }) => id)];
  const contact = await contactNamedBy(services, record);
  const others = await contactsBy(services, [...new Set(outside)]);
  return writerOf(reply, { record, type: type.value, directory, contact, others });
};

/** Keeps what came with a mail. Its names follow from the mail, so that one that arrives twice writes the same files. */
const keepAttachments = async (record: Case, { messageId, attachments }: Reply): Promise<Note['attachments']> => {
  const kept = attachments.map((file, index) => ({ ...file, id: `${fingerprintOf(messageId)}-${index + 1}` }));
  for (const { id, content, contentType } of kept) await files.write(fileKey(record.id, id), { content, contentType });
  return kept.map(({ id, name, contentType, content }) => ({ id, name, contentType, size: content.byteLength }));
};

const putOnCase = (caseId: string, reply: Reply): Promise<Aside | undefined> =>
  againOnConflict(async () => {
    const record = await caseAnswered(caseId);
    if (!record) return 'no-such-case';
    const marker = receivedKey({ kind: 'case', id: record.id }, fingerprintOf(reply.messageId));
    if (await table.get(marker)) return undefined;
    const writer = await writerTo(record, reply);
    if (!writer) return 'not-of-the-case';
    const at = services.now();
    const attachments = await keepAttachments(record, reply);
    const note = { id: services.newId(at), text: replyText(reply), via: 'mail' as const, attachments, at, ...writer };
    const decision = addNoteToCase(record, note, await definitionOf(definitions, record));
    const intent = { actor: writer.by, at, cause: byHand };
    await services.commit(intent, [decision], [{ put: { ...marker, noteId: note.id }, when: 'new' }]);
    return undefined;
  });

export const handler = consumer(services, async ({ envelope }) => {
  const { object } = envelope.detail as { object: { key: string } };
  const reply = await readReply(await files.read(object.key));
  const key = await secret.load();
  const caseId = reply.to.map((address) => caseOfReply(key, address)).find((found) => found !== undefined);
  const reason: Aside | undefined =
    caseId === undefined ? 'nothing-of-ours' : (setAside(reply) ?? (await putOnCase(caseId, reply)));
  if (reason) logger.info('a mail was put aside', { reason, object: object.key });
});
