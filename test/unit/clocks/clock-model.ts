// The clocks of a case once more, written apart from the product: in whole minutes, of time that
// all counts. It tells what has to happen and when.

export const targets = {
  completion: { medium: 600, critical: 240, reminders: [60, 120], ladder: [90, 300], heldByStatus: true },
  'first-response': { medium: 120, critical: 120, reminders: [30], ladder: [], heldByStatus: false },
  'next-reply': { medium: 60, critical: 60, reminders: [], ladder: [], heldByStatus: false },
  'stage:stage-1': { medium: 15_000, critical: 180, reminders: [40], ladder: [], heldByStatus: true },
} as const;
export type ClockKey = keyof typeof targets;
type Priority = 'medium' | 'critical';

interface Clock {
  key: ClockKey;
  start: number;
  due: number;
  reminders: number[];
  /** Reminders that were given, by their minute. */
  given: Set<number>;
  rungs: { at: number; rung: number }[];
  held: Set<string>;
  pausedAt?: number | undefined;
  lost: number;
  byHand: boolean;
  late?: number | undefined;
  stopped?: number | undefined;
  cleared?: boolean;
}

export type Operation =
  | { do: 'claim' | 'release' | 'wait' | 'go-on' | 'reply' | 'ask' | 'close' | 'reopen' | 'de-escalate' }
  | { do: 'priority'; to: Priority }
  | { do: 'stage'; to: 'stage-1' | null }
  | { do: 'pause' | 'resume' | 'clear' | 'restore'; clock: ClockKey }
  | { do: 'extend'; clock: ClockKey; by: number }
  | { do: 'set'; clock: ClockKey; in: number };

export class CaseModel {
  readonly told: string[] = [];
  escalated = 0;
  #clocks = new Map<ClockKey, Clock>();
  #priority: Priority = 'medium';
  #status = 'new';
  #open = true;
  #stage: 'stage-1' | null = null;
  #assigned = false;
  #closedAt = 0;

  constructor(at: number) {
    this.#begin('completion', at);
    this.#begin('first-response', at);
  }

