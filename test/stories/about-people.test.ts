import { afterEach, describe, expect, test } from 'vitest';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { goesAway } from './dealing.ts';
import { aRule, aTemplate, is, mailsFrom, removeRules } from './rule-making.ts';
import { aSegment, crossings } from './segment-making.ts';
import { admin, aWorkflow, enrolments, label, labelsOf, logOf } from './workflow-making.ts';
import { aCase, aCaseType, aContact, anAlert, everyPage, here, historyOf, put, runsOn, unique } from './world.ts';

// From what happens to somebody, over segments and signals, to what rules and workflows do: each
// quietly, and where everything comes twice, late, out of order, or dies on its way.

// Seldom enough that none fails five times in a row.
const failing = ['publish', 'segments', 'signals', 'automation', 'wake', 'sweep'];
const storm = {
  duplicate: 0.5,
  reorder: true,
  delayMs: 400,
  fail: failing.map((name) => ({ function: name, rate: 0.15 })),
};
const weathers = [
  ['quietly', {}],
  ['in a storm', { ...storm, seed: 1 }],
  ['in another storm', { ...storm, seed: 2 }],
] as const;

/** Does something in a weather, and waits until all that it set off is done. */
const through = async (weather: object, deed: () => Promise<unknown>): Promise<void> => {
  const { local } = here();
  await local.faults(weather);
  try {
    await deed();
    await local.idle();
  } finally {
    await local.faults({});
  }
  await local.advance('PT1H');
  await local.idle();
};

const matched = async (id: string): Promise<string[]> =>
  (await runsOn(id)).filter((run) => run.matched).map(({ ruleId }) => ruleId);

describe('[SE-3] [AU-2] [WF-1] who joins and leaves a segment', () => {
  afterEach(removeRules);

  /** Who is marked and has an alert that is older than a week, and what becomes of them. */
  const journey = async () => {
    const mark = unique('mark-');
    const old: Condition = { some: 'alerts', where: { field: 'alert.createdAt', op: 'before', value: { ago: 'P7D' } } };
    const segment = await aSegment({ all: [{ field: 'contact.labels', op: 'contains', value: mark }, old] });
    const template = await aTemplate('How are you, {{ contact.name }}?');
    const { id: workflow } = await aWorkflow({
      repeat: 'always',
      steps: [{ do: 'send-mail', template, to: { contact: true } }, label('written-to')],
    });
    const joined = await aRule({
      for: 'contact',
      trigger: { event: 'segment-joined', segment },
      actions: [{ do: 'enroll', workflow }],
    });
    const left = await aRule({
      for: 'contact',
      trigger: { event: 'segment-left', segment },
      condition: is('event.detail.after.reason', 'data'),
      actions: [label('left')],
    });
    const marks = (contact: { id: string; email: string; name: string }, labels: string[]) =>
      put(`/v1/contacts/${contact.id}`, { name: contact.name, email: contact.email, labels });
    return { mark, segment, template, workflow, rules: { joined: joined.id, left: left.id }, marks };
  };

  test.each(weathers)(
    '[SE-3] [AU-2] [WF-1] by time and by data is enrolled by a rule and mailed once each time, %s',
    async (_name, weather) => {
      const { mark, segment, template, workflow, rules, marks } = await journey();
      const [byTime, byData, never] = [await aContact({ labels: [mark] }), await aContact(), await aContact()];
      for (const { id } of [byTime, byData, never]) await anAlert({ contactId: id });
      await here().local.idle();
      expect(await enrolments(workflow)).toEqual([]);

      await through(weather, () => here().local.advance('P8D'));
      expect(await crossings(byTime.id, segment)).toEqual(['joined by time']);
      expect(await labelsOf(byTime.id)).toEqual([mark, 'written-to'].sort());
      expect(await matched(byTime.id)).toEqual([rules.joined]);

      await through(weather, async () => {
        await marks(byData, [mark]);
        await marks(byTime, []);
      });
      expect(await crossings(byData.id, segment)).toEqual(['joined by data']);
      expect(await crossings(byTime.id, segment)).toEqual(['joined by time', 'left by data']);
      expect(await labelsOf(byTime.id)).toEqual(['left']);
      expect((await matched(byTime.id)).sort()).toEqual([rules.joined, rules.left].sort());

      const all = await enrolments(workflow);
      expect(all.map(({ contactId }) => contactId).sort()).toEqual([byTime.id, byData.id].sort());
      for (const enrolment of all) expect(logOf(enrolment)[1]).toBe('/1 add-label done');
      const mails = await Promise.all([byTime, byData, never].map(({ email }) => mailsFrom(template, email)));
      expect(mails).toEqual([[`How are you, ${byTime.name}?`], [`How are you, ${byData.name}?`], []]);
    },
  );
});

