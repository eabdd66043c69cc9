import { useConsole } from '#console/app/context.ts';
import { Frame } from '#console/app/frame.tsx';
import { useLive } from '#console/app/live.ts';

/** What is around the screens of requesters and of the public: little. */
export const PortalFrame = () => {
  useLive(useConsole().session.person() !== undefined);
  return <Frame />;
};
