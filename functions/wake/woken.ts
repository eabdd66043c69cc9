import type { Services } from '#functions/services.ts';
import type { WakeUp } from '#shared/core/clocks/moments.ts';
import { byHand, type Intent } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';

export interface Woken extends WakeUp {
  /** Whether there is another moment to wait for: at `at`. */
  again: boolean;
}

export const byTheClock = (at: number): Intent => ({ actor: { kind: 'clock', id: 'wake-up' }, at, cause: byHand });
export const ended = (wakeUp: WakeUp): Woken => ({ ...wakeUp, again: false });
export const waiting = (wakeUp: WakeUp, at: number): Woken => ({ ...wakeUp, again: true, at: iso(at) });

/**
 * Does what is due by now on one kind of thing that waits, and returns what to wait for next.
 * `horizon` is the last instant (epoch milliseconds) for which the caller goes on waiting.
 */
export type Waker = (services: Services, wakeUp: WakeUp, horizon: number) => Promise<Woken>;
