import * as z from 'zod';
import { appointmentForRequesterSchema } from '#shared/casework/appointments/appointment.schema.ts';
import { caseForRequesterSchema } from '#shared/casework/cases/case.ts';
import { ownContactChangesSchema, ownContactSchema } from '#shared/casework/contacts/contact.ts';
import {
  announcedFileForRequesterSchema,
  fileForRequesterSchema,
  newFileSchema,
  oneFileForRequesterSchema,
} from '#shared/casework/files/file.schema.ts';
import { newAnswerSchema, questionForRequesterSchema } from '#shared/casework/questions/question.schema.ts';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { logQuery } from '#shared/core/records/listing.schema.ts';
import { statement } from '#shared/core/records/primitives.ts';
import {
  caseTypeForRequesterSchema,
  happeningSchema,
  newNoteByRequesterSchema,
  noteForRequesterSchema,
} from '#shared/portal/portal.schema.ts';

// What a requester sees and does: of all their cases signed in, and of one case the same signed in
// or by a link.

const family = 'portal' as const;

/** How a requester names their case: by its id or reference, or by a token that opens it. */
export type PortalAccess = { id: string } | { token: string };

const login = {
  path: '/v1/me/cases/{id}',
  who: 'signed-in',
  names: { id: z.string().min(1).max(64) },
  // As names of operations are made: `getMyCase`, `getMyCaseByLink`.
  suffix: '',
  missing: 'not-found',
  missingBelow: ['not-found'],
} as const;
const link = {
  path: '/v1/public/links/{token}',
  who: 'anyone',
  names: { token: z.string().min(1).max(128) },
  suffix: 'ByLink',
  missing: 'link-not-valid',
  // What lies below a case that the link does open may not be there all the same.
  missingBelow: ['not-found', 'link-not-valid'],
} as const;

/** One route for a signed-in requester and one for the holder of a link. */
const bothWays = <R>(route: (way: OneWay) => R): [R, R] => [route(login), route(link)];

type OneWay = typeof login | typeof link;

/** What is the same in every route below one case. */
const ofWay = ({ who, names }: OneWay) => ({
  family,
  who,
  params: z.strictObject({ ...names }) as unknown as z.ZodType<PortalAccess, PortalAccess>,
});
/** The same of something below it, which has an id of its own. */
const oneOfWay = <N extends string>({ who, names }: OneWay, name: N) => ({
  family,
  who,
  params: z.strictObject({ ...names, [name]: z.string().min(1).max(64) }) as unknown as z.ZodType<
    PortalAccess & Record<N, string>,
    PortalAccess & Record<N, string>
  >,
});
const reading = (way: OneWay) =>
  ({ ...ofWay(way), method: 'GET', readsOneRecord: true, query: plainPageQuery }) as const;
const fromEitherEnd = (way: OneWay) => ({ ...reading(way), query: z.strictObject(logQuery) }) as const;

