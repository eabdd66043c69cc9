import { playAt } from './play-at.ts';

await playAt('2026-12-31T22:59:59Z', 'Europe/Berlin');
