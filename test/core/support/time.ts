/** Processor time of this process in milliseconds, which a busy machine does not stretch as it does the clock's. */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
