import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from '#infra/bundles.ts';

const repository = resolve(import.meta.dirname, '..');

// `import { A, type B } from '@aws-sdk/…'`, which is the only way our sources import the SDK.
const sdkImport = /import\s*\{([^}]*)\}\s*from\s*'(@aws-sdk\/[^']+)'/g;

/** Which values of which SDK packages our own sources below a bundle import. */
const sdkImportsOf = async (bundle: string): Promise<Map<string, Set<string>>> => {
  const folder = dirname(bundle);
  const maps = (await readdir(folder)).filter((name) => name.endsWith('.map'));
  const texts = await Promise.all(maps.map((name) => readFile(join(folder, name), 'utf8')));
  const sources = texts.flatMap((text) => (JSON.parse(text) as { sources: string[] }).sources);
  // Paths in a map are relative to where it was made, so only their ends are of use.
  const own = sources.flatMap((source) => /(?:^|\/)((?:functions|shared)\/.*\.ts)$/.exec(source)?.[1] ?? []);
  const imports = new Map<string, Set<string>>();
  for (const file of own.filter((path) => !path.includes('node_modules'))) {
    for (const [, names = '', from = ''] of (await readFile(join(repository, file), 'utf8')).matchAll(sdkImport)) {
      const values = names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '));
      if (values.length > 0) imports.set(from, new Set([...(imports.get(from) ?? []), ...values]));
    }
  }
  return imports;
};

/**
 * The source of the least handler that has what a bundle has of the SDK: it makes the same clients
 * when it is loaded, and holds on to the same commands.
 */
export const bareHandlerOf = async (bundle: string): Promise<string> => {
  const imports = [...(await sdkImportsOf(bundle))].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = imports.map(([from, names]) => `import { ${[...names].sort().join(', ')} } from '${from}';`);
  const all = imports.flatMap(([, names]) => [...names].sort());
  const clients = all.filter((name) => name.endsWith('Client') && name !== 'DynamoDBDocumentClient');
  const made = clients.map((name) => `new ${name}({})`).join(', ');
  return [
    ...lines,
    `const clients = [${made}];`,
    `export const handler = async () => [clients, ${all.join(', ')}];`,
  ].join('\n');
};

/**
 * Bundles the source of a handler as ours are, but into one file: what a handler with a client is,
 * where nobody has thought about cold starts.
 */
export const bundleSource = async (source: string, outfile: string): Promise<void> => {
  await build({
    ...bundleOptions,
    splitting: false,
    outExtension: undefined,
    stdin: { contents: source, resolveDir: repository, loader: 'ts' },
    outfile,
  });
};
