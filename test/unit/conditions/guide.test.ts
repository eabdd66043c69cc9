import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkCondition } from '#shared/core/conditions/check.ts';
import { MAX_DEPTH, MAX_NODES, operators } from '#shared/core/conditions/condition.ts';
import { operatorsByKind, standardFields } from '#shared/core/conditions/fields.ts';
import { buildRegistry, listFields } from '#shared/core/conditions/registry.ts';
import { customFields, registry } from './samples.ts';

const page = new URL('../../../docs/guide/conditions.md', import.meta.url);

const table = [
  '| kind | operators |',
  '|---|---|',
  ...Object.entries(operatorsByKind).map(([kind, has]) => `| ${kind} | ${has.map((op) => `\`${op}\``).join(', ')} |`),
].join('\n');
const between = /(?<=<!-- operators: .* -->\n)[\s\S]*(?=<!-- end of operators -->)/;

test('the guide has the table of kinds and operators that the code has', () => {
  if (process.env.UPDATE_DOCS) writeFileSync(page, readFileSync(page, 'utf8').replace(between, `${table}\n`));
  expect(between.exec(readFileSync(page, 'utf8'))?.[0]).toBe(`${table}\n`);
});

test('the guide tells of every operator, and the limits that hold', () => {
  const text = readFileSync(page, 'utf8');
  for (const op of operators) expect(text.split('## What the operators mean')[1]).toContain(`\`${op}\``);
  expect(text).toContain(`at most ${MAX_NODES} nodes and ${MAX_DEPTH} levels`);
});

test('the example of the guide is a condition without a fault', () => {
  const examples = [...readFileSync(page, 'utf8').matchAll(/```json\n([\s\S]*?)```/g)].map(([, json]) =>
    JSON.parse(json ?? ''),
  );
  expect(checkCondition(examples[0], registry)).toEqual([]);
});

test('[SE-2] every field is listed with its kind, its operators and a label, open paths and custom fields among them', () => {
  const { items } = listFields(buildRegistry({ alertFields: customFields, caseFields: customFields }));
  const names = items.map(({ field }) => field);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(standardFields.map(({ name }) => name)));
  expect(names).toEqual(expect.arrayContaining(['contact.attributes.<x>', 'event.detail.<x>', 'alert.fields.choice']));
  expect(items.find(({ field }) => field === 'case.fields.choice')).toEqual({
    field: 'case.fields.choice',
    kind: 'keyword',
    operators: ['is', 'is-not', 'in', 'not-in', 'exists', 'not-exists'],
    label: 'Choice',
    choices: ['maths', 'writing'],
  });
  for (const { operators: has, label } of items) expect(has.length > 0 && label.length > 0).toBe(true);
});
