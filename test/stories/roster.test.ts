import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { jobDone, sendFile } from './importing.ts';
import { expectRefused, here, unique } from './world.ts';

interface Row {
  row: number;
  status: number;
  change?: string;
  id?: string;
  error?: { status: number; code: string; detail: string; errors?: { pointer: string; code: string }[] };
}
interface Imported {
  results: Row[];
  jobId?: string;
}

const send = async (body: string, { type = 'text/csv', query = '', by = 'admins' } = {}) => {
  const token = await here().token({ sub: 'ada', groups: [by] });
  const headers = { authorization: `Bearer ${token}`, 'content-type': type };
  const answer = await here().fetch(`${here().url}/v1/contacts/import${query}`, { method: 'POST', body, headers });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Imported };
};

const importing = async (body: string, options: object = {}): Promise<Row[]> => {
  const answer = await send(body, options);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.results;
};

const csv = (columns: string, ...rows: string[]): string => [columns, ...rows, ''].join('\r\n');
const userColumns =
  'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns';
/** A row of users.csv by the columns that matter. */
const user = (cells: Record<string, string>): string =>
  userColumns
    .split(',')
    .map((column) => cells[column] ?? '')
    .map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');
const users = (...rows: Record<string, string>[]): string => csv(userColumns, ...rows.map(user));

const contact = <T = Record<string, unknown>>(id: string): Promise<T> => here().as.admin.get<T>(`/v1/contacts/${id}`);
const coursesOf = async (id: string) => (await contact<{ courses: object[] }>(id)).courses;

const courses = csv(
  'sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId',
  'c1,,,,Algebra,MATH-101,,o1',
);
const classes = csv(
  'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects',
  'k1,,,Algebra I,,c1,A,scheduled,,o1,"2026-FA,2026-Y",',
);
const enrolment = (...rows: string[]): string =>
  csv(
    'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate',
    ...rows,
  );

