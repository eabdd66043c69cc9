import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { contextKeys } from '#infra/stages.ts';
import { story } from '#local/demo/story.ts';
import { institution } from '#local/sample/load.ts';
import { actionSubjects } from '#shared/automation/rules/rule-action.ts';
import { triggerEvents, triggersOfTime } from '#shared/automation/rules/triggers.ts';
import { alertTransitions } from '#shared/casework/alerts/change-alert.ts';
import { eventsOfCases } from '#shared/casework/casework.events.ts';
import { kinds } from '#shared/configuration/kind-names.ts';
import { kindSchemas } from '#shared/configuration/kinds.schema.ts';
import { allEvents, eventTypes } from '#shared/contract/events.ts';
import type { Kind } from '#shared/core/definitions/kind.ts';
import { causeSchema, eventSchema } from '#shared/core/events/event.schema.ts';
import { actorSchema } from '#shared/core/records/primitives.ts';
import { type RefusalCode, refusals } from '#shared/core/refusals.ts';

const guide = (name: string): string =>
  readFileSync(new URL(`../../../docs/guide/${name}.md`, import.meta.url), 'utf8');
const callers = guide('callers');
const events = guide('events');
const configuration = guide('configuration');

const section = (text: string, heading: string): string => text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
const keysIn = (text: string): string[] => [...text.matchAll(/`([\w -]+)`/g)].map(([, name]) => name ?? '');

describe('the README', () => {
  it('shows steps of the demo under the numbers and titles that it prints', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    const shown = [...readme.matchAll(/^(\d+)\. (.*)$/gm)].map(([, number, title]) => ({ number, title }));
    expect(shown.length).toBeGreaterThan(1);
    expect(shown).toEqual(shown.map(({ number }) => ({ number, title: story[Number(number) - 1]?.title })));
  });
});

describe('the guide for callers', () => {
  it('lists every refusal beside its status, and none that there is not', () => {
    const rows = [...callers.matchAll(/^\| (\d{3}(?:, \d{3})*) \| (.*) \|$/gm)];
    const listed = rows.flatMap(([, statuses = '', text = '']) =>
      keysIn(text).map((code) => ({
        code,
        isBeside: statuses.includes(String(refusals[code as RefusalCode]?.status)),
      })),
    );
    expect(listed.filter(({ isBeside }) => !isBeside)).toEqual([]);
    expect(listed.map(({ code }) => code).sort()).toEqual(Object.keys(refusals).sort());
  });

  it('draws the lifecycle of an alert as the transitions have it', () => {
    const [diagram = ''] = section(callers, 'Alerts').match(/stateDiagram[\s\S]*?```/) ?? [];
    const drawn = [...diagram.matchAll(/^ +(\w+) --> (\w+)/gm)].map(([, from = '', to = '']) =>
      `${from} → ${to}`.replaceAll('_', '-'),
    );
    const allowed = Object.entries(alertTransitions).flatMap(([to, sources]) =>
      sources.map((from) => `${from} → ${to}`),
    );
    // Escalating has a rule of its own: an open alert that has no case.
    const escalating = ['triage → escalated', 'in-progress → escalated'];
    expect(drawn.sort()).toEqual([...allowed, ...escalating].sort());
  });
});

it('[IN-5] the guide to deploying lists every setting of the context', () => {
  const deploying = readFileSync(new URL('../../../docs/deploying.md', import.meta.url), 'utf8');
  const [, table = ''] = /\n\| context .*\n(\|[\s\S]*?)\n\n/.exec(deploying) ?? [];
  const listed = table.split('\n').flatMap((row) => keysIn(row.split('|')[1] ?? ''));
  expect(listed.sort()).toEqual([...contextKeys].sort());
});

describe('the guide to events', () => {
  it('has every event that goes over the bus, and no other', () => {
    const listening = section(events, 'Listening');
    const rows = [...listening.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, cell = '']) => keysIn(cell));
    expect(rows.sort()).toEqual([...eventTypes].sort());
  });

  it('[IN-2] says of each event what `after` has beside the change of the record', async () => {
    const rows = [...section(events, 'Listening').matchAll(/^\| (`.*?`) \|.*?\|(.*)\|$/gm)];
    const said = new Map<string, string>();
    let above = '';
    for (const [, types = '', cell = ''] of rows) {
      above = cell.startsWith(' the same') ? above + cell : cell;
      for (const type of keysIn(types)) said.set(type, above);
    }
    const declared = await Promise.all(
      allEvents.map(async ({ type, after }) =>
        Object.keys((await after?.()) ?? {}).map((member) => ({ type, member })),
      ),
    );
    const isSaid = ({ type, member }: { type: string; member: string }) =>
      new RegExp(`\`${member}\\b`).test(said.get(type) ?? '');
    expect(declared.flat().filter((one) => !isSaid(one))).toEqual([]);
  });

  it('[IN-2] says who may have done it, and what else stands in every event', () => {
    const listening = section(events, 'Listening').split('| detail-type |')[0] ?? '';
    const { type: _type, ...members } = eventSchema.shape;
    const names = [...Object.keys(members), ...Object.keys(causeSchema.shape), ...actorSchema.shape.kind.options];
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(listening))).toEqual([]);
  });
});

