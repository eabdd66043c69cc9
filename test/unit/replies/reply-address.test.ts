import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ulids } from '#shared/core/records/ids.ts';
import { endOfId, repliedTo, replyAddress } from '#shared/mail/replies/reply-address.ts';

const newId = ulids();
const domain = 'mail.example.edu';
const addressOf = (caseId: string, secret = 'ours') => replyAddress(secret, { caseId, domain });
const caseId = fc.integer({ min: 0, max: 4_000_000_000_000 }).map((at) => newId(at));

it('[ME-2] leads to its case however its letters were written on the way, and fits into an address', () => {
  fc.assert(
    fc.property(caseId, (id) => {
      const address = addressOf(id);
      expect(address.split('@')[0]?.length).toBeLessThanOrEqual(64);
      for (const written of [address, address.toUpperCase(), ` ${address} `])
        expect(repliedTo('ours', written)).toEqual({ caseId: id });
    }),
    { numRuns: 200 },
  );
});

it('[ME-2] leads nowhere with another case, another key, or any other character in it', () => {
  fc.assert(
    fc.property(caseId, caseId, fc.nat(), (id, other, place) => {
      const address = addressOf(id);
      const signature = address.slice(6 + 26, address.indexOf('@'));
      if (other !== id) expect(repliedTo('ours', `reply+${other.toLowerCase()}${signature}@${domain}`)).toBeUndefined();
      expect(repliedTo('theirs', address)).toBeUndefined();
      const at = 6 + (place % (address.indexOf('@') - 6));
      const changed = `${address.slice(0, at)}${address[at] === '0' ? '1' : '0'}${address.slice(at + 1)}`;
      expect(repliedTo('ours', changed)).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});

it.each([
  '',
  'reply@x.example',
  'reply+@x.example',
  'ada@x.example',
  `reply+${'z'.repeat(26)}-${'0'.repeat(20)}@x.example`,
])('[ME-2] %j is no reply address', (address) => {
  expect(repliedTo('ours', address)).toBeUndefined();
});

it('[ME-1] [ME-2] leads to a question of its case, and to no other question', () => {
  fc.assert(
    fc.property(caseId, caseId, (id, questionId) => {
      const question = endOfId(questionId);
      const address = replyAddress('ours', { caseId: id, question, domain });
      expect(address.split('@')[0]?.length).toBeLessThanOrEqual(64);
      for (const written of [address, address.toUpperCase()])
        expect(repliedTo('ours', written)).toEqual({ caseId: id, question });
      const other = question === '00000000' ? '00000001' : '00000000';
      expect(repliedTo('ours', address.replace(question.toLowerCase(), other))).toBeUndefined();
      expect(repliedTo('ours', address.replace(`.${question.toLowerCase()}`, ''))).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});
