// Writes the generated part of docs/: the interface, the events, and a JSON Schema for the detail of each. `npm run docs` after a change of either.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { asyncApiDocument, detailDocument, fileNameOf } from '#shared/events/asyncapi.ts';
import { eventTypes } from '#shared/events/event.ts';
import { openApiDocument } from '#shared/http/openapi.ts';
import { allRoutes } from '#shared/routes.ts';

const repository = resolve(import.meta.dirname, '..');

/** Every generated file by its path in the repository. */
export const generatedDocs = (): Map<string, string> => {
  const documents: [string, object][] = [
    ['docs/openapi.json', openApiDocument(allRoutes)],
    ['docs/asyncapi.json', asyncApiDocument()],
    ...eventTypes.map((type): [string, object] => [
      `docs/events/${fileNameOf(type)}.schema.json`,
      detailDocument(type),
    ]),
  ];
  return new Map(documents.map(([path, document]) => [path, `${JSON.stringify(document, undefined, 1)}\n`]));
};

if (import.meta.main) {
  for (const [path, text] of generatedDocs()) {
    const file = join(repository, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
