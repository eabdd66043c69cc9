import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../../', import.meta.url);
const messagesIn = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`console/admin/messages/${language}.json`, root), 'utf8'));
const placesOf = (message: string): string[] =>
  [...message.matchAll(/\{(\w+)\s*[,}]/g)].map(([, name]) => name ?? '').sort();

describe('[UI-5] the messages of the administration', () => {
  const english = messagesIn('en');

  it.each(['es', 'de', 'cy'])(
    '[UI-5] in %s has every message of the English ones, with the same places',
    (language) => {
      const messages = messagesIn(language);
      expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort());
      const placesNamed = (message = ''): string[] => [...new Set(placesOf(message))].filter((name) => name !== 'or');
      const wrong = Object.keys(english).filter(
        (key) => placesNamed(messages[key]).join() !== placesNamed(english[key]).join(),
      );
      expect(wrong).toEqual([]);
    },
  );

  it('[UI-5] every message that a page asks for by name is there', () => {
    const asked = globSync('console/admin/**/*.{ts,tsx}', { cwd: root.pathname }).flatMap((path) =>
      [...readFileSync(new URL(path, root), 'utf8').matchAll(/text\('(admin\.[\w.-]+)'/g)].map(([, key]) => key ?? ''),
    );
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => english[key] === undefined)).toEqual([]);
  });
});
