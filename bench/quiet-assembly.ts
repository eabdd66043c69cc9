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
 * A copy of a cloud assembly in which nothing follows from a change: no events are published and no sweep runs. So a request is measured without the
 * consumers that share this machine with it and on AWS run elsewhere, and 100,000 cases can be loaded without 100,000 mails.
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