describe('[IN-3] contacts from OneRoster as CSV', () => {
  test('[IN-3] users.csv becomes contacts: names of any script, preferred ones first, and never a password', async () => {
    const [plain, chosen, single] = [unique('OR'), unique('OR'), unique('OR')];
    const file = users(
      {
        sourcedId: plain,
        enabledUser: 'true',
        username: 'maria.ng',
        givenName: 'María',
        middleName: 'Ngọc',
        familyName: 'Nguyễn "Mai", Jr.',
        email: 'maria@students.example.edu',
        sms: '+1 555 0100',
        grades: '11,12',
        password: 'hunter2',
        identifier: '4711',
        userMasterIdentifier: 'urn:x:9',
      },
      {
        sourcedId: chosen,
        givenName: 'William',
        middleName: 'X',
        familyName: 'Li',
        preferredGivenName: '伟',
        preferredFamilyName: '李',
      },
      { sourcedId: single, familyName: 'محمد' },
    );
    expect(await importing(`\uFEFF${file}`)).toEqual([
      { row: 1, status: 201, change: 'created', id: plain },
      { row: 2, status: 201, change: 'created', id: chosen },
      { row: 3, status: 201, change: 'created', id: single },
    ]);
    const kept = await contact(plain);
    expect(kept).toMatchObject({
      name: 'María Ngọc Nguyễn "Mai", Jr.',
      email: 'maria@students.example.edu',
      phone: '+1 555 0100',
      kind: 'person',
      attributes: {
        username: 'maria.ng',
        identifier: '4711',
        userMasterIdentifier: 'urn:x:9',
        grades: '11, 12',
        enabledUser: true,
      },
    });
    expect(JSON.stringify(kept)).not.toContain('hunter2');
    expect(await contact(chosen)).toMatchObject({ name: '伟 李' });
    expect(await contact(single)).toMatchObject({ name: 'محمد' });
    expect((await importing(file)).map(({ change }) => change)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(await contact(plain)).toMatchObject({ version: 1 });
  });

  test('[IN-3] each row has its result: what is wrong with one keeps none of the others', async () => {
    const good = unique('OR');
    const file = `${users(
      { sourcedId: good, givenName: 'Ada', familyName: 'L' },
      { sourcedId: 'a b', givenName: 'Bad', familyName: 'Id' },
      { sourcedId: unique('OR'), givenName: 'Bad', familyName: 'Mail', email: 'nowhere', enabledUser: 'perhaps' },
      { sourcedId: unique('OR') },
    )}too,few\r\n`;
    const [first, ...refused] = await importing(file);
    expect(first).toMatchObject({ row: 1, status: 201 });
    expect(
      refused.map(({ row, status, error }) => [row, status, error?.errors?.map(({ pointer }) => pointer)]),
    ).toEqual([
      [2, 400, ['/sourcedId']],
      [3, 400, ['/enabledUser', '/email']],
      [4, 400, ['/givenName']],
      [5, 400, ['']],
    ]);
    expect(await contact(good)).toMatchObject({ name: 'Ada L' });
  });

  test('[IN-3] a late row never overwrites a newer one; who is to be deleted stays, marked and without courses', async () => {
    const id = unique('OR');
    const at = (day: string, cells: object) =>
      users({ sourcedId: id, dateLastModified: `2026-11-${day}T00:00:00.000Z`, givenName: 'Ada', ...cells });
    await importing(at('10', { familyName: 'Lovelace' }));
    expect(await importing(at('02', { familyName: 'Byron' }))).toMatchObject([{ status: 200, change: 'late' }]);
    expect(await contact(id)).toMatchObject({ name: 'Ada Lovelace', version: 1 });
    expect(await importing(at('12', { status: 'tobedeleted' }))).toMatchObject([{ change: 'updated' }]);
    expect(await contact(id)).toMatchObject({
      name: 'Ada Lovelace',
      attributes: { rosterStatus: 'tobedeleted' },
      courses: [],
    });
    expect(await importing(at('11', { familyName: 'King' }))).toMatchObject([{ change: 'late' }]);
    await importing(at('13', { familyName: 'King', status: 'active' }));
    expect(await contact(id)).toMatchObject({ name: 'Ada King', attributes: {} });
    expect(await importing(users({ sourcedId: unique('OR'), status: 'tobedeleted' }))).toMatchObject([
      { change: 'unchanged' },
    ]);
  });

  test('[IN-3] what the institution noted stays: labels, network, attributes of its own', async () => {
    const id = unique('OR');
    const noted = {
      name: 'Ada',
      labels: ['first-year'],
      network: { adviser: { user: 'amara' } },
      attributes: { hall: 'North' },
    };
    const admin = here().as.admin;
    await admin.send('PUT', `/v1/contacts/${id}`, { body: noted });
    await importing(users({ sourcedId: id, givenName: 'Ada', familyName: 'Lovelace', username: 'ada' }));
    expect(await contact(id)).toMatchObject({
      name: 'Ada Lovelace',
      labels: ['first-year'],
      network: { adviser: { user: 'amara' } },
      attributes: { hall: 'North', username: 'ada' },
    });
  });

  test('[IN-3] enrolments fill in courses with section and teacher, in whatever order the files come', async () => {
    const [first, second] = [unique('OR'), unique('OR')];
    await importing(
      users(
        { sourcedId: first, givenName: 'A', familyName: 'A' },
        { sourcedId: second, givenName: 'B', familyName: 'B' },
      ),
    );
    const rows = [
      `e-${first},,,k1,o1,${first},student,,,`,
      `e-${second},,,k1,o1,${second},student,,,`,
      `e-t,,,k1,o1,t1,teacher,true,,`,
      `e-g,,,k1,o1,g1,guardian,,,`,
    ];
    const files = [courses, classes, enrolment(...rows)];
    for (const file of files) await importing(file);
    const expected = [{ code: 'MATH-101', section: 'A', instructor: 't1' }];
    expect(await coursesOf(first)).toEqual(expected);
    expect(await coursesOf(second)).toEqual(expected);
    await importing(enrolment(`e-${first},tobedeleted,2026-11-20T00:00:00Z,k1,o1,${first},student,,,`));
    expect(await coursesOf(first)).toEqual([]);
    expect(
      await importing(enrolment(`e-${first},active,2026-11-10T00:00:00Z,k1,o1,${first},student,,,`)),
    ).toMatchObject([{ change: 'late' }]);
    expect(await coursesOf(first)).toEqual([]);
    const activity = await here().as.admin.get<{ enrolment: object[] }>(`/v1/insight/activity?contactId=${first}`);
    expect(activity.enrolment).toMatchObject([
      { term: '2026-FA', course: 'k1', value: 'tobedeleted', at: '2026-11-20T00:00:00.000Z' },
    ]);
  });

  test.each([
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])('[IN-3] files in the order %d %d %d lead to the same courses', async (...order) => {
    const id = unique('OR');
    await importing(users({ sourcedId: id, givenName: 'A', familyName: 'A' }));
    const files = [courses, classes, enrolment(`e-${id},,,k1,o1,${id},student,,,`, `e-t,,,k1,o1,t1,teacher,true,,`)];
    for (const index of order) await importing(files[index] ?? '');
    expect(await coursesOf(id)).toEqual([{ code: 'MATH-101', section: 'A', instructor: 't1' }]);
  });

  test('[IN-3] an enrolment of nobody names whom; orgs are passed over; other files are refused', async () => {
    const [missing] = await importing(enrolment('e9,,,k1,o1,nobody-9,student,,,'));
    expect(missing).toMatchObject({ row: 1, status: 422, error: { errors: [{ pointer: '/user' }] } });
    expect(JSON.stringify(missing)).toContain('nobody-9');
    const orgs = csv('sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId', 'o1,,,School,school,,');
    expect(await importing(orgs)).toEqual([{ row: 1, status: 200, change: 'ignored' }]);
    expectRefused((await send(csv('colour,size', 'red,1'))) as never, 400, 'invalid-request', [
      '/colour',
      '/id',
      '/name',
      '/size',
    ]);
    expect(await importing(csv('sourcedId,givenName,familyName', 'x,"y,z'))).toMatchObject([
      { row: 1, status: 400, error: { errors: [{ code: 'malformed-csv' }] } },
    ]);
    expectRefused((await send('{}', { type: 'application/json' })) as never, 415);
    expectRefused((await send('', {})) as never, 400);
    expectRefused((await send(users({ sourcedId: 'x' }), { by: 'advisers' })) as never, 403);
  });

  test('[IN-3] a dry run says what would become of each row and writes nothing', async () => {
    const id = unique('OR');
    const before = await here().eventsSoFar();
    const file = users({ sourcedId: id, givenName: 'A', familyName: 'A' }, { sourcedId: 'a b' });
    const rows = (await send(file, { query: '?dryRun=true' })).body as unknown as { results?: Row[] };
    expect(JSON.stringify(rows)).toContain('created');
    expectRefused(await here().as.admin.send('GET', `/v1/contacts/${id}`), 404);
    expect(await here().eventsSoFar()).toBe(before);
  });

  test('[IN-3] a file of many rows is a job, with the same report', async () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      sourcedId: `many-${index}`,
      givenName: 'N',
      familyName: `${index}`,
    }));
    const answer = await send(users(...many, { sourcedId: 'a b' }));
    expect(answer.status).toBe(202);
    const { job, report } = await jobDone(answer.body.jobId ?? '');
    expect(job).toMatchObject({ status: 'finished', total: 201, done: 201, failed: 1 });
    expect(report[0]).toEqual(['row', 'status', 'change', 'id', 'error', 'detail', 'unmapped']);
    expect(report[1]?.slice(0, 4)).toEqual(['1', '201', 'created', 'many-0']);
    expect(report[201]?.slice(0, 5)).toEqual(['201', '400', '', '', 'invalid-request']);
    expect(await contact('many-199')).toMatchObject({ name: 'N 199', version: 1 });
  });
});

