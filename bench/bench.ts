// `npm run bench`: what Caseward costs and how fast it is, on the local stack. docs/bench.md says
// how to read it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureAutomation } from '#bench/automation.ts';
import { type BenchStack, startBenchStack } from '#bench/bench-stack.ts';
import { measureBundles } from '#bench/bundles.ts';
import { measureCallers } from '#bench/callers.ts';
import { measureEnrolment } from '#bench/enrolment.ts';
import { measureKeeping } from '#bench/keeping.ts';
import { loadCases } from '#bench/load-cases.ts';
import { measureMemory } from '#bench/memory.ts';
import { measureBusyCase, measureLongCase } from '#bench/one-case.ts';
import { measureSignal } from '#bench/one-signal.ts';
import { measureOperations } from '#bench/operations.ts';
import { measureOwnTime } from '#bench/own-time.ts';
import { measurePages } from '#bench/pages.ts';
import { measurePhone } from '#bench/phone.ts';
import { measureProjection } from '#bench/projection.ts';
import { quietAssembly } from '#bench/quiet-assembly.ts';
import { judge, linesOf, type Section, withVerdicts } from '#bench/report.ts';
import { mainRequests, workRequests } from '#bench/requests.ts';
import { measureRoutes } from '#bench/routes.ts';
import { measureRules } from '#bench/rules.ts';
import { type Loaded, measureScale } from '#bench/scale.ts';
import { measureSearch } from '#bench/search.ts';
import { measureStart } from '#bench/start-up.ts';
import { measureWholeLife } from '#bench/whole-life.ts';
import { synthesize } from '#local/cloud-assembly/synthesize.ts';
import type { Case } from '#shared/casework/cases/case.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    callers: { type: 'string' },
    memory: { type: 'string' },
    phone: { type: 'boolean', default: false },
    segments: { type: 'boolean', default: false },
    search: { type: 'string' },
    finding: { type: 'boolean', default: false },
    projection: { type: 'boolean', default: false },
    json: { type: 'string', default: 'bench-results.json' },
  },
});

// Quick is for a developer after a change: a minute, and good to a fifth. The whole run is for
// docs/bench.md.
const effort = options.quick
  ? { importRounds: 3, secondsARoute: 0.5, ownTimes: 40, scaleTimes: 0 }
  : { importRounds: 15, secondsARoute: 4, ownTimes: 200, scaleTimes: 100 };
const few = 1000;
const many = 100_000;
// Reads whose cost is not to depend on how many cases there are.
const asked = ['get case', 'list of a type', 'list assigned to me', 'list of all'];

const sections: Section[] = [];
const tell = (section: Section): void => {
  sections.push(section);
  console.log(linesOf(section).join('\n'));
};

const withStack = async <T>(
  assembly: string,
  use: (stack: BenchStack) => Promise<T>,
  stateFolder?: string,
): Promise<T> => {
  const stack = await startBenchStack(assembly, stateFolder);
  try {
    return await use(stack);
  } finally {
    await stack.stop();
  }
};

const inScratchFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'caseward-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
};

const loaded = async (stack: BenchStack, count: number): Promise<Loaded & { cases: Case[] }> => {
  const started = performance.now();
  const cases = await loadCases(stack, count);
  const requests = mainRequests(cases);
  const seconds = (performance.now() - started) / 1000;
  console.log(`${count.toLocaleString('en')} cases loaded in ${seconds.toFixed(0)} s\n`);
  return { stack, count, requests, cases };
};

const reads = ({ requests, ...rest }: Loaded): Loaded => ({
  ...rest,
  requests: requests.filter(({ name }) => asked.includes(name)),
});

const assembly = await synthesize();

const measureAll = async (): Promise<void> => {
  tell(await measureStart());
  tell(await measureBundles(assembly, effort.importRounds));
  tell(measureRules(effort.ownTimes));
  await measureFinding();
  await withStack(assembly, async (stack) => {
    tell(await measureWholeLife(stack));
    tell(await measureEnrolment(stack));
  });
  tell(await withStack(assembly, measureSignal));
  tell(await withStack(assembly, measureAutomation));

  await inScratchFolder(async (folder) => {
    const quiet = await quietAssembly(assembly, join(folder, 'assembly'));
    await withStack(quiet, async (stack) => {
      const small = await loaded(stack, few);
      tell(await measureOperations(stack, [...small.requests, ...workRequests(small.cases)]));
      tell(
        await measureOwnTime(
          stack,
          small.requests.filter(({ supply }) => supply === undefined),
          effort.ownTimes,
        ),
      );
      tell(await measureRoutes(stack, small.requests, effort.secondsARoute));
      tell(await measureBusyCase(stack, small.cases, effort.secondsARoute));
      tell(await measureLongCase(stack, small.cases, effort.ownTimes));
    });
    if (!options.quick) {
      await withStack(quiet, (smallStack) =>
        withStack(quiet, async (largeStack) => {
          const small = await loaded(smallStack, few);
          const large = await loaded(largeStack, many);
          tell(await measureScale(reads(small), reads(large), effort.scaleTimes));
        }),
      );
    }
  });
};

/** What finding and seeing cost, on a table in memory: two minutes, with 100,000 cases ten. */
const measureFinding = async (): Promise<void> => {
  tell(await measureKeeping(options.quick ? 100 : few));
  tell(await measureProjection(options.quick ? 200 : few));
  for (const section of await measurePages(options.quick ? [few] : [few, many])) tell(section);
  tell(await measureSearch(options.quick ? [few] : [few, 10_000, many]));
};

/** Only what several callers at once get of a whole stack: a minute or two. */
const measureOnlyCallers = async (callers: number): Promise<void> => {
  for (const section of await withStack(assembly, (stack) => measureCallers(stack, callers))) tell(section);
};

/** Only what is done by the ten thousand: a quarter of an hour. */
const measureOnlySegments = async (): Promise<void> => {
  const { measureSegments } = await import('#bench/segments.ts');
  tell(await measureSegments(options.quick ? 0.1 : 1));
};

/** Only what `npm start` has in memory: as there, its state is in a folder. */
const measureOnlyMemory = async (requests: number): Promise<void> => {
  const measure = (stack: BenchStack) => measureMemory(stack, requests);
  tell(await inScratchFolder((folder) => withStack(assembly, measure, folder)));
};

if (options.segments) await measureOnlySegments();
else if (options.memory !== undefined) await measureOnlyMemory(Number(options.memory));
else if (options.phone) tell(await withStack(assembly, (stack) => measurePhone(stack, 5)));
else if (options.finding) await measureFinding();
else if (options.projection) tell(await measureProjection(options.quick ? 200 : few));
else if (options.search !== undefined) tell(await measureSearch([Number(options.search)]));
else await (options.callers === undefined ? measureAll() : measureOnlyCallers(Number(options.callers)));

const { aimed, over } = judge(sections);
console.log(`${aimed - over.length} of ${aimed} figures with an aim are within it.`);
for (const line of over) console.log(`  over  ${line}`);
const [processor] = cpus();
const machine = {
  cores: cpus().length,
  processor: processor?.model,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
await writeFile(
  options.json,
  `${JSON.stringify({ at: new Date().toISOString(), machine, quick: options.quick, sections: withVerdicts(sections) }, undefined, 2)}\n`,
);
console.log(`\nAlso in ${options.json}.`);
