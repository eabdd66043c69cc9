import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Failure, FormFailure } from '#console/ui/failure.tsx';
import { Banner, Page, Row, Skeleton } from '#console/ui/surface.tsx';

/** No more mail of a kind. */
export const OptOutPage = () => {
  const { token } = useParams({ from: '/public/portal/opt-outs/$token' });
  const api = useApi();
  const text = useText();
  const queries = useQueryClient();
  const queryKey = ['opt-out', token];
  const state = useQuery({ queryKey, queryFn: async () => (await api.getOptOut({ path: { token } })).data });
  const optOut = useMutation({
    mutationFn: () => api.optOut({ path: { token } }),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  });
  if (state.isPending) return <Skeleton />;
  if (state.isError) return <Failure error={state.error} />;
  return (
    <Page title={text('portal.optOut')}>
      <FormFailure error={optOut.error} />
      {state.data.optedOut ? (
        <Banner>{text('portal.optedOut', { kind: state.data.kind })}</Banner>
      ) : (
        <>
          <p>{text('portal.optOutText', { kind: state.data.kind })}</p>
          <Row>
            <Button look="primary" onPress={() => optOut.mutate()} isPending={optOut.isPending}>
              {text('portal.optOutDo')}
            </Button>
          </Row>
        </>
      )}
    </Page>
  );
};
