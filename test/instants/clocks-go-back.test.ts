import { playAt } from './play-at.ts';

await playAt('2026-10-25T00:59:59Z', 'Europe/London');
