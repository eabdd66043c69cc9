import { playAt } from './play-at.ts';

await playAt('2026-11-30T04:59:59Z', 'America/New_York');
