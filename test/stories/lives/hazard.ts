import { expect } from 'vitest';
import { type Client, clientFor } from '#local/demo/client.ts';
import type { CaseAnswer, CaseForRequester } from '#shared/casework/cases/case.ts';
import type { Note, SystemNote } from '#shared/casework/notes/note.schema.ts';
import type { QuestionAnswer } from '#shared/casework/questions/question.ts';
import { putOver } from '#test/stories/configuring.ts';
import {
  announce,
  bring,
  type FileOfLink,
  type Hazard,
  hazards,
  lastMailTo,
  near,
  pageIn,
  picture,
  type Report,
  report,
} from './hazard-form.ts';
import { beginLife, mailsOf, type Place } from './life.ts';

// A lamp that sparks, reported with a photo by a stranger, followed by a second one, asked about
// twice, made safe on the Monday after. New York, Mon–Fri 9 to 5, no holidays.

const everyMail = [
  '0 10h case-raised-group → ines.costa',
  '0 10h case-raised-group → jonas.weber',
  '0 10h case-raised-requester → rosa',
  '0 11h case-assigned-person → jonas.weber',
  '0 11h question-asked → rosa',
  '0 11h status-changed → otto',
  '0 11h status-changed → rosa',
  '0 11h subscription-requested → otto',
  '1 09h question-answered → jonas.weber',
  '2 10h question-asked → rosa',
  '3 10h question-unanswered-requester → rosa',
  '3 10h question-unanswered-staff → jonas.weber',
  '3 11h question-answered → jonas.weber',
  '4 16h target-reminder → jonas.weber',
  '7 11h note-by-requester → jonas.weber',
  '7 14h case-closed-requester → rosa',
  '7 14h case-closed-subscribers → otto',
  '7 14h note-by-staff → rosa',
  // Otto does not want to hear more; Rosa has lost her link. Staff may not know the requester, so
  // any address may ask, and it is the requester who is mailed.
  '13 12h portal-link → rosa',
  '13 12h portal-link → rosa',
];

/** By whom: one of staff, or what else it was. */
const publicNotes = [
  '0 10h requester: The case was raised',
  '0 10h requester: A file was not taken: gate.png',
  '0 10h requester: A file was added: lamp.png',
  '0 11h jonas: Status: Being inspected',
  '0 11h jonas: The requester was asked: Which of the two lamps is it?',
  '1 09h requester: The question was answered: Which of the two lamps is it?',
  '2 10h jonas: The requester was asked: Does it spark when it is dry?',
  '3 10h clock: No answer has come: Does it spark when it is dry?',
  '3 11h requester: The question was answered: Does it spark when it is dry?',
  '7 11h requester: It is dark again.',
  '7 14h jonas: We have put in a new one.',
  '7 14h jonas: Closed: Made safe',
];
const privateNotes = [
  '0 11h requester: Who follows the case was changed',
  '0 11h requester: Who follows the case was changed',
  '0 11h jonas: Assigned to Jonas Weber',
  '4 16h clock: Reminder of the target Made safe',
  '8 09h requester: Who follows the case was changed',
  '13 12h requester: The requester asked for a link',
  '13 12h requester: The requester asked for a link',
  '15 09h ines: A link of the requester was taken back',
  '15 09h ines: A link of the requester was taken back',
];

const reporter = { name: 'Rosa Reporter', email: 'rosa@hazard.example', phone: '+44 7700 900456' };
const follower = { name: 'Otto Onlooker', email: 'otto@hazard.example' };
const place = { lat: 40.7003, lon: -74.0102 };
const aLittleFurther = { lat: 40.7004, lon: -74.0101 };
const otherEnd = { lat: 40.71, lon: -74.0102 };

