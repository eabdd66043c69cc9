import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shippedTemplates } from '#shared/mail/notifications/all-notifications.ts';
import { tokenNames } from '#shared/mail/notifications/tokens.ts';

const guide = readFileSync(new URL('../../../docs/guide/mail.md', import.meta.url), 'utf8');

describe('the guide to mail', () => {
  it('has a row for every notification and no other', () => {
    const rows = [...guide.matchAll(/^\| `([\w-]+)` /gm)].map(([, key]) => key);
    expect(rows.sort()).toEqual(Object.keys(shippedTemplates).sort());
  });

  it('names every token that is not a member of a record of the API, and none that there is not', () => {
    const own = tokenNames().filter((name) => /^(assignee|target|note|reason|links)\.|Name$/.test(name));
    expect(own.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
    const named = [...guide.matchAll(/`((?:case|alert|contact|assignee|target|note|reason|links)\.\w+)`/g)].map(
      ([, name]) => name,
    );
    expect(named.filter((name) => !tokenNames().includes(String(name)))).toEqual([]);
  });
});
