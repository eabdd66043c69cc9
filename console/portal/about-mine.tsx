import type { When } from '#console/i18n/instants.ts';
import type { Text } from '#console/i18n/use-text.ts';
import { answerIn } from '#console/portal/answer-in.ts';
import type { MyCaseRecord } from '#console/portal/my-case.ts';
import { Card, Facts } from '#console/ui/plain.tsx';

interface AboutMineProps {
  record: MyCaseRecord;
  text: Text;
  when: When;
}

/** What a requester's case is about, and where it stands in time. */
export const AboutMine = ({ record, text, when }: AboutMineProps) => {
  const { typeName, type, dueAt, closedAt, closure, fieldsInWords, location } = record;
  const said = { yes: text('portal.yes'), no: text('portal.no'), date: when.date, instant: when.instant };
  return (
    <Card title={text('portal.about')}>
      {record.description && <p>{record.description}</p>}
      <Facts
        facts={[
          [text('portal.reference'), record.reference],
          [text('portal.type'), typeName ?? type],
          [text('portal.raisedAt'), when.instant(record.createdAt)],
          dueAt !== undefined &&
            closedAt === undefined && [text('portal.due'), `${when.fromNow(dueAt)} (${when.instant(dueAt)})`],
          closedAt !== undefined && [text('portal.closedAt'), when.instant(closedAt)],
          closure?.details !== undefined && [text('portal.outcome'), closure.details],
          ...fieldsInWords.map(({ name, value }) => [name, answerIn(value, said)] as const),
          location?.address !== undefined && [text('portal.place'), location.address],
        ]}
      />
    </Card>
  );
};