const configure = async (admin: Client): Promise<void> => {
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
  const hours = Object.fromEntries(days.map((day) => [day, [['09:00', '17:00']]]));
  const week = { ...hours, saturday: [], sunday: [] };
  const body = { name: 'Estates', timeZone: 'America/New_York', week };
  expect((await admin.send('PUT', '/v1/calendars/estates-hours', { body })).status).toBe(201);
  const working = (amount: number, unit: string) => ({ amount, unit, time: 'working' });
  const { status } = await putOver(admin, '/v1/case-types/hazard-report', (type) => ({
    ...type,
    publicForm: { identity: 'hidden', nearby: { meters: 150, subject: true } },
    files: { requester: { maxCount: 1, types: ['image/*'] } },
    questionExpiresAfter: working(1, 'days'),
    linksExpireAfter: 'P14D',
    notifications: { 'status-changed': {} },
    targets: [
      { key: 'first-response', name: 'First response', target: working(2, 'hours'), calendar: 'estates-hours' },
      {
        key: 'completion',
        name: 'Made safe',
        target: working(4, 'days'),
        calendar: 'estates-hours',
        reminders: [{ before: working(1, 'days') }],
        pauseWhileAwaitingReply: true,
      },
    ],
  }));
  expect(status).toBe(200);
};

const linkIsNotValid = { status: 404, body: { code: 'link-not-valid' } };

/** Monday, ten o’clock: Rosa reports the lamp. @returns her report, and the photo */
const reporting = async (hazard: Hazard) => {
  const { nobody, ines } = hazard;
  expect(await near(hazard, place)).toEqual([]);
  const said = { subject: 'A lamp sparks at the gate', fields: { kind: 'electrical' }, location: place };
  const mine = await report(hazard, { ...said, description: 'It has been so since Sunday.', contact: reporter });
  expect(await nobody.get<CaseForRequester>(mine.link)).toMatchObject({ ...said, reference: mine.reference });

  expect(await announce(hazard, mine, 'lamp.pdf', { contentType: 'application/pdf' })).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '/contentType' }] },
  });
  const page = await bring(hazard, mine, { name: 'gate.png', content: Buffer.from('<html>no picture</html>') });
  expect(page).toMatchObject({ state: 'rejected', reason: 'wrong-type' });
  const photo = await bring(hazard, mine, { name: 'lamp.png', content: picture });
  expect(photo).toMatchObject({ state: 'stored', name: 'lamp.png' });
  expect(await announce(hazard, mine, 'more.png')).toMatchObject({ status: 409, body: { code: 'too-many-files' } });

  const seen = await (await ines()).get<FileOfLink>(`${mine.path}/files/${photo.id}`);
  const content = await (await hazard.fetch(String(seen.download?.url))).arrayBuffer();
  expect(Buffer.from(content).equals(picture)).toBe(true);
  return { mine, photo };
};

/** Otto would have reported it too. @returns the page of what he follows */
const following = async (hazard: Hazard, { reference }: Report): Promise<string> => {
  const { nobody, life } = hazard;
  const [offered, ...more] = await near(hazard, aLittleFurther);
  expect([offered, more]).toEqual([
    {
      reference,
      subject: 'A lamp sparks at the gate',
      status: { key: 'reported', name: 'Reported', category: 'to-do' },
      location: place,
      distance: 14,
      createdAt: expect.any(String),
    },
    [],
  ]);
  const asked = await nobody.send('POST', `${hazards}/subscribe`, { body: { reference, ...follower } });
  expect(asked.status).toBe(202);
  const page = pageIn('subscriptions', (await lastMailTo(life, follower))?.text);
  expect((await nobody.send('POST', `${page}/confirm`)).status).toBe(204);
  await life.local.idle();
  return page;
};

const clockOf = async ({ ines, life }: Hazard, { path }: Report, wanted: string) => {
  const clock = (await (await ines()).get<CaseAnswer>(path)).clocks.find(({ key }) => key === wanted);
  return [clock?.state, clock?.dueAt && life.dayOf(clock.dueAt)];
};
const ask = async ({ jonas }: Hazard, { path }: Report, text: string) =>
  (await jonas()).post<QuestionAnswer>(`${path}/questions`, { text });
const answer = ({ nobody }: Hazard, { link }: Report, { id }: QuestionAnswer, body: object) =>
  nobody.send<{ code?: string }>('POST', `${link}/questions/${id}/answer`, { body });

