import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  parent: number;
  milliseconds: number;
  megabytes: number;
}

// Linux counts in hundredths of a second and pages of 4 KB.
const tickMs = 10;
const pageMb = 4096 / 2 ** 20;

const processOf = (pid: number): Process => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0, user = 0, system = 0, pages = 0] = [fields[1], fields[11], fields[12], fields[21]];
  return { parent, milliseconds: (user + system) * tickMs, megabytes: pages * pageMb };
};

const all = (): Map<number, Process> => {
  const found = new Map<number, Process>();
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    try {
      found.set(pid, processOf(pid));
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
};

/**
 * What a process and those it started have used of the processor so far, and have in memory now.
 * Linux only.
 */
export interface Usage {
  own: Omit<Process, 'parent'>;
  children: Omit<Process, 'parent'>;
}

export const usageOf = (pid: number): Usage => {
  const processes = all();
  const isBelow = (one: Process): boolean => {
    if (one.parent === pid) return true;
    const parent = processes.get(one.parent);
    return parent !== undefined && isBelow(parent);
  };
  const below = [...processes.values()].filter(isBelow);
  const sum = (key: 'milliseconds' | 'megabytes') => below.reduce((total, one) => total + one[key], 0);
  const own = processes.get(pid);
  if (!own) throw new Error(`There is no process ${pid}`);
  return { own, children: { milliseconds: sum('milliseconds'), megabytes: sum('megabytes') } };
};
