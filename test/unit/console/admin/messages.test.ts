import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bodySchemaOf } from '#console/admin/document.ts';
import { kindNamed, rooms } from '#console/admin/kinds.ts';
import { places } from '#console/admin/places.ts';
import type { JsonSchema } from '#console/admin/schema/shape.ts';
import { noReplyWords } from '#shared/automation/webhooks/no-reply.schema.ts';
import { keyedKinds } from '#shared/configuration/kind-names.ts';

const root = new URL('../../../../', import.meta.url);
const english: Record<string, string> = JSON.parse(
  readFileSync(new URL('console/admin/messages/en.json', root), 'utf8'),
);

it('[UI-5] every message that a page of the administration asks for by name is there', () => {
  const asked = globSync('console/admin/**/*.{ts,tsx}', { cwd: root.pathname }).flatMap((path) =>
    [...readFileSync(new URL(path, root), 'utf8').matchAll(/text\('(admin\.[\w.-]+)'/g)].map(([, key]) => key ?? ''),
  );
  expect(asked.length).toBeGreaterThan(50);
  expect(asked.filter((key) => english[key] === undefined)).toEqual([]);
});

it('[UI-4] every kind of configuration is reached from the administration, with words for it', () => {
  const shown = rooms.flatMap(({ kinds }) => kinds as readonly string[]);
  expect(shown.toSorted()).toEqual([...keyedKinds, 'rules', 'workflows', 'views'].toSorted());
  const wanted = shown.flatMap((kind) => [`admin.kind.${kind}`, `admin.one.${kind}`, `admin.about.${kind}`]);
  const ofPlaces = places.flatMap(({ path }) => [`admin.place.${path}`, `admin.placeAbout.${path}`]);
  expect([...wanted, ...ofPlaces].filter((key) => english[key] === undefined)).toEqual([]);
});

it('[UI-5] [WH-1] why a webhook was not answered has words', () => {
  const wanted = Object.keys(noReplyWords).map((reason) => `admin.webhookOutcome.${reason}`);
  expect(wanted.filter((key) => english[key] === undefined)).toEqual([]);
});

type ApiDocument = Parameters<typeof bodySchemaOf>[0];
/** The names of all members and of all values that a form of the administration draws. */
const drawnIn = (document: ApiDocument) => {
  const [names, words, seen] = [new Set<string>(), new Set<string>(), new Set<JsonSchema>()];
  const walk = (schema: JsonSchema | boolean | undefined): void => {
    if (typeof schema !== 'object' || seen.has(schema)) return;
    seen.add(schema);
    const named = schema.$ref?.split('/').at(-1);
    // Conditions have a builder, with fields and operators of their own.
    if (named !== undefined && named !== 'Condition') walk(document.components.schemas[named]);
    for (const [name, member] of Object.entries(schema.properties ?? {})) {
      names.add(name);
      walk(member);
    }
    for (const value of [...(schema.enum ?? []), schema.const]) if (typeof value === 'string') words.add(value);
    const { items, additionalProperties, propertyNames, anyOf = [], oneOf = [], prefixItems = [] } = schema;
    for (const inner of [items, additionalProperties, propertyNames, ...anyOf, ...oneOf, ...prefixItems]) walk(inner);
  };
  for (const { kinds } of rooms) for (const kind of kinds) walk(bodySchemaOf(document, kindNamed(kind)?.put ?? ''));
  return { names: [...names], words: [...words] };
};

it('[UI-4] [UI-5] every member and every choice of every form has words of its own', () => {
  const document = JSON.parse(readFileSync(new URL('docs/openapi.json', root), 'utf8')) as ApiDocument;
  const { names, words } = drawnIn(document);
  expect([names.length > 200, words.length > 150]).toEqual([true, true]);
  expect(names.filter((name) => english[`admin.field.${name}`] === undefined)).toEqual([]);
  expect(words.filter((word) => english[`admin.word.${word}`] === undefined)).toEqual([]);
});