/** Jonas takes it, and has two questions; only the first is answered in time. */
const inspecting = async (hazard: Hazard, mine: Report, photo: FileOfLink): Promise<void> => {
  const { life, jonas } = hazard;
  await life.go(0, '11:30');
  await (await jonas()).post(`${mine.path}/claim`);
  await (await jonas()).post(`${mine.path}/status`, { status: 'inspecting' });
  expect(await clockOf(hazard, mine, 'first-response')).toEqual(['running', '0 12h']);
  expect(await clockOf(hazard, mine, 'completion')).toEqual(['running', '4 10h']);
  const which = await ask(hazard, mine, 'Which of the two lamps is it?');
  expect((await clockOf(hazard, mine, 'first-response'))[0]).toBe('met');
  expect((await clockOf(hazard, mine, 'completion'))[0]).toBe('paused');

  // On Tuesday Rosa answers by her link. What another report holds is not hers to show.
  await life.go(1, '09:00');
  const contact = { name: 'Theo', email: 'theo@hazard.example' };
  const said = { contact, subject: 'A hole', fields: { kind: 'surface' }, location: otherEnd };
  const theirs = await report(hazard, said);
  const foreign = await bring(hazard, theirs, { name: 'hole.png', content: picture });
  expect(foreign.state).toBe('stored');
  const text = 'The left one.';
  expect(await answer(hazard, mine, which, { text, fileIds: [foreign.id] })).toMatchObject({
    status: 422,
    body: { code: 'unknown-reference', errors: [{ pointer: '/fileIds/0' }] },
  });
  expect(await answer(hazard, theirs, which, { text })).toMatchObject({ status: 404 });
  expect(await answer(hazard, mine, which, { text, fileIds: [photo.id] })).toMatchObject({
    status: 200,
    body: { state: 'answered', answer: { text, fileIds: [photo.id] } },
  });
  expect(await answer(hazard, mine, which, { text: 'The right one.' })).toMatchObject({
    status: 409,
    body: { code: 'already-answered' },
  });
  // Of four days it had 30.5 hours left.
  expect(await clockOf(hazard, mine, 'completion')).toEqual(['running', '4 15h']);

  // The second question waits from Wednesday to Thursday, an hour longer than it should: nine hours
  // of work.
  await life.go(2, '10:00');
  const dry = await ask(hazard, mine, 'Does it spark when it is dry?');
  await life.go(3, '11:00');
  expect((await clockOf(hazard, mine, 'completion'))[0]).toBe('paused');
  expect(await answer(hazard, mine, dry, { text: 'It does.' })).toMatchObject({ status: 200 });
  expect(await clockOf(hazard, mine, 'completion')).toEqual(['running', '7 16h']);
};

/** How a note reads in the history of its requester. */
const toRequester = (note: string): string =>
  note
    .replace(/ \w+:/, '')
    .replace(/(11h|14h) (It|We) .*/, '$1 A note was added')
    .replace('The requester was asked', 'You were asked')
    .replace('The question was answered', 'Answered')
    .replace('No answer has come', 'No answer has come from you');

/** The Monday after, in time. */
const closing = async (hazard: Hazard, { path, link, reference }: Report): Promise<void> => {
  const { life, nobody, jonas } = hazard;
  await life.go(7, '11:00');
  await nobody.post(`${link}/notes`, { text: 'It is dark again.' });
  await life.go(7, '14:30');
  expect(await near(hazard, place)).toMatchObject([{ reference, status: { key: 'inspecting' } }]);
  await (await jonas()).post(`${path}/notes`, { text: 'We have put in a new one.', public: true });
  await (await jonas()).post(`${path}/close`, { reason: 'made-safe' });
  expect(await near(hazard, place)).toEqual([]);
  expect(await nobody.get<CaseForRequester>(link)).toMatchObject({ statusName: 'Fixed' });
  const history = await nobody.get<{ items: { occurredAt: string; text: string }[] }>(`${link}/history`);
  expect(history.items.map(({ occurredAt, text }) => `${life.dayOf(occurredAt)} ${text}`)).toEqual(
    publicNotes.map(toRequester),
  );
};

