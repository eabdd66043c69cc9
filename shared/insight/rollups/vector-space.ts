// What vectors add up to, by Gauss and Jordan. Modulo a prime it is exact, and this is the largest
// of which products are whole numbers; that something is a multiple of it by chance is not met.

/** Values by their places; what is nothing is not there. */
export type Vector = ReadonlyMap<number, number>;

const prime = 67_108_859;

/** Euclid's: what times the value is one. */
const inverse = (value: number): number => {
  let [before, rest, factorBefore, factor] = [prime, value, 0, 1];
  while (rest !== 0) {
    const times = Math.floor(before / rest);
    [before, rest] = [rest, before - times * rest];
    [factorBefore, factor] = [factor, factorBefore - times * factor];
  }
  return (factorBefore + prime) % prime;
};

/** Whatever some vectors of so many places add up to. */
export class VectorSpace {
  /** Each alone has a value at its own place, which is one; beside it stand the others it has. */
  readonly #rows = new Map<number, Map<number, number>>();
  /** Places where a row may have a value, beside its own. */
  readonly #shared = new Set<number>();
  /** What is worked out at the moment, by place: nothing in between. */
  readonly #rest: Float64Array;

  constructor(places: number) {
    this.#rest = new Float64Array(places);
  }

  get rank(): number {
    return this.#rows.size;
  }

  /** What of a vector is new here, as it stands in `#rest`, and where. */
  #takeFrom(vector: Vector): number[] {
    const rest = this.#rest;
    const touched: number[] = [];
    const add = (place: number, value: number) => {
      touched.push(place);
      rest[place] = ((rest[place] as number) + value) % prime;
    };
    for (const [place, value] of vector) {
      const row = this.#rows.get(place);
      if (row) for (const [other, times] of row) add(other, (prime - value) * times);
      else add(place, value);
    }
    return touched;
  }

  has(vector: Vector): boolean {
    const rest = this.#rest;
    let isNothing = true;
    for (const place of this.#takeFrom(vector)) {
      isNothing &&= rest[place] === 0;
      rest[place] = 0;
    }
    return isNothing;
  }

  add(vector: Vector): void {
    const row = new Map<number, number>();
    for (const place of this.#takeFrom(vector)) {
      if (this.#rest[place]) row.set(place, this.#rest[place]);
      this.#rest[place] = 0;
    }
    if (row.size === 0) return;
    // The last place is that of the smallest group, which few others have.
    const own = Math.max(...row.keys());
    const factor = inverse(row.get(own) as number);
    row.delete(own);
    for (const [place, value] of row) row.set(place, (value * factor) % prime);
    if (this.#shared.has(own)) for (const other of this.#rows.values()) this.#eliminate(own, { of: other, row });
    for (const place of row.keys()) this.#shared.add(place);
    this.#rows.set(own, row);
  }

  #eliminate(own: number, { of, row }: { of: Map<number, number>; row: Vector }): void {
    const factor = of.get(own);
    if (factor === undefined) return;
    of.delete(own);
    for (const [place, value] of row) {
      const sum = ((of.get(place) ?? 0) + (prime - factor) * value) % prime;
      if (sum === 0) of.delete(place);
      else of.set(place, sum);
    }
  }

  /** What its rows have at each place. */
  columns(): Vector[] {
    const columns = Array.from(this.#rest, () => new Map<number, number>());
    for (const [own, row] of this.#rows) {
      columns[own]?.set(own, 1);
      for (const [place, value] of row) columns[place]?.set(own, value);
    }
    return columns;
  }
}
