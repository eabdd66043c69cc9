interface Due {
  at: number;
  order: number;
  /** A delivery is under way: nothing is idle before it has come. A timer waits for its time. */
  kind: 'delivery' | 'timer';
  run: () => Promise<void>;
}

const isBefore = (one: Due, other: Due): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/**
 * Time that stands still unless it is moved. To move it is to live through everything that falls
 * due on the way, in order.
 */
export class VirtualTime {
  #now: number;
  #order = 0;
  readonly #due: Due[] = [];
  #settling: Promise<void> | undefined;

  constructor(now: number) {
    this.#now = now;
  }

  /** Epoch milliseconds. */
  now = (): number => this.#now;

  /** A little time passes, as it does with every request. */
  tick(): void {
    this.#now++;
  }

  /** Runs an action at an instant; once that has come, as soon as the current task yields. */
  at(instant: number, kind: Due['kind'], run: () => Promise<void>): void {
    this.#due.push({ at: instant, order: this.#order++, kind, run });
    if (instant <= this.#now) setImmediate(() => this.settle());
  }

  /** Does what is due by now; everybody who asks meanwhile waits for the same. */
  settle(): Promise<void> {
    this.#settling ??= this.#settle().finally(() => {
      this.#settling = undefined;
    });
    return this.#settling;
  }

  /** Until nothing is under way: deliveries that come later are waited for. */
  async idle(): Promise<void> {
    await this.settle();
    for (let next = this.#next('delivery'); next; next = this.#next('delivery'))
      await this.advanceTo(Math.max(next.at, this.#now));
  }

  /** @throws RangeError for an instant that lies behind */
  async advanceTo(instant: number): Promise<void> {
    if (!(instant >= this.#now)) throw new RangeError(`It is ${new Date(this.#now).toISOString()} already.`);
    await this.settle();
    for (let next = this.#next(); next && next.at <= instant; next = this.#next()) {
      this.#now = Math.max(this.#now, next.at);
      await this.settle();
    }
    this.#now = Math.max(this.#now, instant);
  }

  #next(kind?: Due['kind']): Due | undefined {
    let first: Due | undefined;
    for (const one of this.#due) if ((!kind || one.kind === kind) && (!first || isBefore(one, first))) first = one;
    return first;
  }

  async #settle(): Promise<void> {
    for (let next = this.#next(); next && next.at <= this.#now; next = this.#next()) {
      this.#due.splice(this.#due.indexOf(next), 1);
      await next.run();
    }
  }
}
