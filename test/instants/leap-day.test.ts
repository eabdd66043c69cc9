import { playAt } from './play-at.ts';

await playAt('2028-02-29T23:59:59Z', 'Pacific/Auckland');
