import { playInStorm } from './play-in-storm.ts';

await playInStorm('rules', 'rule-actions', 'rule-runs', 'rule-stops', 'routines');
