import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '..');

/** The wings of shared/: each imports from those before it, and from itself. */
export const wings = [
  'core',
  'casework',
  'access',
  'automation',
  'mail',
  'insight',
  'portal',
  'configuration',
  'contract',
] as const;

/** An import, also of a type: which file of ours takes from which. */
interface Arrow {
  from: string;
  to: string;
}

// `import … from`, `export … from`, `import '…'` and `import('…')`, as biome formats them.
const specifiers = /^(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)'|\bimport\('([^']+)'\)/gm;

/** Which file an import names, where it is one of ours. */
const fileOf = (specifier: string, from: string): string | undefined => {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? join(dirname(from), specifier) : undefined;
};

/** Every import between two files of ours, by reading them. */
export const readArrows = (): Arrow[] =>
  globSync('{shared,functions,infra,local,bench,client,console,scripts,test}/**/*.{ts,tsx,mjs}', {
    cwd: repository,
  }).flatMap((from) =>
    [...readFileSync(join(repository, from), 'utf8').matchAll(specifiers)].flatMap(([, named, awaited]) => {
      const to = fileOf(named ?? awaited ?? '', from);
      return to === undefined ? [] : [{ from, to }];
    }),
  );

const wingOf = (file: string): number =>
  file.startsWith('shared/') ? wings.indexOf(file.split('/')[1] as (typeof wings)[number]) : wings.length;

/** Imports that lead from a wing to one above it. */
export const upward = (arrows: readonly Arrow[]): Arrow[] => arrows.filter(({ from, to }) => wingOf(to) > wingOf(from));

/**
 * Files that import each other in a circle, each circle with all that are in it: Tarjan's strongly
 * connected components.
 */
export const circles = (arrows: readonly Arrow[]): string[][] => {
  const targets = Map.groupBy(arrows, ({ from }) => from);
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    numbers.set(file, numbers.size);
    lowest.set(file, numbers.size - 1);
    path.push(file);
    for (const { to } of targets.get(file) ?? []) {
      const reached = numbers.has(to) ? path.includes(to) && numbers.get(to) : visit(to);
      if (typeof reached === 'number') lowest.set(file, Math.min(lowest.get(file) ?? reached, reached));
    }
    const low = lowest.get(file) ?? 0;
    if (low === numbers.get(file)) {
      const circle = path.splice(path.indexOf(file));
      if (circle.length > 1 || targets.get(file)?.some(({ to }) => to === file)) found.push(circle.sort());
    }
    return low;
  };
  for (const file of targets.keys()) if (!numbers.has(file)) visit(file);
  return found;
};

/** What is wrong with the imports of the repository, a line each. */
export const complaints = (arrows: readonly Arrow[]): string[] => [
  ...upward(arrows).map(({ from, to }) => `${from} imports ${to}, of a wing above its own`),
  ...circles(arrows).map((circle) => `in a circle: ${circle.join(', ')}`),
];

if (import.meta.main) {
  const found = complaints(readArrows());
  for (const complaint of found) console.error(complaint);
  process.exitCode = found.length > 0 ? 1 : 0;
}
