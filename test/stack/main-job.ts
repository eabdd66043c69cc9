import { type StoryStep, story } from '#local/demo/story.ts';
import type { World } from '#local/demo/world.ts';

// The promises that the story shows, by step. The steps themselves are in local/demo/story.ts, each
// with its checks.
const promises = [
  '[IN-5]',
  '[AL-12]',
  '[AU-1] [AU-3] [AU-7] [AL-5] [CA-1]',
  '[NT-1] [NT-2]',
  '[CA-7]',
  '[SLA-1] [SLA-2]',
  '[SLA-4]',
  '[SLA-5] [SLA-10]',
  '[CA-13] [NO-1]',
  '[CA-19] [IN-2]',
];
export const steps: StoryStep[] = story.map((step, index) => ({ ...step, title: `${promises[index]} ${step.title}` }));

export const go = async (step: StoryStep, world: World): Promise<void> => {
  await step.act?.(world);
  await step.check(world);
};
