import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useConsole } from '#console/app/context.ts';
import styles from '#console/app/frame.module.css';
import { Failure } from '#console/ui/failure.tsx';
import { Skeleton } from '#console/ui/surface.tsx';

/** Leaves for the issuer's page at once: somebody wanted to be elsewhere and is not signed in. */
export const SignIn = () => {
  const { session } = useConsole();
  const { to = '/', as } = useSearch({ from: '/sign-in' });
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    session.signIn(to, as === undefined ? {} : { as }).catch(setFailure);
  }, [session, to, as]);
  return <main className={styles.welcome}>{failure === undefined ? <Skeleton /> : <Failure error={failure} />}</main>;
};

/** Where the issuer sends people back to. */
export const SignedIn = () => {
  const { session } = useConsole();
  const navigate = useNavigate();
  const router = useRouter();
  const [failure, setFailure] = useState<unknown>();
  const isAsked = useRef(false);
  useEffect(() => {
    // A code is good once, and effects run twice while one develops.
    if (isAsked.current) return;
    isAsked.current = true;
    session
      .finish(new URL(location.href))
      .then((path) => router.invalidate().then(() => navigate({ href: path, replace: true })))
      .catch(setFailure);
  }, [session, navigate, router]);
  return (
    <main className={styles.welcome}>
      {failure === undefined ? <Skeleton /> : <Failure error={failure} onRetry={() => location.assign('/')} />}
    </main>
  );
};
