import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReference, referenceFrom } from '#shared/casework/cases/reference.ts';

const alphabet = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
const bytes = fc.uint8Array({ minLength: 5, maxLength: 5 });
const bare = (reference: string) => [...reference.replaceAll('-', '')];

describe('the reference of a case', () => {
  it('[CA-2] is 8 characters and a check character, and reads back as it was written', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const reference = referenceFrom(random);
        expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]$/);
        expect(parseReference(reference)).toBe(reference);
      }),
    );
  });

  it('[CA-2] has all 40 bits of what it is made from', () => {
    const read = (reference: string) =>
      bare(reference)
        .slice(0, 8)
        .reduce((value, character) => value * 32n + BigInt(alphabet.indexOf(character)), 0n);
    fc.assert(
      fc.property(bytes, (random) => {
        expect(read(referenceFrom(random)).toString(16)).toBe(
          BigInt(`0x${Buffer.from(random).toString('hex')}`).toString(16),
        );
      }),
    );
  });

  it('[CA-2] is refused with any one character wrong', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const characters = bare(referenceFrom(random));
        const taken = characters.flatMap((right, place) =>
          alphabet
            .filter((wrong) => wrong !== right)
            .map((wrong) => characters.with(place, wrong).join(''))
            .filter((typed) => parseReference(typed) !== undefined),
        );
        expect(taken).toEqual([]);
      }),
    );
  });

  it('[CA-2] is refused with any two neighbours swapped', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const characters = bare(referenceFrom(random));
        for (let place = 0; place < 8; place++) {
          const [left = '', right = ''] = characters.slice(place, place + 2);
          if (left === right) continue;
          expect(
            parseReference(
              characters
                .with(place, right)
                .with(place + 1, left)
                .join(''),
            ),
          ).toBeUndefined();
        }
      }),
    );
  });

  it('[CA-2] is taken as people type it: any case, with or without dashes and spaces, O for 0, I and L for 1', () => {
    const typed = bytes.chain((random) => {
      const reference = referenceFrom(random);
      const forms = (character: string): string[] => {
        if (character === '0') return ['0', 'O', 'o'];
        if (character === '1') return ['1', 'I', 'i', 'L', 'l'];
        return [character, character.toLowerCase()];
      };
      const written = bare(reference).map((character) =>
        fc.tuple(fc.constantFrom(...forms(character)), fc.constantFrom('', '-', ' ')).map((parts) => parts.join('')),
      );
      return fc.tuple(
        fc.constant(reference),
        fc.tuple(...written).map((parts) => parts.join('')),
      );
    });
    fc.assert(
      fc.property(typed, ([reference, text]) => {
        expect(parseReference(text)).toBe(reference);
      }),
    );
  });

  it.each(['', '7K3F-92QX', '7K3F-92QX-MM', 'UUUU-UUUU-U', '7K3F_92QX_M', '01KAG0000000000000000000C1'])(
    '[CA-2] is refused before any read where it is %j',
    (typed) => {
      expect(parseReference(typed)).toBeUndefined();
    },
  );
});
