import { playInStorm } from './play-in-storm.ts';

await playInStorm('alerts', 'incoming', 'publishing', 'tasks');
