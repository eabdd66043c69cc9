interface Due {
  at: number;
  order: number;
  /** A delivery is under way: nothing is idle before it has come. A timer waits for its time. */
  kind: 'delivery' | 'timer';
  run: () => Promise<void>;
}

const isBefore = (one: Due, other: Due): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/** Puts a thing behind all that is due at its instant or earlier; there may be many. */
const insert = (queue: Due[], due: Due): void => {
  let [low, high] = [0, queue.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(due, queue[middle] as Due)) high = middle;
    else low = middle + 1;
  }
  queue.splice(low, 0, due);
};

/**
 * Time that stands still unless it is moved. To move it is to live through everything that falls
 * due on the way, in order.
 */
export class VirtualTime {
  #now: number;
  #order = 0;
  /** Each in order: what comes first is looked for at every step. */
  readonly #due: Record<Due['kind'], Due[]> = { delivery: [], timer: [] };
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
    insert(this.#due[kind], { at: instant, order: this.#order++, kind, run });
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
    const [[delivery], [timer]] = [this.#due.delivery, this.#due.timer];
    if (kind || !delivery || !timer) return kind ? this.#due[kind][0] : (delivery ?? timer);
    return isBefore(timer, delivery) ? timer : delivery;
  }

  async #settle(): Promise<void> {
    for (let next = this.#next(); next && next.at <= this.#now; next = this.#next()) {
      this.#due[next.kind].shift();
      await next.run();
    }
  }
}
