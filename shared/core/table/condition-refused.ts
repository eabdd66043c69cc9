/** Whether one write was refused by its condition: somebody else was faster. */
export const isConditionRefused = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';