export const myCasesRoute = defineRoute({
  name: 'listMyCases',
  method: 'GET',
  path: '/v1/me/cases',
  family,
  who: 'signed-in',
  summary: 'Your own cases, newest first',
  query: plainPageQuery,
  answer: pageOf(caseForRequesterSchema),
});
export const myCaseTypesRoute = defineRoute({
  name: 'listMyCaseTypes',
  method: 'GET',
  path: '/v1/me/case-types',
  family,
  who: 'signed-in',
  summary: 'The case types of which you may raise a case for yourself, by their names, with what you fill in',
  answer: z.strictObject({ items: z.array(caseTypeForRequesterSchema) }),
});
export const getMyCaseRoutes = bothWays((way) =>
  defineRoute({
    ...ofWay(way),
    name: `getMyCase${way.suffix}`,
    method: 'GET',
    readsOneRecord: true,
    path: way.path,
    summary: 'A case of yours',
    answer: caseForRequesterSchema,
    refusals: [way.missing],
  }),
);
export const myNotesRoutes = bothWays((way) =>
  defineRoute({
    ...fromEitherEnd(way),
    name: `myNotes${way.suffix}`,
    path: `${way.path}/notes`,
    summary: 'The public notes on a case of yours, oldest first unless sorted otherwise',
    answer: pageOf(noteForRequesterSchema),
    refusals: [way.missing],
  }),
);
export const addMyNoteRoutes = bothWays((way) =>
  defineRoute({
    ...ofWay(way),
    name: `addMyNote${way.suffix}`,
    method: 'POST',
    path: `${way.path}/notes`,
    summary: 'Add a note to a case of yours; the person who looks after it is mailed',
    body: newNoteByRequesterSchema,
    answer: noteForRequesterSchema,
    status: 201,
    refusals: [way.missing, 'too-many-notes'],
  }),
);
export const myHistoryRoutes = bothWays((way) =>
  defineRoute({
    ...fromEitherEnd(way),
    name: `myHistory${way.suffix}`,
    path: `${way.path}/history`,
    summary: 'What happened to a case of yours, as far as it is public, oldest first unless sorted otherwise',
    answer: pageOf(happeningSchema),
    refusals: [way.missing],
  }),
);
export const myAppointmentsRoutes = bothWays((way) =>
  defineRoute({
    ...reading(way),
    name: `myAppointments${way.suffix}`,
    path: `${way.path}/appointments`,
    summary: 'The appointments of a case of yours',
    answer: pageOf(appointmentForRequesterSchema),
    refusals: [way.missing],
  }),
);
export const announceMyFileRoutes = bothWays((way) =>
  defineRoute({
    ...ofWay(way),
    name: `announceMyFile${way.suffix}`,
    method: 'POST',
    path: `${way.path}/files`,
    summary: 'Announce a file to a case of yours; its content is then put where `upload` says',
    body: newFileSchema.extend({ private: z.literal(false).optional() }),
    answer: announcedFileForRequesterSchema,
    status: 201,
    refusals: [way.missing, 'already-closed', 'too-many-files'],
  }),
);
export const myFilesRoutes = bothWays((way) =>
  defineRoute({
    ...reading(way),
    name: `myFiles${way.suffix}`,
    path: `${way.path}/files`,
    summary: 'The files of a case of yours that are not for staff, oldest first',
    answer: pageOf(fileForRequesterSchema),
    refusals: [way.missing],
  }),
);
export const getMyFileRoutes = bothWays((way) =>
  defineRoute({
    ...oneOfWay(way, 'fileId'),
    name: `getMyFile${way.suffix}`,
    method: 'GET',
    readsOneRecord: true,
    path: `${way.path}/files/{fileId}`,
    summary: 'One of these files, with a URL that hands out its content for a few minutes',
    answer: oneFileForRequesterSchema,
    refusals: way.missingBelow,
  }),
);
export const myQuestionsRoutes = bothWays((way) =>
  defineRoute({
    ...reading(way),
    name: `myQuestions${way.suffix}`,
    path: `${way.path}/questions`,
    summary: 'What you are asked about a case of yours, oldest first, with your answers',
    answer: pageOf(questionForRequesterSchema),
    refusals: [way.missing],
  }),
);
export const getMyQuestionRoutes = bothWays((way) =>
  defineRoute({
    ...oneOfWay(way, 'questionId'),
    name: `getMyQuestion${way.suffix}`,
    method: 'GET',
    readsOneRecord: true,
    path: `${way.path}/questions/{questionId}`,
    summary: 'One of these questions',
    answer: questionForRequesterSchema,
    refusals: way.missingBelow,
  }),
);
export const answerMyQuestionRoutes = bothWays((way) =>
  defineRoute({
    ...oneOfWay(way, 'questionId'),
    name: `answerMyQuestion${way.suffix}`,
    method: 'POST',
    path: `${way.path}/questions/{questionId}/answer`,
    summary: 'Answer a question, with files of yours',
    ifMatch: 'optional',
    body: newAnswerSchema,
    answer: questionForRequesterSchema,
    refusals: [
      ...way.missingBelow,
      'already-closed',
      'already-answered',
      'question-ended',
      'unknown-reference',
      'stale',
    ],
  }),
);
export const withdrawRoutes = bothWays((way) =>
  defineRoute({
    ...ofWay(way),
    name: `withdrawMyCase${way.suffix}`,
    method: 'POST',
    path: `${way.path}/withdraw`,
    summary: 'Withdraw a case of yours: it is closed as cancelled',
    body: z.strictObject({ note: statement.optional() }).optional(),
    answer: caseForRequesterSchema,
    refusals: [way.missing, 'already-closed', 'cannot-withdraw'],
  }),
);
export const contactOfCaseRoutes = bothWays((way) =>
  defineRoute({
    ...ofWay(way),
    name: `myContactOfCase${way.suffix}`,
    method: 'GET',
    path: `${way.path}/contact`,
    summary: 'Who you are in a case of yours',
    answer: ownContactSchema,
    refusals: [way.missing, 'no-contact'],
  }),
);
export const editContactOfCaseRoutes = bothWays((way) =>
  defineRoute({
    ...ofWay(way),
    name: `editMyContactOfCase${way.suffix}`,
    method: 'PATCH',
    path: `${way.path}/contact`,
    summary: 'Change your contact details; those who look after your open cases are mailed',
    ifMatch: 'optional',
    body: ownContactChangesSchema,
    answer: ownContactSchema,
    refusals: [way.missing, 'no-contact', 'stale'],
  }),
);

const me = { family, who: 'signed-in', path: '/v1/me/contact', answer: ownContactSchema } as const;
export const getMyContactRoute = defineRoute({
  ...me,
  name: 'getMyContact',
  method: 'GET',
  summary: 'Your contact details',
  refusals: ['not-found'],
});
export const editMyContactRoute = defineRoute({
  ...me,
  name: 'editMyContact',
  method: 'PATCH',
  summary: 'Change your contact details; those who look after your open cases are mailed',
  ifMatch: 'optional',
  body: ownContactChangesSchema,
  refusals: ['not-found', 'stale'],
});

export const portalRoutes = [
  myCasesRoute,
  myCaseTypesRoute,
  ...getMyCaseRoutes,
  ...myNotesRoutes,
  ...addMyNoteRoutes,
  ...myHistoryRoutes,
  ...myAppointmentsRoutes,
  ...announceMyFileRoutes,
  ...myFilesRoutes,
  ...getMyFileRoutes,
  ...myQuestionsRoutes,
  ...getMyQuestionRoutes,
  ...answerMyQuestionRoutes,
  ...withdrawRoutes,
  ...contactOfCaseRoutes,
  ...editContactOfCaseRoutes,
  getMyContactRoute,
  editMyContactRoute,
];