describe('the guide to configuration', () => {
  it('[NO-1] says of every event of a case who learns of it', () => {
    const rows = section(configuration, 'System notes').match(/^\| (?!who learns|-).*$/gm) ?? [];
    const listed = rows.map((row) => keysIn(row.split('|')[2] ?? '').sort());
    const kinds = ['public', 'private', 'staff', 'as-it-says'];
    expect(listed).toEqual(
      kinds.map((kind) =>
        [...eventsOfCases.values()].flatMap((one) => (one.publicity === kind ? one.type : [])).sort(),
      ),
    );
  });

  const examples = [...configuration.matchAll(/`PUT \/v1\/([\w-]+)\/([\w-]+)`\n\n```json\n([\s\S]*?)```/g)].map(
    ([, kind, key = '', json = '']) => ({ kind: kind as Exclude<Kind, 'rules'>, key, value: JSON.parse(json) }),
  );

  it('has an example of every kind', () => {
    // Workflows have a guide of their own, and their publications follow from it.
    const elsewhere = ['rules', 'workflows', 'workflow-publications'];
    expect([...new Set(examples.map(({ kind }) => kind)), ...elsewhere].sort()).toEqual([...kinds].sort());
  });

  it.each(examples)('its example of $kind is the one of the sample institution', ({ kind, key, value }) => {
    expect(value).toEqual(institution[kind]?.[key]);
  });

  it('its rule is one of the sample institution, and valid', () => {
    const [, json = ''] = configuration.match(/`POST \/v1\/rules`\n\n```json\n([\s\S]*?)```/) ?? [];
    expect(Object.values(institution.rules ?? {})).toContainEqual(JSON.parse(json));
    expect(kindSchemas.rules.safeParse(JSON.parse(json)).error).toBeUndefined();
  });

  it('lists every trigger and every action of rules, and no other', () => {
    const rules = guide('rules');
    const rowsUnder = (head: string) => [
      ...(rules.split(`| ${head} |`)[1]?.split('\n\n')[0] ?? '').matchAll(/^\| (.*?) \| (.*) \|$/gm),
    ];
    expect(
      rowsUnder('triggers')
        .flatMap(([, , cell = '']) => keysIn(cell))
        .sort(),
    ).toEqual([...triggerEvents, ...triggersOfTime].sort());
    expect(
      rowsUnder('action')
        .flatMap(([, cell = '']) => keysIn(cell))
        .sort(),
    ).toEqual(Object.keys(actionSubjects).sort());
  });
});

describe('what may be configured', () => {
  it('[CA-21] is ready-made under the names that the guide lists', () => {
    const [, listed = ''] =
      /Ready-made instances are such files \(`ready-made\/`\):([\s\S]*?)\n\n/.exec(configuration) ?? [];
    const files = readdirSync(new URL('../../../ready-made/', import.meta.url)).map((file) =>
      file.replace('.json', ''),
    );
    const [names = ''] = listed.split('`GET ');
    expect(keysIn(names).sort()).toEqual(files.sort());
  });

  /** Names of the members that a JSON schema has, however deep. */
  const membersIn = (schema: unknown): string[] =>
    schema === null || typeof schema !== 'object'
      ? []
      : Object.entries(schema).flatMap(([name, value]) => [
          ...(name === 'properties' ? Object.keys(value as object) : []),
          ...membersIn(value),
        ]);

  it.each(kinds)('stands in a guide: every member of %s', (kind) => {
    const text = readdirSync(new URL('../../../docs/guide/', import.meta.url))
      .map((file) => guide(file.replace('.md', '')))
      .join('\n');
    const written = new Set(text.match(/[A-Za-z]\w*/g));
    const members = membersIn(z.toJSONSchema(kindSchemas[kind], { io: 'input', unrepresentable: 'any' }));
    expect(members.length).toBeGreaterThan(0);
    expect(members.filter((member) => !written.has(member))).toEqual([]);
  });
});

it('[UI-1] the guide to the console lists the keys that its help lists', () => {
  const help = readFileSync(new URL('../../../console/app/keys-help.tsx', import.meta.url), 'utf8');
  const shown = [...help.matchAll(/^ {4}\['([^']+)', /gm)].map(([, key]) => key ?? '');
  const [, table = ''] = /\| key \| does \|\n([\s\S]*?)\n\n/.exec(guide('console')) ?? [];
  const listed = table.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)]);
  expect(listed.map(([, key]) => key).sort()).toEqual(shown.sort());
});
