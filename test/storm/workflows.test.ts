import { playInStorm } from './play-in-storm.ts';

await playInStorm('agreeing', 'endings', 'segments', 'workflows-at-scale');