  get clocks(): string[] {
    return [...this.#clocks.values()].map((clock) => `${clock.key} ${this.#stateOf(clock)} ${clock.due}`).sort();
  }

  #begin(key: ClockKey, at: number): void {
    const due = at + targets[key][this.#priority];
    const reminders = this.#remindersOf(key, due).filter((one) => one >= at);
    this.#clocks.set(key, {
      key,
      start: at,
      due,
      reminders,
      given: new Set(),
      rungs: [],
      held: new Set(),
      lost: 0,
      byHand: false,
    });
  }

  #remindersOf = (key: ClockKey, due: number): number[] =>
    targets[key].reminders.map((before) => due - before).sort((a, b) => a - b);

  #goes = (clock: Clock): boolean => clock.stopped === undefined && !clock.cleared && clock.late === undefined;

  #stateOf(clock: Clock): string {
    if (clock.cleared) return 'cleared';
    if (clock.late !== undefined) return 'breached';
    if (clock.stopped !== undefined) return 'met';
    return clock.pausedAt === undefined ? 'running' : 'paused';
  }

  #nextOf(clock: Clock): { at: number; what: string; done: () => void } | undefined {
    const [rung] = clock.rungs;
    if (clock.stopped !== undefined || clock.cleared) return undefined;
    if (clock.late !== undefined)
      return rung && { at: rung.at, what: `level ${rung.rung}`, done: () => this.#climb(clock) };
    if (clock.pausedAt !== undefined) return undefined;
    const [reminder] = clock.reminders;
    if (reminder !== undefined) return { at: reminder, what: 'reminder', done: () => this.#remind(clock) };
    return { at: clock.due, what: 'breach', done: () => this.#breach(clock) };
  }

  #climb(clock: Clock): void {
    clock.rungs.shift();
    this.escalated++;
  }

  #remind(clock: Clock): void {
    clock.given.add(Number(clock.reminders.shift()));
  }

  #breach(clock: Clock): void {
    clock.late = clock.due;
    clock.rungs = targets[clock.key].ladder.map((after, rung) => ({ at: clock.due + after, rung }));
    if (clock.key === 'completion') this.escalated++;
  }

  /** All that has to have happened by a minute. */
  passTo(minute: number): void {
    if (!this.#open) return;
    for (;;) {
      const due = [...this.#clocks.values()]
        .flatMap((clock) => {
          const next = this.#nextOf(clock);
          return next && next.at <= minute ? [{ ...next, key: clock.key }] : [];
        })
        .sort((a, b) => a.at - b.at)[0];
      if (!due) return;
      this.told.push(`${due.at} ${due.key} ${due.what}`);
      due.done();
    }
  }

  #aim(clock: Clock, due: number, now: number): void {
    clock.due = due;
    clock.reminders = this.#remindersOf(clock.key, due).filter(
      (one) => one >= (clock.pausedAt ?? now) && !clock.given.has(one),
    );
    if (clock.late !== undefined && due > now) {
      clock.late = undefined;
      clock.rungs = [];
    }
  }

  #fromStart = (clock: Clock): number => clock.start + clock.lost + targets[clock.key][this.#priority];

  /** Holds a clock or lets it go on, by what holds it now. */
  #settle(clock: Clock, now: number): void {
    if (clock.stopped === undefined && !clock.cleared) {
      if (this.#status === 'waiting' && targets[clock.key].heldByStatus) clock.held.add('status');
      else clock.held.delete('status');
    }
    if (!this.#goes(clock)) return;
    if (clock.held.size > 0) {
      clock.pausedAt ??= now;
      return;
    }
    if (clock.pausedAt === undefined) return;
    const toCome = clock.reminders.length;
    clock.due += now - clock.pausedAt;
    clock.lost += now - clock.pausedAt;
    clock.pausedAt = undefined;
    clock.reminders = toCome === 0 ? [] : this.#remindersOf(clock.key, clock.due).slice(-toCome);
  }

  #stop(clock: Clock | undefined, now: number): void {
    if (!clock || clock.stopped !== undefined) return;
    clock.stopped = now;
    clock.held.clear();
    clock.rungs = [];
  }

  #actedOn(): void {
    for (const clock of this.#clocks.values()) clock.rungs = [];
  }

  /** @returns by which rule it is refused */
  apply(operation: Operation, now: number): string | undefined {
    const refused = this.#do(operation, now);
    if (refused === undefined) for (const clock of this.#clocks.values()) this.#settle(clock, now);
    return refused;
  }

  #do(operation: Operation, now: number): string | undefined {
    switch (operation.do) {
      case 'claim': {
        if (!this.#open) return 'already-closed';
        if (!this.#assigned) this.#actedOn();
        this.#assigned = true;
        return undefined;
      }
      case 'release': {
        if (!this.#open) return 'already-closed';
        if (!this.#assigned) return 'not-assigned';
        this.#assigned = false;
        return undefined;
      }
      case 'wait':
      case 'go-on': {
        if (!this.#open) return 'already-closed';
        const status = operation.do === 'wait' ? 'waiting' : 'open';
        if (status !== this.#status) this.#actedOn();
        this.#status = status;
        return undefined;
      }
      case 'reply':
        this.#stop(this.#clocks.get('first-response'), now);
        this.#stop(this.#clocks.get('next-reply'), now);
        return undefined;
      case 'ask': {
        const waiting = this.#clocks.get('next-reply');
        if (this.#open && (!waiting || waiting.stopped !== undefined)) this.#begin('next-reply', now);
        return undefined;
      }
      case 'close': {
        if (!this.#open) return 'already-closed';
        this.#open = false;
        this.#status = 'resolved';
        this.#closedAt = now;
        for (const clock of this.#clocks.values()) this.#stop(clock, now);
        return undefined;
      }
      case 'reopen':
        return this.#reopen(now);
      case 'de-escalate': {
        if (this.escalated === 0) return 'not-escalated';
        this.escalated = 0;
        this.#actedOn();
        return undefined;
      }
      case 'priority':
        return this.#reprioritise(operation.to, now);
      case 'stage':
        return this.#enter(operation.to, now);
      default:
        return this.#operate(operation, now);
    }
  }

  #reopen(now: number): string | undefined {
    if (this.#open) return 'not-closed';
    this.#open = true;
    this.#status = 'open';
    for (const key of ['completion', 'stage:stage-1'] as const) {
      const clock = this.#clocks.get(key);
      if (key !== 'completion' && this.#stage === null) continue;
      if (clock?.stopped !== undefined && clock.stopped >= this.#closedAt) {
        if (clock.late === undefined && !clock.cleared) clock.pausedAt ??= clock.stopped;
        clock.stopped = undefined;
      } else if (key !== 'completion') this.#begin(key, now);
    }
    return undefined;
  }

  #reprioritise(to: Priority, now: number): undefined {
    const from = this.#priority;
    this.#priority = to;
    for (const clock of this.#clocks.values()) {
      const isSame = targets[clock.key][from] === targets[clock.key][to];
      if (from === to || isSame || clock.byHand || clock.stopped !== undefined || clock.cleared) continue;
      this.#aim(clock, this.#fromStart(clock), now);
    }
  }

  #enter(to: 'stage-1' | null, now: number): undefined {
    if (to === this.#stage) return;
    this.#stage = to;
    const clock = this.#clocks.get('stage:stage-1');
    if (to === null) this.#stop(clock, now);
    else if (this.#open && (!clock || clock.stopped !== undefined)) this.#begin('stage:stage-1', now);
  }

  #operate(operation: Extract<Operation, { clock: ClockKey }>, now: number): string | undefined {
    const clock = this.#clocks.get(operation.clock);
    if (!clock) return 'not-found';
    if (operation.do === 'resume') {
      if (!clock.held.has('hand')) return 'not-paused';
      clock.held.delete('hand');
      return undefined;
    }
    if (clock.stopped !== undefined) return 'clock-stopped';
    const revives = operation.do === 'set' || operation.do === 'restore';
    if (clock.cleared && !revives) return 'clock-stopped';
    switch (operation.do) {
      case 'pause': {
        if (clock.late !== undefined) return 'clock-stopped';
        if (clock.held.has('hand')) return 'already-paused';
        clock.held.add('hand');
        return undefined;
      }
      case 'clear': {
        if (clock.pausedAt !== undefined) clock.lost += now - clock.pausedAt;
        clock.pausedAt = undefined;
        clock.rungs = [];
        clock.cleared = true;
        return undefined;
      }
      case 'extend': {
        if (clock.due + operation.by < clock.start) return 'invalid-request';
        this.#aim(clock, clock.due + operation.by, now);
        clock.byHand = true;
        return undefined;
      }
      case 'set': {
        clock.cleared = false;
        if (clock.pausedAt !== undefined) {
          clock.lost += now - clock.pausedAt;
          clock.pausedAt = now;
        }
        this.#aim(clock, now + operation.in, now);
        clock.byHand = true;
        return undefined;
      }
      case 'restore': {
        clock.cleared = false;
        clock.byHand = false;
        this.#aim(clock, this.#fromStart(clock), now);
        return undefined;
      }
    }
  }
}
