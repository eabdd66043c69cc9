import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrderOfTrial } from '#shared/casework/assignment/queue.ts';

const queue = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('[CA-7] the order in which a caller tries a queue', () => {
  it('is that of the queue, at first', () => {
    expect(inOrderOfTrial(queue, 1, 0.999)).toEqual(queue);
  });

  it('begins further down after losing, by lot, and comes round to the others', () => {
    expect(inOrderOfTrial(queue, 2, 0.4)).toEqual(queue);
    expect(inOrderOfTrial(queue, 2, 0.5)).toEqual(['b', 'c', 'd', 'e', 'f', 'a']);
    expect(inOrderOfTrial(queue, 3, 0.999)).toEqual(['d', 'e', 'f', 'a', 'b', 'c']);
    expect(inOrderOfTrial(queue, 12, 0.999)).toEqual(['f', 'a', 'b', 'c', 'd', 'e']);
  });

  it('leaves nothing out, whatever the round and the lot', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat()),
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (all, round, lot) => {
          expect(inOrderOfTrial(all, round, lot).toSorted()).toEqual(all.toSorted());
        },
      ),
    );
  });
});
