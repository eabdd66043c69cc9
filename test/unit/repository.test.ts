import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decisionPages } from '../../scripts/decisions.ts';

const repository = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

test('decisions are numbered from 1 without a gap, in their file names and in their titles', () => {
  const pages = decisionPages();
  const wrong = pages.filter(({ file, number }, index) => {
    const expected = String(index + 1);
    return number !== expected || !file.startsWith(`${expected.padStart(4, '0')}-`);
  });
  expect(wrong).toEqual([]);
  expect(pages.length).toBeGreaterThan(40);
});

/** Whether it leaves the reader to guess who does something, or what is meant. */
const isRiddle = (line: string): boolean => /\bwhoever\b|\bof now\b|\bgoes by\b|\bcomes to\b/i.test(line);

/**
 * Lines of prose that are too long and have a blank where they could be broken; tables, code and
 * HTML are not prose.
 */
const overlongLines = (text: string): string[] =>
  text
    .replaceAll(/^( *)```[\s\S]*?^\1```/gm, '')
    .split('\n')
    .filter((line) => line.length > 100 && line.trim().includes(' ') && !/^\s*[|<]/.test(line));

const markdown = globSync('{*.md,docs/**/*.md}', {
  cwd: repository,
});

test.each(markdown)('the prose of %s is wrapped at 100 columns', (page) => {
  expect(overlongLines(read(page))).toEqual([]);
});

test('pages name their actor', () => {
  const lines = markdown.flatMap((page) =>
    read(page)
      .split('\n')
      .map((line) => ({ page, line })),
  );
  expect(lines.filter(({ line }) => isRiddle(line))).toEqual([]);
});

const commented = globSync('{bench,client,console,functions,infra,local,scripts,shared,test}/**/*.{ts,tsx,mjs}', {
  cwd: repository,
  exclude: ['console/dist/**'],
}).sort();
const commentsOf = (path: string): string[] => read(path).match(/^ *(?:\/\/|\/\*\*|\*) .*$/gm) ?? [];

test('comments are at most 100 columns wide and name their actor', () => {
  const ofTools = /biome-ignore|https?:/;
  const isPlain = (line: string): boolean => ofTools.test(line) || (line.length <= 100 && !isRiddle(line));
  const lines = commented.flatMap((path) => commentsOf(path).map((line) => ({ path, line })));
  expect(lines.filter(({ line }) => !isPlain(line))).toEqual([]);
  expect(lines.length).toBeGreaterThan(1000);
});