describe('[AU-2] a signal', () => {
  afterEach(removeRules);

  test.each(weathers)(
    '[AU-2] sets off a rule about its contact that makes a case, once, %s',
    async (_name, weather) => {
      const [source, mapping, other] = [`${unique('lms-')}.example.edu`, unique('absent-'), unique('other-')];
      const type = await aCaseType();
      const of = (field: string) => `{{ event.detail.${field} }}`;
      for (const [key, detailType] of [
        [mapping, 'Absent'],
        [other, 'Late'],
      ])
        await put(`/v1/signal-mappings/${key}`, {
          name: 'Attendance',
          match: { all: [is('event.source', source), is('event.detailType', detailType)] },
          contactId: of('student'),
          dedupeKey: `${of('student')}/${of('day')}`,
          observe: { attendance: { value: 'absent', at: of('day') } },
        });
      const rule = await aRule({
        for: 'contact',
        trigger: { event: 'signal', mapping },
        condition: is('event.detail.after.detailType', 'Absent'),
        actions: [{ do: 'create-case', case: { type, subject: 'Was not there' } }],
      });
      const contact = await aContact();
      const signal = (DetailType: string, day: string) => ({
        Source: source,
        DetailType,
        Detail: { student: contact.id, day },
      });
      await through(weather, async () => {
        for (let again = 0; again < 3; again++) await here().local.putEvents([signal('Absent', '2026-11-20')]);
        await here().local.putEvents([signal('Absent', '2026-11-21'), signal('Late', '2026-11-22')]);
      });
      const cases = await everyPage<{ type: string; subject: string; createdBy: unknown }>(
        await admin(),
        `/v1/cases?contactId=${contact.id}`,
      );
      expect(cases).toMatchObject(
        Array.from({ length: 2 }, () => ({ type, subject: 'Was not there', createdBy: { kind: 'rule', id: rule.id } })),
      );
      expect(await matched(contact.id)).toEqual([rule.id, rule.id]);
    },
  );
});

describe('[AU-2] an assignment that fails', () => {
  afterEach(removeRules);

  test.each(weathers)('[AU-2] [AU-13] sets off a rule once, %s', async (_name, weather) => {
    await goesAway('amara');
    const type = await aCaseType();
    const ofType = is('case.type', type);
    await aRule({
      for: 'case',
      trigger: { event: 'case-created' },
      condition: ofType,
      actions: [{ do: 'update-assignee', user: 'amara' }],
    });
    const rule = await aRule({
      for: 'case',
      trigger: { event: 'assignment-failed' },
      condition: ofType,
      actions: [
        { do: 'add-tag', tag: 'nobody-left' },
        { do: 'add-note', note: { text: 'Nobody is left.' } },
      ],
    });
    const contact = await aContact();
    let id = '';
    await through(weather, async () => {
      id = (await aCase({ type, contactId: contact.id })).id;
    });
    expect((await matched(id)).filter((one) => one === rule.id)).toEqual([rule.id]);
    const failed = (await historyOf('cases', id)).filter((event) => event.type === 'Assignment Failed');
    expect(failed.length).toBe(1);
    expect(await (await admin()).get(`/v1/cases/${id}`)).toMatchObject({ tags: ['nobody-left'], noteCount: 1 });
  });
});
