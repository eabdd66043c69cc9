import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { RouterProvider } from 'react-aria-components';
import { Connection } from '#console/app/connection.tsx';
import { useConsole } from '#console/app/context.ts';
import { AccountPlace, FrameShape } from '#console/app/frame-shape.tsx';
import { useText } from '#console/i18n/use-text.ts';
import { later } from '#console/ui/later.tsx';

const AccountMenu = later(async () => (await import('#console/app/account-menu.tsx')).AccountMenu, <AccountPlace />);
const LocalBar = later(async () => (await import('#console/local/local-bar.tsx')).LocalBar);

/** What is around every screen; `head` stands beside the name. The local stack has its bar. */
export const Frame = ({ head, side }: { head?: ReactNode; side?: ReactNode }) => {
  const { settings } = useConsole();
  const navigate = useNavigate();
  const router = useRouter();
  const text = useText();
  return (
    <RouterProvider navigate={(href) => void navigate({ href })} useHref={(href) => router.history.createHref(href)}>
      <FrameShape
        text={text}
        name={settings.name}
        head={
          <>
            {head}
            <AccountMenu />
            <Connection />
          </>
        }
        side={side}
        foot={settings.local && <LocalBar />}
      >
        <Outlet />
      </FrameShape>
    </RouterProvider>
  );
};