/** They describe an algorithm, whose steps and source take more than two lines. */
const algorithms = [
  'local/event-bus/pattern.ts',
  'shared/casework/cases/reference.ts',
  'shared/core/conditions/compare.ts',
  'shared/core/deliveries/deliveries.ts',
  'shared/insight/rollups/shown-groups.ts',
  'shared/mail/notifications/outbox.ts',
];
/** The lines of each comment that has lines of its own, without the marks around them. */
const linesOfComments = (path: string): string[][] =>
  [...read(path).matchAll(/^ *\{?\/\*[\s\S]*?\*\/|(?:^ *\/\/.*\n)+/gm)].map(([comment]) =>
    comment
      .split('\n')
      .map((line) => line.replace(/^ *(?:\{?\/\*\*?|\/\/|\*\/|\*)|\*\/\}?$/g, '').trim())
      .filter((line) => line !== '' && !line.startsWith('biome-ignore')),
  );

test('a comment has at most two lines, unless its file describes an algorithm', () => {
  const long = commented.filter((path) => linesOfComments(path).some(({ length }) => length > 2));
  expect(long).toEqual(algorithms);
});

/** Handlers of the API are found by the route that they hold, not by their name. */
const exporting = commented.filter((path) => !/^functions\/api\/|\.(?:config|test)\.ts$/.test(path));

test('what a file exports is named by another one', () => {
  const filesOf = new Map<string, number>();
  for (const path of commented)
    for (const name of new Set(read(path).match(/[\w$]+/g))) filesOf.set(name, (filesOf.get(name) ?? 0) + 1);
  const lonely = exporting.flatMap((path) =>
    [...read(path).matchAll(/^export (?:async )?(?:const|function\*?|class|interface|type) (\w+)/gm)]
      .filter(([, name = '']) => filesOf.get(name) === 1)
      .map(([, name]) => `${path} ${name}`),
  );
  expect(lonely).toEqual([]);
});

/** The subjects of the commits since this habit began; undefined where git does not reach back. */
const subjects = ((): string[] | undefined => {
  const { status, stdout } = spawnSync(
    'git',
    ['log', '--format=%s', '861a7c7ea4e7bc1d683d6ffa373bb1bbc670f320..HEAD'],
    {
      cwd: repository,
      encoding: 'utf8',
    },
  );
  return status === 0 ? stdout.split('\n').filter((subject) => subject !== '') : undefined;
})();

test.skipIf(subjects === undefined)('a commit says in 72 characters what it does, with the room in front', () => {
  expect(subjects?.filter((subject) => subject.length > 72 || !/^[a-z][a-z, -]*: \S/.test(subject))).toEqual([]);
});

describe('the packages of package.json', () => {
  const { dependencies, devDependencies, scripts } = JSON.parse(read('package.json'));
  const listed = Object.keys({ ...dependencies, ...devDependencies });
  const sources = globSync('{bench,console,functions,infra,local,scripts,shared,test}/**/*.{ts,tsx,mjs}', {
    cwd: repository,
    exclude: ['console/dist/**'],
  }).map(read);
  const commands = `${Object.values(scripts).join('\n')}\n${read('README.md')}`;

  const isNamed = (name: string): boolean =>
    sources.some((text) => text.includes(`'${name}'`) || text.includes(`'${name}/`));
  const isStarted = (name: string): boolean => {
    const { bin = {} } = JSON.parse(read(`node_modules/${name}/package.json`));
    return Object.keys(bin).some((command) => new RegExp(`(?:^|npx |&& )${command} `, 'm').test(commands));
  };
  /** Types belong to the package that they describe; those of Node itself to every file. */
  const described = (name: string): string => name.replace(/^@types\//, '');

  test('each is named by a source file, or started by a script or the README', () => {
    const used = (name: string): boolean => described(name) === 'node' || isNamed(described(name)) || isStarted(name);
    expect(listed.filter((name) => !used(name))).toEqual([]);
  });

  test('the lock has each package that another one in it needs, or npm ci refuses', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { dependencies?: object; optionalDependencies?: object }>;
    };
    const locked = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
    const needed = Object.values(packages).flatMap((one) =>
      Object.keys({ ...one.dependencies, ...one.optionalDependencies }),
    );
    expect([...new Set(needed)].filter((name) => !locked.has(name))).toEqual([]);
  });

  test('each that is imported stands there, not only among what others brought along', () => {
    const imports = sources.flatMap((text) => [
      ...text.matchAll(/(?:^import |^} from |^import .* from |\bimport\()'((?:@[\w.-]+\/)?[a-z][\w.-]*)/gm),
    ]);
    const names = new Set(imports.map(([, name]) => name ?? ''));
    const missing = [...names]
      .filter((name) => !builtinModules.includes(name) && name !== 'node')
      .filter((name) => !listed.includes(name) && !listed.includes(`@types/${name}`));
    expect(missing).toEqual([]);
    expect(names.size).toBeGreaterThan(40);
  });
});

/** Whether a bundle has nothing of a package but its default, where it is loaded when needed. */
const isCommonJs = (name: string): boolean => {
  const { type, module, exports } = JSON.parse(read(`node_modules/${name}/package.json`));
  return type !== 'module' && module === undefined && exports === undefined;
};

test('what a function loads when it needs it is taken from CommonJS by its default', () => {
  const sources = globSync('{functions,shared}/**/*.ts', { cwd: repository }).map(read);
  const loaded = sources.flatMap((source) => [
    ...source.matchAll(/const \{([^=]*)\} = await import\('((?:@[\w-]+\/)?[a-z][\w-]*)'\)/g),
  ]);
  const named = loaded.filter(([, members = '', name = '']) => isCommonJs(name) && !/^\s*default:/.test(members));
  expect(named.map(([statement]) => statement)).toEqual([]);
  expect(loaded.map(([, , name]) => name)).toEqual(expect.arrayContaining(['standardwebhooks', 'tldts']));
});
