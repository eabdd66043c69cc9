import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { contactOf } from '#shared/access/contact-of.ts';
import { foldAddress, isSameAddress } from '#shared/core/records/address.ts';
import { addressKey, addressPartition } from '#shared/core/table/casework-keys.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { suppressionKey } from '#shared/core/table/mail-keys.ts';
import { fingerprintOf } from '#shared/mail/notifications/fingerprint.ts';
import { memoryTable } from '#test/house/memory-table.ts';

// Letters that any wider folding, or a normal form, turns into the ASCII letter beside them.
const lookalikes = [
  ['kim@x.example', '\u212aim@x.example'],
  ['kim@x.example', '\uff4bim@x.example'],
  ['sam@x.example', '\u017fam@x.example'],
  ['ida@x.example', '\u0130da@x.example'],
  ['kim@kiel.example', 'kim@\u212aiel.example'],
  ['kim@x.example', '\ufeffkim@x.example'],
  ['kim@x.example', 'kim@x.example\u00a0'],
] as const;

it.each(lookalikes)('[NT-6] %s is not %j, which looks like it', (one, other) => {
  expect(isSameAddress(one, other)).toBe(false);
  expect(addressPartition(one)).not.toBe(addressPartition(other));
  expect(suppressionKey(one)).not.toEqual(suppressionKey(other));
  expect(fingerprintOf(one)).not.toBe(fingerprintOf(other));
});

it('[NT-6] an address is the same in capital and small letters, on both sides of the @', () => {
  expect(foldAddress('Kim.ÄB@X.Example')).toBe('kim.Äb@x.example');
  expect(isSameAddress('KIM@X.EXAMPLE', 'kim@x.example')).toBe(true);
  expect(isSameAddress(undefined, undefined)).toBe(false);
});

it('[PO-1] a token with a verified address that only looks like the one of a contact opens no contact', async () => {
  const contact = { id: 'S1', email: 'kim@x.example' };
  const { table } = memoryTable([
    { ...recordKey({ kind: 'contact', id: contact.id }), record: contact },
    { ...addressKey(contact.email, contact.id), contactId: contact.id },
  ]);
  const person = (verifiedEmail: string) =>
    ({ id: 'sub-1', groups: [], isAdmin: false, isStaff: false, seesAll: false, verifiedEmail }) as never;
  expect(await contactOf(table, person('Kim@X.example'))).toMatchObject({ id: 'S1' });
  expect(await contactOf(table, person('\u212aim@x.example'))).toBeUndefined();
});

it('[NT-6] no other file folds, normalises or collates a mail address', () => {
  const root = resolve(import.meta.dirname, '../../..');
  const folds = /\.(?:to(?:Locale)?(?:Lower|Upper)Case|localeCompare|normalize)\(/;
  const ofAddresses = /e-?mail|address|recipient|sender|\bfrom\b/i;
  const found = ['shared', 'functions'].flatMap((folder) =>
    readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) =>
        readFileSync(resolve(root, folder, name), 'utf8')
          .split('\n')
          .filter((line) => folds.test(line) && ofAddresses.test(line))
          .map((line) => `${folder}/${name}: ${line.trim()}`),
      ),
  );
  expect(found).toEqual([]);
});
