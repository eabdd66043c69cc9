import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useShortcuts } from '#console/app/shortcuts.ts';
import { UnseenCase } from '#console/case/break-glass.tsx';
import { CaseContext, useCase } from '#console/case/case-context.ts';
import styles from '#console/case/case-page.module.css';
import { summaryQuery } from '#console/case/case-queries.ts';
import { type CaseTab, caseTabs } from '#console/case/case-tabs.ts';
import { ActionBar } from '#console/case/header/action-bar.tsx';
import { About, DueFirst } from '#console/case/header/aside.tsx';
import { HeaderFacts, Notices } from '#console/case/header/facts.tsx';
import { LinksTab } from '#console/case/people/links-tab.tsx';
import { PeopleTab } from '#console/case/people/people-tab.tsx';
import { PrintView } from '#console/case/print-view.tsx';
import { StreamTab } from '#console/case/stream/stream.tsx';
import { TimeTab } from '#console/case/time/clocks.tsx';
import { FilesTab } from '#console/case/work/files-tab.tsx';
import { PlanTab } from '#console/case/work/plan-tab.tsx';
import { QuestionsTab } from '#console/case/work/questions-tab.tsx';
import { TasksTab } from '#console/case/work/tasks-tab.tsx';
import { useText } from '#console/i18n/use-text.ts';
import { Page, Skeleton } from '#console/ui/surface.tsx';
import { Tabs } from '#console/ui/tabs.tsx';
import { useStacked } from '#console/ui/use-screen.ts';
import { RuleRuns } from '#console/why/rule-runs.tsx';

type Parts = Record<(typeof caseTabs)[number], ReactNode>;

/** What is open in a part, beside its name. */
const useCounts = (): Partial<Record<CaseTab, number>> => {
  const { record } = useCase();
  return {
    tasks: record.openTasks,
    questions: record.openQuestions,
    files: record.fileCount,
    links: record.links.length + record.alertIds.length,
  };
};

const CaseParts = ({ tab, onTab }: { tab: CaseTab; onTab: (tab: CaseTab) => void }) => {
  const text = useText();
  const counts = useCounts();
  const { id, record } = useCase();
  const [isNoting, setNoting] = useState(false);
  // The place for notes takes the key itself where it is on the page.
  const note = () => {
    setNoting(true);
    onTab('stream');
  };
  useShortcuts({ n: tab === 'stream' ? undefined : note });
  const parts: Parts = {
    stream: <StreamTab isFocused={isNoting} />,
    tasks: <TasksTab />,
    plan: <PlanTab />,
    questions: <QuestionsTab />,
    files: <FilesTab />,
    people: <PeopleTab />,
    links: <LinksTab />,
    time: <TimeTab />,
    rules: <RuleRuns recordId={id} caseType={record.type} />,
  };
  if (tab === 'print') return <PrintView parts={parts} onDone={() => onTab('stream')} />;
  return (
    <Tabs
      label={text('case.parts')}
      value={tab}
      onChange={(chosen) => {
        setNoting(false);
        onTab(caseTabs.find((one) => one === chosen) ?? 'stream');
      }}
      parts={caseTabs.map((one) => ({
        id: one,
        name: (
          <>
            {text(`case.tab.${one}`)}
            {(counts[one] ?? 0) > 0 && <span className={styles.count}> {counts[one]}</span>}
          </>
        ),
        content: parts[one],
      }))}
    />
  );
};

/** The first part needs no words in the address. */
const searchOf = (tab: CaseTab): { tab?: CaseTab } => (tab === 'stream' ? {} : { tab });

/** `/cases/{id or reference}`. */
export const CasePage = () => {
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const isStacked = useStacked();
  const { id } = useParams({ from: '/staff/cases/$id' });
  const { tab = 'stream' } = useSearch({ from: '/staff/cases/$id' });
  const { data: summary, error, refetch } = useQuery(summaryQuery(api, id));
  const record = summary?.record;
  const ownId = record?.id;
  // A reference leads to the id, since that is what the change feed knows the case by.
  useEffect(() => {
    if (!summary || ownId === undefined || ownId === id) return;
    queries.setQueryData(summaryQuery(api, ownId).queryKey, summary);
    void navigate({ to: '/cases/$id', params: { id: ownId }, search: searchOf(tab), replace: true });
  }, [summary, ownId, id, tab, navigate, queries, api]);
  if (!summary || !record)
    return error ? <UnseenCase id={id} error={error} onRetry={() => void refetch()} /> : <CaseSkeleton />;
  const show = (next: CaseTab) =>
    void navigate({ to: '/cases/$id', params: { id: record.id }, search: searchOf(next) });
  return (
    <CaseContext.Provider value={summary}>
      <Page
        title={
          <>
            {record.reference} <span>{record.subject}</span>
          </>
        }
        said={`${record.reference} ${record.subject}`}
        actions={<ActionBar onPrint={() => show('print')} />}
      >
        <Notices />
        <HeaderFacts />
        <div className={styles.columns}>
          {isStacked && <DueFirst />}
          <div className={styles.main}>
            <CaseParts tab={tab} onTab={show} />
          </div>
          <aside className={styles.aside}>
            {!isStacked && <DueFirst />}
            <About />
          </aside>
        </div>
      </Page>
    </CaseContext.Provider>
  );
};

const CaseSkeleton = () => {
  const text = useText();
  return (
    <Page title={text('case.title')}>
      <Skeleton lines={10} />
    </Page>
  );
};
