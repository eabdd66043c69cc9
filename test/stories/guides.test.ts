import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HouseServer, serveAsProxy } from '#test/house/http.ts';
import { allOf, runBlocks } from '#test/run-blocks.ts';

// The guides, word for word, on a house. The README, and what erases a person everywhere, run on a
// stack.

let house: HouseServer;
beforeAll(async () => {
  house = await serveAsProxy();
});
afterAll(() => house.close());

const run = (page: string): Promise<string[]> => runBlocks(page, { proxy: house.origin });

test('[IN-5] for callers: each family of routes, and every refusal as its comment says', async () => {
  const printed = await run('docs/guide/callers.md');
  const [, contacts, raised, reviewed, , worked, tasks, lists, plans, talk, runs, configuration, open] = printed;
  expect(contacts).toContain('"labels":["first-year","carer"]');
  expect(raised).toMatch(/idempotent-replayed: true/i);
  expect(reviewed).toContain('"status":"dismissed"');
  expect(reviewed).toContain('"note":"Ada was ill and is back."');
  expect(worked).toContain('"key":"first-response","state":"met"');
  expect(allOf(worked, /"type":"(Case [\w ]+|Target [\w ]+|Note [\w ]+)"/g)).toEqual([
    'Case Created',
    'Case Assigned',
    'Case Updated',
    'Target Changed',
    'Note Added',
    'Case Closed',
  ]);
  expect(allOf(tasks, /"status":"([a-z-]+)","assignee"/g)).toEqual([
    'to-do',
    'in-progress',
    'in-progress',
    'completed',
  ]);
  expect(lists).toContain('"key":"medium"');
  // Three working days, over Thanksgiving and a weekend.
  expect(lists).toContain('"dueAt":"2026-12-01T15:00:00.000Z","reminders":["2026-11-30T15:00:00.000Z"]');
  expect(allOf(plans, /"status":"(\w+)","category":"done"/g)).toContain('completed');
  expect(talk).toContain('"startsAt":"2027-03-10T15:00:00.000Z"');
  expect(talk).toContain('"status":"attended"');
  expect(allOf(runs, /"matched":(\w+)/g)).toEqual(['false', 'false']);
  expect(configuration).toContain('"field":"case.priority"');
  expect(open).toBe('200 application/json\n200 application/json\n');
});

test('[PO-1] [PO-2] for portals: a form that a stranger fills in, and what its link opens', async () => {
  const printed = await run('docs/guide/portal.md');
  const [form] = printed;
  expect(form).toContain('"$id":"urn:caseward:form:hazard-report"');
  expect(form).toContain('"subject":"A lamp is out at the gate"');
  expect(form).toContain('"text":"It is the third one from the left."');
  expect(form).toContain('"phone":"+44 20 7946 0018"');
});

test('[BU-1] [BU-2] [BU-3] for many records at once: dry run, bulk, undo, what is handed out', async () => {
  const printed = await run('docs/guide/jobs.md');
  const [, bulk, , undone, zips] = printed;
  expect(allOf(bulk, /^\w{26},(changed),/gm)).toHaveLength(2);
  expect(bulk).toMatch(/"status":"finished","total":2,"done":2,"failed":0.*"undo":true/);
  expect(bulk).toMatch(/resolved\n$/);
  expect(undone).toMatch(/^26\nnew\n/);
  expect(allOf(zips, /(application\/zip)/g)).toHaveLength(2);
});

test('[AL-12] for systems on the bus: signals, Caliper, dead letters, contacts', async () => {
  const printed = await run('docs/guide/events.md');
  const [, plain, caliper, dead, contact] = printed;
  expect(allOf(plain, /"(type)":"attendance"/g)).toHaveLength(1);
  expect(caliper).toContain('"description":"31 of 100 in Quiz 3."');
  expect(dead).toContain('lms-missed-classes: there is no contact ');
  expect(contact).toContain('"name":"Noor Haddad"');
});

test('[BU-2] [BU-4] for imports: a file, an upload, and what another system exported', async () => {
  const printed = await run('docs/guide/imports.md');
  const [, file, upload, foreign] = printed;
  expect(allOf(file, /"status":(\d+)/g)).toEqual(['201', '400', '400', '201']);
  expect(upload?.trim()).toBe('finished');
  expect(foreign).toContain('"unmapped":["number","faculty"]');
});

test('[AL-12] [IN-3] [DA-5] for signals: ready-made, tried, observed, and rosters', async () => {
  const printed = await run('docs/guide/signals.md');
  const [, installed, tried, observed, roster] = printed;
  expect(installed).toContain('"key":"caliper-grades"');
  expect(tried).toContain('"dedupeKey":"74140000000965463"');
  expect(tried).toContain('there is no contact nobody');
  expect(observed).toContain('value: 72');
  expect(observed).not.toContain('value: 55');
  expect(roster).toContain("code: 'MATH-101', section: 'A'");
  expect(roster).toContain('"pointer":"/email"');
});

