import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

/** What sets something going without being asked: the stream's publisher, and schedules. */
const startsByItself = ({ Type, Properties }: Template['Resources'][string]): boolean =>
  (Type === 'AWS::Lambda::EventSourceMapping' && Properties?.StartingPosition !== undefined) ||
  (Type === 'AWS::Events::Rule' && Properties?.ScheduleExpression !== undefined);

/**
 * A copy of a cloud assembly without the publisher of events and the sweep: a request is measured
 * alone, and 100,000 cases are loaded without 100,000 mails.
 */
export const quietAssembly = async (assembly: string, folder: string): Promise<string> => {
  await cp(assembly, folder, { recursive: true });
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.template.json'))) {
    const template = JSON.parse(await readFile(join(folder, file), 'utf8')) as Template;
    const Resources = Object.fromEntries(Object.entries(template.Resources).filter(([, one]) => !startsByItself(one)));
    await writeFile(join(folder, file), JSON.stringify({ ...template, Resources }));
  }
  return folder;
};
