import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { bareHandlerOf, bundleSource } from '#bench/bare-handler.ts';
import type { Section } from '#bench/report.ts';
import { median } from '#bench/statistics.ts';
import { loadedFiles } from '#infra/bundles.ts';
import { type FunctionName, functionNames } from '#infra/functions.ts';
import { readDeployment } from '#local/cloud-assembly/template.ts';

const run = promisify(execFile);

// 1 MB minified, as Lambda counts.
const aimKb = 1024;
const aimRatio = 1.5;

interface Bundle {
  name: FunctionName;
  file: string;
  environment: Record<string, string>;
}

/** The bundles of an assembly with the environment that each function has. */
const bundlesOf = (assembly: string): Bundle[] => {
  // Nothing is called, so any address will do.
  const deployment = readDeployment(assembly, { api: 'http://localhost:1', sqs: 'http://localhost:1' });
  const lambdas = deployment.ofType('AWS::Lambda::Function').map(({ properties }) => ({
    code: properties.Code,
    variables: (properties.Environment as { Variables: Record<string, string> }).Variables,
  }));
  return functionNames.map((name) => {
    const lambda = lambdas.find(({ variables }) => variables.POWERTOOLS_SERVICE_NAME === name);
    if (!lambda) throw new Error(`The template has no function ${name}`);
    return {
      name,
      file: join(deployment.assetFolder(lambda.code), 'index.mjs'),
      environment: { ...lambda.variables, AWS_REGION: deployment.region },
    };
  });
};

const importAndTell = `
  const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  const before = used();
  const { handlers = {} } = await import(process.argv[1]);
  const imported = used();
  await Object.values(handlers)[0]?.();
  process.stdout.write(JSON.stringify({ imported: imported - before, ready: used() - before }));
  process.exit(0);`;

interface ImportTime {
  imported: number;
  /** With the handler of the first route, where it has routes: what the first request waits for. */
  ready: number;
}

/**
 * Milliseconds of processor time that importing a file takes in a fresh process. Unlike wall-clock
 * time it does not depend on what else the machine does.
 */
const importTime = async (file: string, environment: Record<string, string>): Promise<ImportTime> => {
  const env = { ...environment, PATH: process.env.PATH };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', importAndTell, file], { env });
  return JSON.parse(stdout);
};

/**
 * Size of each function's bundle, and what importing it takes beside a bare handler. Each round
 * imports everything once, so that all share what else the machine does.
 */
export const measureBundles = async (assembly: string, rounds: number): Promise<Section> => {
  const bundles = bundlesOf(assembly);
  const folder = await mkdtemp(join(tmpdir(), 'caseward-bench-'));
  try {
    // Functions with the same clients and commands share a bare handler.
    const bareFiles = new Map<string, string>();
    const pairs: { bundle: Bundle; bare: string }[] = [];
    for (const bundle of bundles) {
      const source = await bareHandlerOf(bundle.file);
      const bare = bareFiles.get(source) ?? join(folder, String(bareFiles.size), 'index.mjs');
      if (!bareFiles.has(source)) {
        await mkdir(join(bare, '..'), { recursive: true });
        await bundleSource(source, bare);
        bareFiles.set(source, bare);
      }
      pairs.push({ bundle, bare });
    }
    const times = new Map<string, ImportTime[]>();
    for (let round = 0; round < rounds; round++) {
      const once = new Map(
        pairs.flatMap(
          ({ bundle, bare }) =>
            [
              [bare, bundle],
              [bundle.file, bundle],
            ] as const,
        ),
      );
      for (const [file, { environment }] of once)
        times.set(file, [...(times.get(file) ?? []), await importTime(file, environment)]);
    }
    const kilobytes = async (file: string) => {
      const sizes = await Promise.all(loadedFiles(dirname(file)).map(async (path) => (await stat(path)).size));
      return sizes.reduce((sum, size) => sum + size, 0) / 1024;
    };
    const medianOf = (file: string, what: keyof ImportTime) =>
      median((times.get(file) ?? []).map((time) => time[what]));
    const rows = pairs.map(async ({ bundle: { name, file }, bare }) => {
      const own = medianOf(file, 'imported');
      const ready = medianOf(file, 'ready');
      const least = medianOf(bare, 'imported');
      return {
        name,
        figures: {
          bundle: { value: await kilobytes(file), unit: 'KB' as const, aim: aimKb },
          'bare bundle': { value: await kilobytes(bare), unit: 'KB' as const },
          import: { value: own, unit: 'ms' as const },
          'bare import': { value: least, unit: 'ms' as const },
          'import beside bare': { value: own / least, unit: '×' as const, aim: aimRatio },
          'with a handler': { value: ready / least, unit: '×' as const },
        },
      };
    });
    return {
      title: 'Bundles',
      note: `Minified bytes, without what next to nothing ever loads (the holidays of all countries, a reader of HTML mail); import: processor time in a fresh process, median of ${rounds} rounds; with a handler: and loading that of the first route in its table. Bare: a handler with the same SDK clients and commands and nothing else, in one file.`,
      rows: await Promise.all(rows),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
};