test('[WH-1] for webhooks: a message that is signed arrives, and a secret is rotated', async () => {
  const printed = await run('docs/guide/webhooks.md');
  const [, , sent, rotated] = printed;
  expect(sent).toMatch(/^\{"status":204\}/);
  expect(sent).toMatch(/ours: Webhook Test \nours: Case Created \w{4}-\w{4}-\w\n/);
  expect(sent).toContain('"status":"delivered","attempts":1');
  expect(rotated).toMatch(/^\{"status":204\}ours: Webhook Test/);
});

test('[SE-4] for administrators of segments: previewed, saved, and who is in it', async () => {
  const printed = await run('docs/guide/segments.md');
  expect(printed[1]).toMatch(/\{"count":\d+,"sample":\[/);
  expect(printed[1]).toContain('"key":"overdue-with-us","version":1');
  expect(printed[2]).toContain('"segment":"overdue-with-us","held":false,"explanation":{"some":"cases"');
  expect(printed.join('')).not.toContain('urn:caseward:problem');
});

test('[FN-2] [FN-3] for those who search: by words, fields and conditions, as a list and as files', async () => {
  const printed = await run('docs/guide/search.md');
  const [, words, fields, files] = printed;
  expect(words).toContain('"matched":["chem","lab"]');
  expect(words).toContain('"items":[{"kind":"case","record":{');
  expect(fields?.match(/"subject":"Missed the chemistry laboratory"/g)).toHaveLength(2);
  expect(files).toContain('id,reference,type,status');
  expect(files).toContain('{"type":"FeatureCollection","features":[{"type":"Feature"');
  expect(printed.join('')).not.toContain('urn:caseward:problem');
});

test('[DA-1] [DA-2] [DA-7] for those who look at figures: reports, what is behind one, groups of persons', async () => {
  const printed = await run('docs/guide/insight.md');
  const [, reports, drill, groups] = printed;
  expect(reports).toMatch(/2026-10-02\n\d+\n\d+/);
  expect(drill).toContain('case.category');
  expect(groups).toContain('true');
});

test('[AU-13] for people who go away: an absence, a handover, and back again', async () => {
  const printed = await run('docs/guide/absence.md');
  expect(printed[1]).toContain('"substitute":"ben","note":"Skiing"');
  expect(printed[1]).toContain('"items":[');
  expect(printed[1]).not.toContain('urn:caseward:problem');
});

test('[AU-1] [AU-9] [AU-11] [AU-12] for rules: one case for many alerts, a mail by role, a routine', async () => {
  const printed = await run('docs/guide/rules.md');
  const [, joined, mailed, later, scheduled, routine] = printed;
  expect(later).toContain('P7D');
  expect(scheduled).toContain('07:00');
  expect(joined).toMatch(/\[ \[ 3, 'amara' \] \]/);
  expect(mailed).toContain("[ { contact: 'S126' } ]");
  expect(routine).toContain('Tag what is reopened');
  expect(routine).toContain('"pointer":"/routines/0/trigger/event"');
});

test('[CA-25] for who answers for all of it: the list of what is forgotten says how far to trust it', async () => {
  const printed = await run('docs/guide/forgotten.md');
  expect(printed[0]).toMatch(/"state":"(never|running|complete|stale)"/);
});

test('[WF-4] for workflows: tried, enrolled in, listed, aborted and published anew', async () => {
  const printed = await run('docs/guide/workflows.md');
  const [, simulated, enrolled, timed, published] = printed;
  expect(allOf(simulated, /"path":"([^"]+)"/g)).toEqual(['/0', '/1', '/2', '/2/then/0']);
  expect(simulated).toContain('"subject":"Welcome, ');
  expect(enrolled).toContain('"waitingFor":{');
  expect(enrolled).toContain('"status":"aborted"');
  expect(timed).toMatch(/^P30D\n\d+\n/);
  expect(published).toContain('"published":2');
});

test('[AU-1] for configuration: what is refused on saving, and a rule that explains itself', async () => {
  const printed = await run('docs/guide/configuration.md');
  expect(printed[1]).toContain('"pointer":"/groups/reviewers/0"');
  const rule = printed.find((one) => one.includes('update-reviewer'));
  expect(rule).toMatch(/"matched":true.*"do":"update-reviewer","done":true.*"do":"add-note","done":true/);
  expect(rule).toContain('"reviewer":{"group":"tutors"}');
  expect(rule).toContain('"pointer":"/condition/field"');
});

test('[FN-5] for those who keep questions: views built in and saved, counted, shared, taken away', async () => {
  const printed = await run('docs/guide/views.md');
  expect(printed[1]).toContain('{"key":"all-open","count":0}');
  expect(printed[2]).toContain('"key":"high-first","name":"High"');
  expect(printed[2]).toContain('"shared":["tutors"],"pinned":true,"builtIn":false');
});
