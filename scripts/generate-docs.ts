// Writes the generated part of docs/: the interface, the events, the list of decisions. The schema
// of each event repeats the AsyncAPI document; it is written, and stays out of the repository.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { asyncApiDocument, detailDocument, fileNameOf } from '#shared/contract/asyncapi.ts';
import { allEvents } from '#shared/contract/events.ts';
import { openApiDocument } from '#shared/contract/openapi.ts';
import { allRoutes } from '#shared/contract/routes.ts';
import { decisionIndex, decisionIndexText } from './decisions.ts';

const repository = resolve(import.meta.dirname, '..');

const textsOf = (documents: [string, object][]): Map<string, string> =>
  new Map(documents.map(([path, document]) => [path, `${JSON.stringify(document, undefined, 1)}\n`]));

/** Every generated file that the repository keeps, by its path. */
export const generatedDocs = async (): Promise<Map<string, string>> =>
  textsOf([
    ['docs/openapi.json', openApiDocument(allRoutes)],
    ['docs/asyncapi.json', await asyncApiDocument()],
  ]).set(decisionIndex, decisionIndexText());

const eventSchemas = async (): Promise<Map<string, string>> =>
  textsOf(
    await Promise.all(
      allEvents.map(
        async (event): Promise<[string, object]> => [
          `docs/events/${fileNameOf(event.type)}.schema.json`,
          await detailDocument(event),
        ],
      ),
    ),
  );

if (import.meta.main) {
  for (const [path, text] of [...(await generatedDocs()), ...(await eventSchemas())]) {
    const file = join(repository, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
