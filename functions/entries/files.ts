import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { takeFiles } from '#functions/events/files.ts';
import { buildFiles } from '#functions/files.ts';

export const handler = deployedConsumer(takeFiles, { files: () => buildFiles(process.env) });
