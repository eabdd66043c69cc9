import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

test('nothing that infra imports, by whatever detour, leads to an SDK or to the code of a function', async () => {
  const { metafile } = await build({
    entryPoints: ['infra/app.ts'],
    absWorkingDir: join(import.meta.dirname, '..', '..'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node24',
    metafile: true,
    write: false,
  });
  const ours = Object.keys(metafile.inputs);
  expect(ours).toContain('infra/service-stack.ts');
  expect(ours).toContain('shared/contract/routes.ts');
  expect(ours.filter((file) => file.startsWith('functions/') || file.startsWith('local/'))).toEqual([]);
  const packages = Object.values(metafile.inputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path }) => path),
  );
  expect(packages.filter((name) => /^@aws-(sdk|lambda-powertools)\/|^@middy\//.test(name))).toEqual([]);
});
