import { playAt } from './play-at.ts';

await playAt('2027-04-03T14:59:59Z', 'Australia/Lord_Howe');
