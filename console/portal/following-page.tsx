import { useMutation } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { Banner, Page, Row } from '#console/ui/surface.tsx';

/** Somebody wants to hear of a case, or no more. A press says so, since scanners follow links. */
export const FollowingPage = () => {
  const { token } = useParams({ from: '/public/portal/subscriptions/$token' });
  const api = useApi();
  const text = useText();
  const path = { token };
  const confirm = useMutation({ mutationFn: () => api.confirmFollowing({ path }) });
  const end = useMutation({ mutationFn: () => api.endFollowing({ path }) });
  return (
    <Page title={text('portal.following')}>
      <FormFailure error={confirm.error ?? end.error} />
      {confirm.isSuccess && !end.isSuccess && <Banner>{text('portal.followed')}</Banner>}
      {end.isSuccess && <Banner>{text('portal.unfollowed')}</Banner>}
      <p>{text('portal.followingText')}</p>
      <Row>
        <Button look="primary" onPress={() => confirm.mutate()} isPending={confirm.isPending}>
          {text('portal.follow')}
        </Button>
        <Button onPress={() => end.mutate()} isPending={end.isPending}>
          {text('portal.unfollow')}
        </Button>
      </Row>
    </Page>
  );
};
