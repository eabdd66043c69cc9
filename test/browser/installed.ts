import { existsSync } from 'node:fs';
import places from '../../scripts/chromium-places.json' with { type: 'json' };

/** The Chromium of this machine, as `launch` takes it. */
export const installedChromium = (): { executablePath: string; args: string[] } => {
  const executablePath = [process.env.CHROMIUM, ...places].find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined)
    throw new Error('There is no Chromium: install it, or say by CHROMIUM where it is.');
  // Root may not have a sandbox, and containers often run as root.
  return { executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] };
};
