import type { Item } from '#shared/core/table/decision.ts';
import type { Key } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import { numbersInPiece } from '#shared/insight/search/block.ts';

// Which of some words each number has, as far as that is read: the newest numbers of a word that
// many have lie in its block, older ones in pieces.

/** A piece of a term. */
interface UnreadPiece {
  key: Key;
  /** All its numbers are below it. */
  end: number;
  /** As what a function keeps it, which has another name once it has changed. */
  name: string;
}

/** What is read of a word. */
export interface ReadWord {
  numbers: readonly number[];
  /** In any order. */
  older: readonly UnreadPiece[];
}

/** Pieces that a function has read, by their names. */
export type KnownPieces = Map<string, Item>;

// Half a megabyte; the words that most have are read again and again.
const mostKnown = 128;

export class WordNumbers {
  readonly #table: Table;
  readonly #known: KnownPieces;
  readonly #add: (word: number, numbers: readonly number[]) => void;
  /** Of each word its pieces that are not read, the newest last. */
  readonly #older: UnreadPiece[][];

  /** @param add takes numbers of a word, more than once */
  constructor(
    { table, known }: { table: Table; known: KnownPieces },
    words: readonly ReadWord[],
    add: (word: number, numbers: readonly number[]) => void,
  ) {
    this.#table = table;
    this.#known = known;
    this.#add = add;
    this.#older = words.map(({ older }) => older.toSorted((a, b) => a.end - b.end));
    for (const [word, { numbers }] of words.entries()) add(word, numbers);
  }

  /** Numbers below it may have a word of which that is not known. */
  endOf(word: number): number {
    return this.#older[word]?.at(-1)?.end ?? 0;
  }

  /** Of numbers from here on all is known. */
  get wholeFrom(): number {
    return Math.max(0, ...this.#older.map((_, word) => this.endOf(word)));
  }

  /** Reads the newest pieces of each word that are not read. */
  async readOlder(): Promise<void> {
    const next = this.#older.map((pieces) => pieces.pop());
    const wanted = new Map(next.flatMap((piece) => (piece ? [[piece.name, piece.key] as const] : [])));
    const missing = [...wanted].filter(([name]) => !this.#known.has(name));
    const items = await this.#table.getMany(missing.map(([, key]) => key));
    const read = new Map(items.map((item) => [`${item.pk} ${item.sk}`, item]));
    for (const [name, { pk, sk }] of missing) {
      const item = read.get(`${pk} ${sk}`);
      if (item) this.#known.set(name, item);
    }
    for (const [word, piece] of next.entries()) {
      const item = piece && this.#known.get(piece.name);
      if (item) this.#add(word, numbersInPiece(item));
    }
    for (const name of [...this.#known.keys()].slice(0, Math.max(0, this.#known.size - mostKnown)))
      this.#known.delete(name);
  }
}
