// Tests begin at a fixed date: a suite that reads today's fails in some nights.
// CASEWARD_TEST_AT=2026-11-30T04:59:59Z runs them at an instant that hurts.

/** The instant (epoch milliseconds) at which the stacks of tests begin. */
export const startsAt = (): number => Date.parse(process.env.CASEWARD_TEST_AT ?? '2026-11-11T15:00:00.000Z');
