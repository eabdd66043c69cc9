import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedDocs } from '../../../scripts/generate-docs.ts';

const repository = resolve(import.meta.dirname, '../../..');
const generated = await generatedDocs();

describe('the generated part of docs/', () => {
  it.each([...generated.keys()])('%s is what `npm run docs` writes', (path) => {
    expect(readFileSync(join(repository, path), 'utf8') === generated.get(path), 'stale: run `npm run docs`').toBe(
      true,
    );
  });
});
