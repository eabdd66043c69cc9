/**
 * Milliseconds of processor that this thread has used. A limit on them holds on a machine that does
 * other work, too.
 */
export const processorTime = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
