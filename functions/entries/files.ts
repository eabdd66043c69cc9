import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { takeFiles } from '#functions/events/files.ts';
import { buildFiles } from '#functions/files.ts';
import type { PortBuilders } from '#functions/services.ts';

export const ports = { files: () => buildFiles(process.env) } satisfies PortBuilders;

export const handler = deployedConsumer(takeFiles, ports);
