import { playInStorm } from './play-in-storm.ts';

await playInStorm('retention', 'search', 'search-lives');
