import type { Deliveries, DeliveryClaim, DeliveryOutcome } from '#shared/core/deliveries/deliveries.ts';

/** A delivery with what sends it. */
export interface Delivery extends DeliveryClaim {
  /**
   * Asks the outside.
   * @throws where it could not be sent though it may be later
   */
  send: () => Promise<DeliveryOutcome>;
  /** What went wrong with it: it could not be sent, or not marked though it was. */
  report: (what: 'not-sent' | 'not-marked', error: unknown) => void;
}

// What a run sends at once, and what may go out again where it dies before it settles. SES begins
// an account with 14 mails a second; ten fill that without a throttled burst.
const atOnce = 10;

/** Sends one that is claimed, and says what became of it. */
const sendOne = async ({ item, send, report }: Delivery): Promise<DeliveryOutcome> => {
  try {
    return await send();
  } catch (error) {
    report('not-sent', error);
    return { state: 'waiting', item };
  }
};

/** @returns how many of them are left to be sent by a later run */
const deliverTogether = async (deliveries: Deliveries, run: string, some: readonly Delivery[]): Promise<number> => {
  let claimed: boolean[];
  try {
    claimed = await deliveries.claim(run, some);
  } catch (error) {
    for (const { report } of some) report('not-sent', error);
    return some.length;
  }
  const sending = some.filter(({ aside }, index) => claimed[index] && aside === undefined);
  if (sending.length === 0) return 0;
  const outcomes = await Promise.all(sending.map(sendOne));
  try {
    await deliveries.settle(run, outcomes);
  } catch (error) {
    // It does not fail the run: that would bring back, and send again, what is out.
    for (const { report } of sending) report('not-marked', error);
  }
  return outcomes.filter(({ state }) => state === 'waiting').length;
};

/**
 * Sends deliveries, each once, or puts them aside; a failed one keeps no other from being sent.
 * `run` is the same after a crash, such as a message's id. Gives how many are left for a later run.
 */
export const deliverEach = async (deliveries: Deliveries, run: string, all: readonly Delivery[]): Promise<number> => {
  let left = 0;
  for (let from = 0; from < all.length; from += atOnce)
    left += await deliverTogether(deliveries, run, all.slice(from, from + atOnce));
  return left;
};