/** What is left when all is done: links come to their ends, each in its way. */
const afterwards = async (hazard: Hazard, mine: Report, followed: string): Promise<void> => {
  const { life, nobody, ines } = hazard;
  await life.go(8, '09:00');
  expect((await nobody.send('DELETE', followed)).status).toBe(204);
  expect(await nobody.send('DELETE', followed)).toMatchObject(linkIsNotValid);

  await life.go(13, '12:00');
  expect((await nobody.send('GET', mine.link)).status).toBe(200);
  const renew = (email: string) =>
    nobody.send('POST', '/v1/public/links/renew', { body: { reference: mine.reference, email } });
  expect([(await renew(follower.email)).status, (await renew(reporter.email)).status]).toEqual([202, 202]);
  const renewed = pageIn('links', (await lastMailTo(life, reporter))?.text);
  await life.go(15, '09:00');
  expect(await nobody.send('GET', mine.link)).toMatchObject(linkIsNotValid);
  expect((await nobody.send('GET', renewed)).status).toBe(200);
  const { items } = await (await ines()).get<{ items: { id: string; createdAt: string }[] }>(
    `${mine.path}/portal-links`,
  );
  const mailed = items.filter(({ createdAt }) => life.dayOf(createdAt) === '13 12h');
  expect(mailed).toHaveLength(2);
  for (const { id } of mailed)
    expect((await (await ines()).send('DELETE', `${mine.path}/portal-links/${id}`)).status).toBe(204);
  expect(await nobody.send('GET', renewed)).toMatchObject(linkIsNotValid);
};

const compare = async ({ life, ines }: Hazard, { path, reference }: Report): Promise<void> => {
  const { local, dayOf } = life;
  expect(await mailsOf(life, reference)).toEqual(everyMail);
  const { items: notes } = await (await ines()).get<{ items: (Note | SystemNote)[] }>(
    `${path}/notes?system=true&limit=200`,
  );
  const said = (isPublic: boolean) =>
    notes
      .filter((note) => note.public === isPublic)
      .map(
        ({ text, createdAt, createdBy: { kind, id } }) => `${dayOf(createdAt)} ${kind === 'user' ? id : kind}: ${text}`,
      );
  expect(said(true)).toEqual(publicNotes);
  expect(said(false)).toEqual(privateNotes);
  const closed = await (await ines()).get<CaseAnswer>(path);
  expect(closed).toMatchObject({ anonymous: true, status: { key: 'fixed' }, fileCount: 1, openQuestions: 0 });
  expect(closed.clocks.map(({ key, state }) => [key, state])).toEqual([
    ['first-response', 'met'],
    ['completion', 'met'],
  ]);

  // Staff never learn who it was; a follower learns nothing of what was said.
  const told: unknown[] = [closed, notes];
  for (const below of ['history', 'questions', 'files', 'mails', 'portal-links'])
    told.push(await (await ines()).get(`${path}/${below}`));
  for (const name of ['ines.costa', 'jonas.weber']) told.push(await local.mails(`${name}@staff.example.edu`));
  // As words: the hash of a link may have the four letters in it.
  expect(JSON.stringify(told)).not.toMatch(/\brosa\b|900456/i);
  expect(JSON.stringify(await local.mails(follower.email))).not.toMatch(/\b(rosa|dark|left one|since sunday)\b/i);
};

/** What happens from one look at the case to the next: a stack has the time of a test for each. */
interface Step {
  title: string;
  live: () => Promise<void>;
}

/** The whole life, to be lived in this order. */
export const lifeOfAHazard = (place: () => Place): Step[] => {
  let hazard: Hazard;
  let mine: Report;
  let photo: FileOfLink;
  let followed: string;
  return [
    {
      title: 'is reported with a photo',
      live: async () => {
        const { local, url, fetch } = place();
        const life = await beginLife(local, 'America/New_York');
        await life.go(0, '10:00');
        await configure(await life.as('ada', 'admins'));
        hazard = {
          life,
          fetch,
          nobody: clientFor(url, undefined, fetch),
          ines: () => life.as('ines', 'estates'),
          jonas: () => life.as('jonas', 'estates'),
        };
        ({ mine, photo } = await reporting(hazard));
      },
    },
    {
      title: 'is followed by a second one, who would have reported it too',
      live: async () => {
        await hazard.life.go(0, '11:00');
        followed = await following(hazard, mine);
      },
    },
    { title: 'is inspected, and its reporter asked twice', live: () => inspecting(hazard, mine, photo) },
    { title: 'is made safe', live: () => closing(hazard, mine) },
    { title: 'leaves links that come to their ends', live: () => afterwards(hazard, mine, followed) },
    { title: 'was told to each as it should', live: () => compare(hazard, mine) },
  ];
};
