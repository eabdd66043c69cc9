import { playAt } from './play-at.ts';

await playAt('2027-03-14T06:59:59Z', 'America/New_York');
