/** Members of a record that nobody outside has a use for. */
export const internalMembers: ReadonlySet<string> = new Set([
  'generation',
  'counting',
  'subscriptions',
  'stageSince',
  'statusSince',
  'timeInStatus',
  'opened',
  'beforeMerge',
  'otherRequesters',
  'questionsEndedAt',
  'statusBefore',
  'dueSoon',
]);
