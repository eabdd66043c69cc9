import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rooms } from '#console/admin/kinds.ts';
import { places } from '#console/admin/places.ts';
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
