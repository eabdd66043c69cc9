// What the files of a run of tests took of the processor, by ring, and the ten that took most.

import { readFileSync } from 'node:fs';

interface Spent {
  file: string;
  seconds: number;
}

// Two processors in five minutes, less a sixth: for checks, for what stacks start beside the
// runner, and for the end, when one of the two has nothing left to do.
const mostSeconds = 500;

const ringOf = (file: string): string => file.split('/')[1] ?? file;
const shown = (seconds: number): string => `${seconds.toFixed(1).padStart(7)} s`;

/** @returns the lines to print for a log as test/processor-log.ts writes it */
export const summaryOf = (log: string): string[] => {
  const spent = log.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as Spent)));
  const sumOf = (files: readonly Spent[]) => files.reduce((sum, { seconds }) => sum + seconds, 0);
  const rings = [...Map.groupBy(spent, ({ file }) => ringOf(file))].map(
    ([ring, files]) => `${shown(sumOf(files))} ${ring}`,
  );
  const most = spent.toSorted((one, other) => other.seconds - one.seconds).slice(0, 10);
  const total = sumOf(spent);
  return [
    'Processor time by ring:',
    ...rings.toSorted().reverse(),
    'The ten files that took most of it:',
    ...most.map(({ file, seconds }) => `${shown(seconds)} ${file}`),
    total > mostSeconds
      ? `In all ${total.toFixed(0)} s: over the ${mostSeconds} s that two processors have in five minutes.`
      : `In all ${total.toFixed(0)} s of at most ${mostSeconds}.`,
  ];
};

export const summaryIn = (path: string): string[] => {
  try {
    return summaryOf(readFileSync(path, 'utf8'));
  } catch {
    return []; // no file of tests ran
  }
};
