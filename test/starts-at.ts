// Tests do not begin at today's date: what holds on a Monday in March has to hold on the last night of a month, too, and a suite that fails in some nights
// tells nothing. CASEWARD_TEST_AT=2026-11-30T04:59:59Z runs them at an instant that hurts.

/** The instant (epoch milliseconds) at which the stacks of tests begin. */
export const startsAt = Date.parse(process.env.CASEWARD_TEST_AT ?? '2026-11-11T15:00:00.000Z');