describe('[IN-3] contacts as JSON lines, and OneRoster on the bus', () => {
  const lines = (...values: object[]): string => values.map((value) => JSON.stringify(value)).join('\n');

  test('[IN-3] lines are contacts with their ids, or what the REST interface of OneRoster sends', async () => {
    const [own, roster] = [unique('JL'), unique('JL')];
    const body = `${lines(
      { id: own, name: 'Own', labels: ['x'] },
      {
        user: {
          sourcedId: roster,
          status: 'active',
          dateLastModified: '2026-11-01T00:00:00Z',
          enabledUser: true,
          givenName: 'Ro',
          familyName: 'Ster',
          roles: [{ roleType: 'primary', role: 'student' }],
        },
      },
      { id: own, colour: 'red' },
    )}\n{"id":`;
    const rows = await importing(body, { type: 'application/x-ndjson' });
    expect(rows.map(({ row, status }) => [row, status])).toEqual([
      [1, 201],
      [2, 201],
      [3, 400],
      [4, 400],
    ]);
    expect(await contact(own)).toMatchObject({ name: 'Own', labels: ['x'] });
    expect(await contact(roster)).toMatchObject({
      name: 'Ro Ster',
      attributes: { role: 'student', enabledUser: true },
    });
  });

  test('[IN-3] the same comes as events, twice, late and out of order: each thing stands as it was last', async () => {
    const [one, two] = [unique('BR'), unique('BR')];
    const event = (Detail: object) => ({ Source: 'sis.example.edu', DetailType: 'OneRoster', Detail });
    const person = (sourcedId: string, day: number, familyName: string) => ({
      sourcedId,
      status: 'active',
      dateLastModified: `2026-11-0${day}T00:00:00Z`,
      givenName: 'B',
      familyName,
    });
    await here().local.putEvents([event({ users: [person(one, 1, 'First'), person(two, 1, 'First')] })]);
    await here().local.idle();
    await here().local.faults({
      duplicate: 0.5,
      reorder: true,
      delayMs: 5000,
      fail: [{ function: 'signals', rate: 0.1 }],
      seed: 5,
    });
    await here().local.putEvents([
      event({ user: person(one, 3, 'Third') }),
      event({ user: person(one, 2, 'Second') }),
      event({
        enrollment: {
          sourcedId: `e-${one}`,
          status: 'active',
          user: { sourcedId: one, type: 'user' },
          class: { sourcedId: 'k7', type: 'class' },
          role: 'student',
        },
      }),
      event({
        class: { sourcedId: 'k7', status: 'active', title: 'Art', classCode: 'Z', course: { sourcedId: 'c7' } },
      }),
      event({ course: { sourcedId: 'c7', status: 'active', title: 'Art', courseCode: 'ART-1' } }),
    ]);
    await here().local.idle();
    await here().local.advance('PT1H');
    await here().local.faults({});
    expect(await contact(one)).toMatchObject({ name: 'B Third', courses: [{ code: 'ART-1', section: 'Z' }] });
    expect(await contact(two)).toMatchObject({ name: 'B First' });
    expect(await here().local.deadLetters()).toEqual([]);
  });

  test('[IN-3] of a list the good ones count; the bad one lies in the dead letters, and counts when it is given back', async () => {
    const id = unique('BR');
    const roles = { role: 'student', class: { sourcedId: 'k8' } };
    const missing = { sourcedId: 'e-8', status: 'active', user: { sourcedId: id }, ...roles };
    const event = (Detail: object) => ({ Source: 'sis.example.edu', DetailType: 'OneRoster', Detail });
    await here().local.putEvents([
      event({ enrollments: [{ sourcedId: 'e-9', status: 'active', user: { sourcedId: 'S101' }, ...roles }, missing] }),
    ]);
    await here().local.idle();
    const [letter, ...more] = await here().local.deadLetters();
    expect(more).toEqual([]);
    expect(letter?.reason).toContain(`no contact "${id}"`);
    const body = JSON.parse(String(letter?.body)) as { source: string; 'detail-type': string; detail: object };
    expect(body.detail).toEqual({ enrollments: [missing] });
    await importing(users({ sourcedId: id, givenName: 'A', familyName: 'A' }));
    await importing(csv('sourcedId,title,courseSourcedId,classCode,classType', 'k8,T,c8,S8,scheduled'));
    await here().local.putEvents([{ Source: body.source, DetailType: body['detail-type'], Detail: body.detail }]);
    await here().local.idle();
    expect(await coursesOf(id)).toEqual([{ code: 'c8', section: 'S8' }]);
    expect(await here().local.deadLetters()).toHaveLength(1);
  });
});

