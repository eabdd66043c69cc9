import { Ellipsis } from 'lucide-react';
import { askAhead } from '#console/app/asked-ahead.ts';
import type { CaseSummary } from '#console/case/case-queries.ts';
import { actsInFront, actsOn } from '#console/case/header/actions.ts';
import { CaseFacts, stageOf } from '#console/case/header/case-facts.tsx';
import { type FirstView, type FirstWords, firstWhen, type ItemsOf } from '#console/first/first-view.ts';
import { type Me, StaffPlace } from '#console/first/staff-place.tsx';
import { DueTime } from '#console/records/due-time.tsx';
import { Priority, Status } from '#console/records/plain-badges.tsx';
import { lookOf } from '#console/ui/button-look.ts';
import { PlainPage } from '#console/ui/plain.tsx';
import { WhyPlace } from '#console/why/why-place.tsx';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';
import type { KindValues } from '#shared/core/definitions/kind.ts';

type Configured<K extends keyof KindValues> = ItemsOf<KindValues[K] & { key: string }>;

const all = { limit: '200' };

/** The owner's name stands in the directory, which may be long: nothing else waits for it. */
const fillInOwner = async (
  groups: Promise<Configured<'groups'> | undefined>,
  { record: { assignee } }: CaseSummary,
): Promise<void> => {
  const place = document.querySelector('#first [data-owner]');
  const { items = [] } = (await groups) ?? {};
  if (!place || !assignee) return;
  place.textContent =
    'user' in assignee
      ? (items.flatMap(({ members }) => members).find(({ id }) => id === assignee.user)?.name ?? assignee.user)
      : (items.find(({ key }) => key === assignee.group)?.name ?? assignee.group);
};

/** A case on a narrow screen: what one wants to know first, and may do; undefined where unknown. */
export const firstOfCase = async (words: Promise<FirstWords>, id: string): Promise<FirstView | undefined> => {
  const groups = askAhead<Configured<'groups'>>('/v1/groups', all);
  const [said, me, summary, types, priorities] = await Promise.all([
    words,
    askAhead<Me>('/v1/me'),
    askAhead<CaseSummary>(`/v1/cases/${id}/summary`),
    askAhead<Configured<'case-types'>>('/v1/case-types', all),
    askAhead<Configured<'priorities'>>('/v1/priorities', all),
  ]);
  if (!me?.isStaff || !summary || !types || !priorities) return undefined;
  const { text, word } = said;
  const { record, contact } = summary;
  const { type, status, priority, dueAt, createdBy } = record;
  const typeOf = types.items.find(({ key }) => key === type);
  const requester = record.anonymous
    ? text('case.anonymous')
    : (contact?.name ?? word('records.actor', createdBy.kind));
  const due = <DueTime dueAt={dueAt} isClosed={isClosedCategory(status.category)} text={text} when={firstWhen(said)} />;
  const { front, more } = actsOn(summary, { me: me.id, most: actsInFront.narrow });
  const title = `${record.reference} ${record.subject}`;
  const view = (
    <StaffPlace words={said} me={me} pathname="/cases">
      <PlainPage
        title={title}
        actions={
          <>
            {front.map((act, place) => (
              <button key={act} type="button" className={lookOf({ look: place === 0 ? 'primary' : 'plain' })}>
                {text(`case.act.${act}`)}
              </button>
            ))}
            {more.length > 0 && (
              <button type="button" className={lookOf({ look: 'quiet' })}>
                <Ellipsis aria-hidden />
                {text('action.more')}
              </button>
            )}
          </>
        }
      >
        <CaseFacts
          record={record}
          text={text}
          named={{
            type: typeOf?.name ?? type,
            status: <Status status={status} type={typeOf} />,
            stage: stageOf(record, typeOf),
            priority: (
              <Priority priority={priority} configured={priorities.items.find(({ key }) => key === priority)} />
            ),
            assignee: record.assignee ? <span data-owner="" /> : text('records.unassigned'),
            due,
            requester,
          }}
          why={(_field, label) => <WhyPlace label={label} text={text} />}
        />
      </PlainPage>
    </StaffPlace>
  );
  return { title, view, afterwards: () => void fillInOwner(groups, summary) };
};
