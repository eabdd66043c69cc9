import {
  CircleStop,
  ClipboardList,
  Clock,
  FolderPlus,
  GitBranch,
  type LucideIcon,
  Mail,
  MessageSquareWarning,
  PenLine,
  Tag,
  UserPlus,
  Webhook,
} from 'lucide-react';
import { useLabel } from '#console/admin/form/form-context.ts';
import { isObject, type Json } from '#console/admin/schema/json.ts';
import styles from '#console/admin/tools/flow.module.css';
import { type ConditionWords, conditionWords, type FlowStep, flowOf, isLast } from '#console/admin/tools/flow.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { classes } from '#console/ui/classes.ts';
import { Badge, EmptyState } from '#console/ui/surface.tsx';
import { useLineWords } from '#console/why/line-words.ts';

const icons: Readonly<Record<string, LucideIcon>> = {
  wait: Clock,
  branch: GitBranch,
  'send-mail': Mail,
  'create-alert': MessageSquareWarning,
  'create-case': FolderPlus,
  'create-task': ClipboardList,
  'add-label': Tag,
  'remove-label': Tag,
  enroll: UserPlus,
  'set-property': PenLine,
  'call-webhook': Webhook,
  finish: CircleStop,
};

/** What is drawn upon the steps: how many people are at each, and which a simulation went over. */
interface FlowMarks {
  people?: Readonly<Record<string, number>> | undefined;
  visited?: ReadonlySet<string> | undefined;
  /** Where a simulation stands. */
  here?: string | undefined;
}

const useConditionWords = (): ConditionWords => {
  const text = useText();
  const lineWords = useLineWords();
  return {
    line: (line) => lineWords(line).said,
    and: (one, other) => text('why.and', { one, other }),
    or: (one, other) => text('why.or', { one, other }),
    not: (inner) => text('why.not', { inner }),
  };
};

const Step = ({ step, marks }: { step: FlowStep; marks: FlowMarks }) => {
  const text = useText();
  const { word } = useLabel();
  const said = useConditionWords();
  const Icon = icons[step.do] ?? PenLine;
  const people = marks.people?.[step.path];
  return (
    <div className={styles.step}>
      <div
        className={classes(
          styles.card,
          step.do === 'wait' && styles.wait,
          step.do === 'branch' && styles.branch,
          marks.visited?.has(step.path) && styles.visited,
          marks.here === step.path && styles.here,
        )}
      >
        <strong>
          <Icon aria-hidden />
          {word(step.do)}
        </strong>
        <span className={styles.about}>{step.do === 'branch' ? conditionWords(step.step.if, said) : step.about}</span>
        {people !== undefined && <Badge tone="info">{text('admin.people', { count: people })}</Badge>}
      </div>
      {step.ways && (
        <div className={classes(styles.ways, !isLast([step]) && styles.joined)}>
          {step.ways.map(({ name, steps }) => (
            <div key={name} className={classes(styles.way, !isLast(steps) && styles.goesOn)}>
              <span className={styles.wayName}>{text(`admin.way.${name}`)}</span>
              {steps.map((inner) => (
                <Step key={inner.path} step={inner} marks={marks} />
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
};

/** A workflow as a flow from top to bottom, a branch side by side. */
export const Flow = ({ workflow, marks = {} }: { workflow: { [name: string]: Json }; marks?: FlowMarks }) => {
  const text = useText();
  const { word } = useLabel();
  const { instant, duration } = useWhen();
  const steps = flowOf(workflow.steps, { word, instant, duration });
  const trigger = isObject(workflow.trigger) ? String(workflow.trigger.event ?? '') : '';
  if (steps.length === 0) return <EmptyState title={text('admin.noSteps')} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the page is scrolled by keys
    <section className={styles.frame} aria-label={text('admin.tab.flow')} tabIndex={0}>
      <div className={styles.flow}>
        <div className={styles.begin}>
          <span className={styles.pill}>{word(trigger)}</span>
        </div>
        {steps.map((step) => (
          <Step key={step.path} step={step} marks={marks} />
        ))}
        <div className={styles.end}>
          <span className={styles.pill}>{text('admin.end')}</span>
        </div>
      </div>
    </section>
  );
};