describe('[IN-3] OneRoster in bulk', () => {
  const path = '/v1/contacts/import';
  const manifest = (...tables: string[]): string =>
    csv('propertyName,value', 'oneroster.version,1.2', ...tables.map((table) => `file.${table},bulk`));
  const tables = { 'manifest.csv': manifest('users', 'courses', 'classes', 'enrollments', 'roles') };
  const zipOf = (files: Record<string, string | Uint8Array>, level: 0 | 9 = 9): Uint8Array<ArrayBuffer> =>
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, file]) => [name, typeof file === 'string' ? strToU8(file) : file]),
      ),
      { level },
    ) as Uint8Array<ArrayBuffer>;
  const people = (count: number, prefix: string) =>
    users(
      ...Array.from({ length: count }, (_, at) => ({
        sourcedId: `${prefix}${at}`,
        role: 'student',
        givenName: 'Zoë',
        familyName: `N${at}`,
      })),
    );
  const rosterOf = (count: number, prefix = unique('z-')) => ({
    ...tables,
    'enrollments.csv': enrolment(`e1,,,k1,o1,${prefix}0,student,,,`, 'e2,,,k1,o1,nobody-here,student,,,'),
    'roles.csv': csv('sourcedId,userSourcedId,roleType,role', `r1,${prefix}0,primary,student`),
    'classes.csv': classes,
    'courses.csv': courses,
    'users.csv': people(count, prefix),
  });
  const refusedZip = async (zip: Uint8Array, code: string, pointer = '') => {
    const answer = await sendFile(path, zip, { type: 'application/zip' });
    expectRefused(answer, 400, 'invalid-request', [pointer]);
    expect((answer.body as { errors?: { code: string }[] }).errors?.[0]?.code).toBe(code);
  };

  test('[IN-3] a zip is taken table by table, each after what it refers to; twice it changes nothing', async () => {
    const prefix = unique('z-');
    const { 'manifest.csv': _none, ...inFolder } = rosterOf(2, prefix);
    const folder = Object.fromEntries(Object.entries(inFolder).map(([name, file]) => [`roster/${name}`, file]));
    for (const [zip, change] of [
      [zipOf(rosterOf(2, prefix)), 'created'],
      [zipOf({ ...folder, '__MACOSX/._users.csv': 'x' }, 0), 'unchanged'],
    ] as const) {
      const { status, body } = await sendFile(path, zip, { type: 'application/zip' });
      expect(status).toBe(200);
      expect(body.results?.map(({ row, change: became }) => [row, became])).toEqual([
        [1, change],
        [2, change],
        [3, change],
        [4, change],
        [5, change],
        [6, undefined],
      ]);
      expect(body.results?.at(-1)?.error?.detail).toMatch(/enrollments\.csv, row 2: no contact "nobody-here"/);
    }
    expect(await coursesOf(`${prefix}0`)).toEqual([{ code: 'MATH-101', section: 'A' }]);
  });

  test('[IN-3] a zip of many rows is a job, in the body or uploaded', async () => {
    const prefix = unique('z-');
    const inBody = await sendFile(path, zipOf(rosterOf(250, prefix)), { type: 'application/octet-stream' });
    expect(inBody.status).toBe(202);
    const { job, report } = await jobDone(inBody.body.jobId ?? '');
    expect(job).toMatchObject({ status: 'finished', total: 254, done: 254, failed: 1 });
    expect(report.slice(1).map(([row]) => Number(row))).toEqual(Array.from({ length: 254 }, (_, at) => at + 1));
    const zip = zipOf(rosterOf(3, prefix));
    const { admin } = here().as;
    const announced = { kind: 'contacts', format: 'oneroster', name: 'roster.zip', size: zip.length };
    const { upload, jobId } = await admin.post<{ upload: { url: string; headers: object }; jobId: string }>(
      '/v1/imports',
      announced,
    );
    await here().fetch(upload.url, { method: 'PUT', headers: { ...upload.headers }, body: zip });
    expect((await jobDone(jobId)).job).toMatchObject({ status: 'finished', total: 7, failed: 1 });
    expectRefused(await admin.send('POST', '/v1/imports', { body: { ...announced, kind: 'cases' } }), 400, undefined, [
      '/format',
    ]);
  });

  test('[IN-3] what is no roster, breaks off or is a bomb is refused, and nothing of it is taken', async () => {
    const before = await here().eventsSoFar();
    const good = zipOf(rosterOf(2));
    await refusedZip(zipOf({}), 'no-roster');
    await refusedZip(
      zipOf({ 'users.csv': people(1, 'a'), 'b/Users.csv': people(1, 'b') }),
      'duplicate-file',
      '/users.csv',
    );
    await refusedZip(zipOf({ 'manifest.csv': manifest('users') }), 'missing-file', '/users.csv');
    await refusedZip(zipOf({ 'users.csv': '' }), 'malformed-csv');
    await refusedZip(good.subarray(0, good.length - 30), 'malformed-zip');
    const directory = (zip: Uint8Array) => Buffer.from(zip).indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    const changed = (zip: Uint8Array, at: number, value: number) => {
      const copy = Buffer.from(zip);
      copy.writeUInt32LE(value, directory(zip) + at);
      return copy;
    };
    await refusedZip(changed(good, 8, 0x00080001), 'malformed-zip');
    const ones = zipOf({ 'users.csv': new Uint8Array(8 * 1024 * 1024) });
    // It says that it is small, and is not; it says that it is large.
    await refusedZip(changed(ones, 24, 1000), 'malformed-zip', '/users.csv');
    await refusedZip(changed(ones, 24, 300 * 1024 * 1024), 'too-large');
    const ofCases = await sendFile('/v1/cases/import?type=academic-concern', good, { type: 'text/csv' });
    expectRefused(ofCases, 400, 'invalid-request', ['']);
    expect(await here().eventsSoFar()).toBe(before);
  });

  test('[IN-3] a zip in which bytes are not what they were is refused, or taken as far as it can be read', async () => {
    const good = zipOf(rosterOf(2));
    for (let at = 0; at < good.length; at += 7) {
      const damaged = Buffer.from(good);
      damaged[at] = 255 - (damaged[at] ?? 0);
      const { status } = await sendFile(`${path}?dryRun=true`, damaged, { type: 'application/zip' });
      // A size that was damaged may be one that nobody takes.
      expect([200, 400, 413], `byte ${at}`).toContain(status);
    }
  });
});
