import { describe, expect, it } from 'vitest';
import { dryRunAnswer } from '#functions/api/answers.ts';
import type { Services } from '#functions/services.ts';
import { personOf } from '#shared/access/person.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { mergeCaseRoute } from '#shared/casework/cases/links/merge.routes.ts';
import { creationEvent } from '#shared/core/events/event.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { alertDefinition, alertThatIs } from '../alerts/sample-alerts.ts';
import { at, caseDefinition, openCase } from '../cases/sample-cases.ts';

const { type } = caseDefinition({ groups: { managers: ['advisers'] } });
const alertType = alertDefinition().type;
const caller = personOf({ sub: 'u9', groups: ['advisers'] }, () => true);
const seen = openCase();
const hidden = openCase({ id: '01KAG000000000000000000H01', private: true });

const services = {
  table: { getMany: async () => [] },
  definitions: {
    all: async (kind: string) =>
      kind === 'case-types'
        ? new Map([[seen.type, { key: seen.type, value: type }]])
        : new Map([[alertThatIs('escalated').type, { value: alertType }]]),
  },
} as unknown as Services;

const touched = (record: typeof seen): Decision =>
  changeCase(record, { ...record, subject: 'Changed' }, { type: 'Case Link Changed', at: at(1) });

const subjectsOf = async (decisions: Decision[], named?: string): Promise<string[]> => {
  const { body } = await dryRunAnswer(services, {
    route: mergeCaseRoute,
    caller,
    named,
    outcome: { body: undefined, decisions },
  });
  return (JSON.parse(String(body)).events as { subject: { id: string } }[]).map(({ subject }) => subject.id);
};

describe('[IN-1] [CA-12] the events of a dry run', () => {
  it('[IN-1] [CA-12] are those of records that the caller may see', async () => {
    expect(await subjectsOf([touched(seen), touched(hidden)])).toEqual([seen.id]);
  });

  it('[IN-1] tell what a new record begins with, as its history will', async () => {
    const made: Decision = { ...touched(seen), before: undefined, events: [creationEvent('Case Created', seen)] };
    const { body } = await dryRunAnswer(services, {
      route: mergeCaseRoute,
      caller,
      outcome: { body: undefined, decisions: [made] },
    });
    const { subject, status, priority } = made.after as typeof seen;
    expect(JSON.parse(String(body)).events).toMatchObject([{ before: {}, after: { subject, status, priority } }]);
  });

  it('[IN-1] [AL-1] tell nothing of a private alert that is settled with its case', async () => {
    const alert = alertThatIs('escalated', { private: true });
    const settled: Decision = { ...touched(seen), kind: 'alert', before: alert, after: alert };
    expect(await subjectsOf([touched(seen), settled])).toEqual([seen.id]);
  });

  it('[IN-1] [CA-12] tell of a case that the caller sees before it, though not after', async () => {
    const away: Decision = { ...touched(seen), after: { ...seen, private: true } as typeof seen };
    expect(await subjectsOf([away])).toEqual([seen.id]);
  });

  it('[IN-1] [CA-12] tell of the case that the path names, which the handler has let the caller into', async () => {
    expect(await subjectsOf([touched(hidden)], hidden.id)).toEqual([hidden.id]);
  });
});
