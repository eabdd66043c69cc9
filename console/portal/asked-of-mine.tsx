import { MessageCircleQuestion } from 'lucide-react';
import type { When } from '#console/i18n/instants.ts';
import type { Text } from '#console/i18n/use-text.ts';
import type { MyQuestion } from '#console/portal/my-case.ts';
import styles from '#console/portal/portal.module.css';
import { Quiet } from '#console/ui/plain.tsx';

/** What the requester is asked, and by when they answer. */
export const AskedOfMine = ({ question, text, when }: { question: MyQuestion; text: Text; when: When }) => (
  <>
    <p className={styles.asked}>
      <MessageCircleQuestion aria-hidden /> {question.text}
    </p>
    {question.dueAt !== undefined && (
      <Quiet>
        {text(Date.parse(question.dueAt) < when.now ? 'portal.answerLate' : 'portal.answerBy', {
          when: when.fromNow(question.dueAt),
        })}
      </Quiet>
    )}
  </>
);
